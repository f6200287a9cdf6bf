#include "tests/torture/calls.h"

#include <chrono>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace redress::torture {
namespace {

constexpr size_t kFaultsMax = 30;  // more of them tell nothing new
constexpr int kDeadlineMs = 10'000;

}  // namespace

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 300);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

bool NoAnswer(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE || status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED ||
         (status.error_code() == grpc::StatusCode::UNKNOWN && absl::StrContains(status.error_message(), "Stream removed"));
}

grpc::Status UntilAnswered(const std::string& token, Stopper& stopper,
                           const std::function<grpc::Status(grpc::ClientContext*)>& attempt) {
  for (;;) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_millis(kDeadlineMs, GPR_TIMESPAN)));
    // A call that fails at once gives its channel no time to connect: in a process without a server nobody else polls it, but
    // every 5 s.
    context.set_wait_for_ready(true);
    const grpc::Status status = attempt(&context);
    if (!NoAnswer(status) || stopper.WaitFor(absl::Milliseconds(30))) {
      return status;
    }
  }
}

std::string Describe(const grpc::Status& status) {
  return absl::StrCat(status.error_code(), " ", status.error_message());
}

void Faults::Add(std::string fault) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (all_.size() < kFaultsMax) {
    all_.push_back(std::move(fault));
  }
}

std::vector<std::string> Faults::all() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return all_;
}

}  // namespace redress::torture
