// The edge between gRPC and the handlers: everything that every method owes its caller, in one place and one order.
//   method (found by the type of its request) → token → role (AIP-211: before anything is looked at) → setup done →
//   admission → deadline and cancellation → well-formed request → handler → error details, metrics, one log line on failure.
// A synchronous handler is one Answer; a handler that only hands over (group commit) is one Begin and finishes its Pending later;
// one that answers again and again is a Stream (stream.h).
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "libs/obs/trace.h"
#include "libs/rpc/admission.h"
#include "libs/rpc/call_metrics.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/method_table.h"
#include "libs/rpc/token_verifier.h"

namespace redress::rpc {

// Who checks a request for invalid UTF-8 and undeclared enum numbers (wire_check.h). kByHandler: batch methods whose items fail
// one by one, and handlers that want to name these faults beside their own.
enum class WireCheck { kByEdge, kByHandler };

template <class Response>
class Pending;
template <class Response>
class Stream;

class Edge {
 public:
  // All must outlive the edge. Methods may be added to `methods` until the server starts.
  Edge(const MethodTable& methods, TokenVerifier& verifier, Admission& admission, CallMetrics& metrics);
  Edge(const Edge&) = delete;
  Edge& operator=(const Edge&) = delete;

  // One call of a synchronous method: `body(const Caller&) → absl::StatusOr<Response>`. Thread safe.
  template <class Request, class Response, class Body>
  grpc::Status Answer(grpc::ServerContext& context, const Request& request, Response* response, Body&& body,
                      WireCheck check = WireCheck::kByEdge) {
    OpenCall call;
    absl::Status status = Open(context, request, check, &call);
    if (status.ok()) {
      const obs::TraceScope trace(call.trace);
      status = Guard(*call.method, [&]() -> absl::Status {
        absl::StatusOr<Response> result = body(static_cast<const Caller&>(call.caller));
        if (result.ok()) *response = *std::move(result);
        return std::move(result).status();
      });
    }
    return Close(call, status);
  }

  // One call of a callback method: `body(Pending<Response>)` keeps the Pending and returns at once; the answer is given later,
  // from any thread. `request` lives until then. Returns what the handler must return to gRPC. Thread safe.
  //   grpc::ServerUnaryReactor* SubmitComplaint(grpc::CallbackServerContext* context, const Req* request, Complaint* response)
  //   { return edge_.Begin(*context, *request, response, [&](rpc::Pending<Complaint> p) { queue_.Push(*request, std::move(p));
  //   }); }
  template <class Request, class Response, class Body>
  grpc::ServerUnaryReactor* Begin(grpc::CallbackServerContext& context, const Request& request, Response* response, Body&& body,
                                  WireCheck check = WireCheck::kByEdge);

 private:
  template <class Response>
  friend class Pending;
  template <class Response>
  friend class Stream;

  // The state of one call between Open and Close.
  struct OpenCall {
    const Method* method = nullptr;
    Caller caller;
    obs::TraceContext trace;
    MachineTime start;
    bool admitted = false;
  };
  // A call whose answer is owed. The reactor is gRPC's own, the only kind whose end costs no hop to another thread.
  struct OwedCall {
    Edge& edge;
    grpc::ServerUnaryReactor* reactor;
    OpenCall call;
  };

  absl::Status Open(const grpc::ServerContextBase& context, const google::protobuf::Message& request, WireCheck check,
                    OpenCall* call);
  // Runs the body; what it throws becomes INTERNAL, told inside only.
  absl::Status Guard(const Method& method, absl::FunctionRef<absl::Status()> body);
  grpc::Status Close(OpenCall& call, const absl::Status& status);
  // Gives the place of an open call back.
  void Release(OpenCall& call);
  // As Close; how long a stream was open says nothing about us, and is not counted.
  grpc::Status CloseStream(OpenCall& call, const absl::Status& status);
  bool Draining() const { return admission_.draining(); }
  static void Finish(std::unique_ptr<OwedCall> owed, const absl::Status& status);

  const MethodTable& methods_;
  TokenVerifier& verifier_;
  Admission& admission_;
  CallMetrics& metrics_;
};

// An answer that is owed. Moves, is finished exactly once, from any thread; dropped without that it answers INTERNAL, so that no
// caller waits for ever. Nothing of the call (caller(), trace(), the request, response()) may be used after that.
template <class Response>
class Pending {
 public:
  Pending() = default;
  Pending(Pending&& other) noexcept = default;
  Pending& operator=(Pending&& other) noexcept {
    std::swap(owed_, other.owed_);
    std::swap(response_, other.response_);
    return *this;
  }
  ~Pending() {
    if (owed_ != nullptr) Finish(absl::InternalError("an answer was dropped"));
  }

  const Caller& caller() const { return owed_->call.caller; }
  // The trace of the call: open an obs::TraceScope with it around work done for it on another thread.
  const obs::TraceContext& trace() const { return owed_->call.trace; }
  bool Cancelled() const { return caller().Cancelled(); }
  // The answer where gRPC sends it from: for a method that fills it in place, and then says FinishFilled.
  Response* response() { return response_; }
  void FinishFilled() { Edge::Finish(std::move(owed_), absl::OkStatus()); }
  void Finish(absl::StatusOr<Response> result) {
    if (result.ok()) *response_ = *std::move(result);
    Edge::Finish(std::move(owed_), result.status());
  }

 private:
  friend class Edge;
  Pending(std::unique_ptr<Edge::OwedCall> owed, Response* response) : owed_(std::move(owed)), response_(response) {}
  std::unique_ptr<Edge::OwedCall> owed_;
  Response* response_ = nullptr;
};

template <class Request, class Response, class Body>
grpc::ServerUnaryReactor* Edge::Begin(grpc::CallbackServerContext& context, const Request& request, Response* response,
                                      Body&& body, WireCheck check) {
  grpc::ServerUnaryReactor* const reactor = context.DefaultReactor();
  auto owed = std::make_unique<OwedCall>(OwedCall{*this, reactor, {}});
  const absl::Status status = Open(context, request, check, &owed->call);
  if (!status.ok()) {
    Finish(std::move(owed), status);
    return reactor;
  }
  const Method& method = *owed->call.method;
  const obs::TraceScope trace(owed->call.trace);
  Pending<Response> pending(std::move(owed), response);
  // Where the body throws, the Pending (moved or not) is destroyed on the way and answers INTERNAL.
  Guard(method, [&]() -> absl::Status {
    body(std::move(pending));
    return absl::OkStatus();
  }).IgnoreError();
  return reactor;
}

}  // namespace redress::rpc
