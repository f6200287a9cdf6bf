#include "libs/rpc/peer.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/trace.h"
#include "libs/rpc/status.h"

namespace redress::rpc {
namespace {

// What is kept back of a deadline, so that a late answer of the peer can still be answered to our own caller.
absl::Duration MarginOf(absl::Duration left) {
  return std::clamp(left / 20, absl::Milliseconds(1), absl::Milliseconds(200));
}

Deadline DeadlineOf(const CallOptions& options) {
  const absl::Duration left = options.deadline.Remaining();
  if (left == absl::InfiniteDuration()) return Deadline::After(options.timeout);
  return Deadline::After(std::min(left - MarginOf(left), options.timeout));
}

gpr_timespec ToGpr(absl::Duration left) {
  if (left == absl::InfiniteDuration()) return gpr_inf_future(GPR_CLOCK_MONOTONIC);
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(absl::ToInt64Microseconds(left), GPR_TIMESPAN));
}

}  // namespace

Peer::Peer(std::string name, ChannelSource source, TokenMinter& minter)
    : name_(std::move(name)), source_(std::move(source)), minter_(minter) {}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Peer::Channel(Deadline deadline) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (channel_ != nullptr) return channel_;
  }
  ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel, source_(deadline));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (channel_ == nullptr) channel_ = std::move(channel);
  return channel_;
}

absl::Status Peer::Prepare(Deadline deadline, grpc::ClientContext* context) {
  ASSIGN_OR_RETURN(const std::string authorization, minter_.Authorization());
  context->AddMetadata("authorization", authorization);
  const obs::TraceContext& trace = obs::CurrentTrace();
  context->AddMetadata("traceparent", (trace.valid() ? trace.Child() : obs::TraceContext::NewTrace()).ToTraceparent());
  context->set_deadline(ToGpr(deadline.Remaining()));
  return absl::OkStatus();
}

absl::Status Peer::Call(const CallOptions& options,
                        absl::FunctionRef<grpc::Status(const std::shared_ptr<grpc::Channel>&, grpc::ClientContext*)> attempt) {
  const Deadline deadline = DeadlineOf(options);
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, Channel(deadline));
  for (int count = 1;; ++count) {
    grpc::ClientContext context;
    RETURN_IF_ERROR(Prepare(deadline, &context));
    const absl::Status status = FromGrpc(attempt(channel, &context));
    if (status.ok()) budget_.Earn();
    if (status.code() != absl::StatusCode::kUnavailable || count >= options.attempts_max || stopper_.stopping()) return status;
    const absl::Duration pause = BackOff(count + 1, RetryDelayOf(status).value_or(absl::ZeroDuration()));
    if (pause >= deadline.Remaining() || !budget_.Spend()) return status;
    if (stopper_.WaitFor(pause)) return status;
  }
}

}  // namespace redress::rpc
