// HTTP to the gateway, as an app without generated code speaks to it (JSON), on libcurl. One client a thread: it keeps its
// connection open between calls.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace redress::client {

struct HttpRequest {
  std::string verb = "GET";
  std::string url;
  std::string token;  // empty: none
  std::string body;
  std::string content_type = "application/json";
  absl::Duration timeout = absl::Seconds(15);
};

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::string body;
};

class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Any answer, whatever its status. UNAVAILABLE, reason HTTP, where none came.
  absl::StatusOr<HttpReply> Send(const HttpRequest& request);
  // A call of the API: `body` goes as JSON (none where null), the answer comes into `response`; a failure is the error that the
  // gateway's google.rpc.Status tells.
  absl::Status Call(HttpRequest request, const google::protobuf::Message* body, google::protobuf::Message* response);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

// A query value with everything escaped that needs it.
std::string UrlEscape(const std::string& value);

}  // namespace redress::client
