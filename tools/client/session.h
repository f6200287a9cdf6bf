// A client's talk with the suite: finds the address of the service that a method belongs to, a token that may call it, makes the
// call (gRPC) and gives its error back as the typed error of libs/base. Methods are named as in the descriptors
// (`redress.intake.v1.IntakeService.GetComplaint`), so that callers include messages only, no gRPC headers.
// Thread safe once the flags are set.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "libs/base/time.h"
#include "tools/client/stack.h"

namespace grpc {
class Channel;
}

namespace redress::client {

// What the command line may say; everything may stay empty.
struct SessionFlags {
  std::string stack;    // name, or path of a stack.env
  std::string gateway;  // http://127.0.0.1:8080
  std::string intake;   // host:port, past the gateway
  std::string classification;
  std::string routing;
  std::string casework;
  std::string compensation;
  std::string sla;
  std::string outreach;
  std::string analytics;
  std::string token;               // file with a token, `-` for standard input
  std::string as;                  // mint a token for this subject with the stack's key: agents/a-wang-lei
  std::vector<std::string> roles;  // the roles of `as`, or the role whose ready-made token is wanted
  std::string timeout = "10s";
};

// How one call differs from the usual.
struct CallOptions {
  std::string owner;       // `intake`: whose events or parked events; only for redress.events.v1
  std::string token;       // the token itself; empty: the session's
  bool anonymous = false;  // send no token at all
  bool direct = false;     // to the service's own port: the gateway has no way to what only services call
};

class Session {
 public:
  Session();
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  SessionFlags& flags() { return flags_; }
  // Reads the flags. Called by everything below where it was not yet; an unknown stack is its error.
  absl::Status Open();
  const Stack& stack();

  // What time it is for the business: the stack's source of it, else this machine's clock.
  absl::StatusOr<BusinessTime> Now();
  // http://host:port of the gateway, without a slash at its end. NOT_FOUND, reason NO_ADDRESS.
  absl::StatusOr<std::string> Gateway();
  // A token that may call `method`, or the one that the flags name. Empty for a PUBLIC method without any.
  absl::StatusOr<std::string> TokenFor(const google::protobuf::MethodDescriptor& method);
  // The ready-made token of a role (`ADMIN`) in the stack's folder of tokens.
  absl::StatusOr<std::string> TokenOf(const std::string& role);

  // One unary call. `response` is filled where the result is OK.
  absl::Status Call(const std::string& method, const google::protobuf::Message& request, google::protobuf::Message* response,
                    const CallOptions& options = {});
  // One call that answers again and again: `each` is given every answer, in `response`, until the stream ends. No time-out but
  // the method's.
  absl::Status Read(const std::string& method, const google::protobuf::Message& request, google::protobuf::Message* response,
                    const std::function<void()>& each);
  template <class Response>
  absl::StatusOr<Response> Call(const std::string& method, const google::protobuf::Message& request,
                                const CallOptions& options = {}) {
    Response response;
    if (absl::Status status = Call(method, request, &response, options); !status.ok()) return status;
    return response;
  }

 private:
  // A method, and what a call of it needs.
  struct Way;
  absl::StatusOr<Way> WayTo(const std::string& method, const CallOptions& options);
  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(const std::string& service, bool direct);
  absl::StatusOr<std::string> AddressOf(const std::string& service, bool direct);

  SessionFlags flags_;
  Stack stack_;
  absl::Duration timeout_;
  std::string fixed_token_;
  bool open_ = false;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::map<std::string, std::string> tokens_;
};

}  // namespace redress::client
