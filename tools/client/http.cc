#include "tools/client/http.h"

#include <curl/curl.h>
#include <google/protobuf/util/json_util.h>

#include <mutex>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "tools/client/http_error.h"

namespace redress::client {
namespace {

size_t Append(char* data, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(data, size * count);
  return size * count;
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeList>;

void Add(Headers& headers, const std::string& line) {
  headers.reset(curl_slist_append(headers.release(), line.c_str()));
}

}  // namespace

struct HttpClient::Handle {
  CURL* curl = nullptr;
};

HttpClient::HttpClient() : handle_(std::make_unique<Handle>()) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  handle_->curl = curl_easy_init();
}

HttpClient::~HttpClient() {
  curl_easy_cleanup(handle_->curl);
}

absl::StatusOr<HttpReply> HttpClient::Send(const HttpRequest& request) {
  CURL* const curl = handle_->curl;
  curl_easy_reset(curl);  // keeps the connection
  HttpReply reply;
  Headers headers;
  Add(headers, "Expect:");
  if (!request.token.empty()) Add(headers, absl::StrCat("Authorization: Bearer ", request.token));
  if (request.verb != "GET") {
    Add(headers, absl::StrCat("Content-Type: ", request.content_type));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.verb.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(absl::ToInt64Milliseconds(request.timeout)));
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  // A server may answer and close before it read a body that is too long: the answer counts.
  if (code != CURLE_OK && !(code == CURLE_SEND_ERROR && status >= 400)) {
    return Error(absl::StatusCode::kUnavailable, "HTTP", absl::StrCat("no answer from the gateway: ", curl_easy_strerror(code)));
  }
  reply.status = static_cast<int>(status);
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr) reply.content_type = type;
  return reply;
}

absl::Status HttpClient::Call(HttpRequest request, const google::protobuf::Message* body, google::protobuf::Message* response) {
  if (body != nullptr && !google::protobuf::util::MessageToJsonString(*body, &request.body).ok()) {
    return absl::InvalidArgumentError("the request cannot be written as JSON");
  }
  ASSIGN_OR_RETURN(const HttpReply reply, Send(request));
  if (reply.status != 200) return FromHttpError(reply.status, reply.body);
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(reply.body, response, options).ok()) {
    return Error(absl::StatusCode::kInternal, "HTTP", "the answer is not the JSON of its message");
  }
  return absl::OkStatus();
}

std::string UrlEscape(const std::string& value) {
  char* escaped = curl_easy_escape(nullptr, value.data(), static_cast<int>(value.size()));
  std::string out(escaped);
  curl_free(escaped);
  return out;
}

}  // namespace redress::client
