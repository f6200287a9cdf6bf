// A stream of answers, of a method that answers more than once: what an Edge owes its caller for the call, and the newest of what
// is to be told. No thread waits for a stream: whoever knows something new says it from any thread, and goes on.
//   grpc::ServerWriteReactor<Progress>* Watch(grpc::CallbackServerContext* context, const WatchRequest* request) override
//   { return rpc::Stream<Progress>::Begin(edge_, *context, *request, [&](auto stream) { watch_.Add(request->name(), stream); });
//   }
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "libs/base/error.h"
#include "libs/rpc/edge.h"

namespace redress::rpc {

// Thread safe. Kept by gRPC until the call is over and by whoever holds it; to say something after that does nothing.
template <class Response>
class Stream final : public grpc::ServerWriteReactor<Response> {
 public:
  // One call: `body(std::shared_ptr<Stream>)` keeps the stream and returns at once. Who may not call, or comes while the process
  // is too busy, is refused before; once it is open a stream takes no place of those who work. Gives what the handler must
  // return.
  template <class Request, class Body>
  static grpc::ServerWriteReactor<Response>* Begin(Edge& edge, grpc::CallbackServerContext& context, const Request& request,
                                                   Body&& body) {
    std::shared_ptr<Stream> stream(new Stream(edge));
    stream->self_ = stream;
    absl::Status status = edge.Open(context, request, WireCheck::kByEdge, &stream->call_);
    edge.Release(stream->call_);
    if (status.ok()) {
      const obs::TraceScope trace(stream->call_.trace);
      status = edge.Guard(*stream->call_.method, [&]() -> absl::Status {
        body(stream);
        return absl::OkStatus();
      });
    }
    if (!status.ok()) stream->End(status);
    return stream.get();
  }

  // Tells the caller. What was not sent yet is dropped: a slow caller hears less, not later.
  void Send(Response response) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (end_.has_value()) return;
      if (writing_) {
        next_ = std::move(response);
        return;
      }
      writing_ = true;
      current_ = std::move(response);
    }
    this->StartWrite(&current_);
  }
  // Ends the stream, once what was told is sent.
  void End(absl::Status status) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (end_.has_value()) return;
      end_ = std::move(status);
      if (writing_) return;
    }
    FinishNow();
  }
  // Ends it where nobody waits any more, its time is over, or the process drains. True: it is over, whatever ended it; forget it.
  bool EndIfOver() {
    const absl::Status alive = call_.caller.deadline.Expired() ? absl::DeadlineExceededError("the time of the call is over")
                               : edge_.Draining() ? Error(absl::StatusCode::kUnavailable, "DRAINING", "the process is going down")
                                                  : absl::OkStatus();
    if (!alive.ok()) End(alive);
    const std::lock_guard<std::mutex> lock(mutex_);
    return end_.has_value();
  }

  void OnWriteDone(bool ok) override {
    bool more = false, last = false;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      more = ok && next_.has_value();
      last = !more && end_.has_value();
      writing_ = more;
      if (more) current_ = *std::exchange(next_, absl::nullopt);
    }
    if (more) this->StartWrite(&current_);
    if (last) FinishNow();
  }
  void OnCancel() override { End(absl::CancelledError("nobody waits any more")); }
  void OnDone() override {
    const std::shared_ptr<Stream> self = std::move(self_);  // may be the last to hold it
  }

 private:
  explicit Stream(Edge& edge) : edge_(edge) {}

  void FinishNow() { this->Finish(edge_.CloseStream(call_, *end_)); }

  Edge& edge_;
  Edge::OpenCall call_;
  std::mutex mutex_;
  bool writing_ = false;
  Response current_;                  // is being sent while `writing_`
  absl::optional<Response> next_;     // waits
  absl::optional<absl::Status> end_;  // nothing more is told; set once
  std::shared_ptr<Stream> self_;      // until gRPC is done with it
};

}  // namespace redress::rpc
