#include "libs/rpc/edge.h"

#include <cxxabi.h>
#include <google/protobuf/descriptor.h>

#include <cstdlib>
#include <memory>
#include <typeinfo>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "libs/rpc/status.h"
#include "libs/rpc/wire_check.h"

namespace redress::rpc {
namespace {

absl::string_view ViewOf(grpc::string_ref text) {
  return {text.data(), text.size()};
}

obs::TraceContext TraceOf(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  if (const auto found = metadata.find("traceparent"); found != metadata.end()) {
    if (const auto trace = obs::TraceContext::Parse(ViewOf(found->second)); trace.has_value()) return trace->Child();
  }
  return obs::TraceContext::NewTrace();
}

// The token of the call; empty where there is none.
absl::StatusOr<absl::string_view> TokenOf(const grpc::ServerContextBase& context) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find("authorization");
  if (found == metadata.end()) return absl::string_view();
  absl::string_view value = ViewOf(found->second);
  const auto next = std::next(found);
  const bool several = next != metadata.end() && next->first == found->first;
  if (several || !absl::StartsWithIgnoreCase(value, "bearer ") || value.size() == 7) {
    return Error(absl::StatusCode::kUnauthenticated, "TOKEN_MALFORMED", "authorization must be one `Bearer <token>`");
  }
  return value.substr(7);
}

Deadline DeadlineOf(const grpc::ServerContextBase& context, MachineTime now, absl::Duration method_default) {
  const gpr_timespec given = context.raw_deadline();
  const gpr_timespec left = gpr_time_sub(given, gpr_now(given.clock_type));
  const absl::Duration asked = gpr_time_cmp(given, gpr_inf_future(given.clock_type)) == 0
                                   ? absl::InfiniteDuration()
                                   : absl::Seconds(left.tv_sec) + absl::Nanoseconds(left.tv_nsec);
  const absl::Duration allowed = std::min(asked, method_default);
  return allowed == absl::InfiniteDuration() ? Deadline::Never() : Deadline(now + allowed);
}

bool IsCancelled(const void* context) {
  return static_cast<const grpc::ServerContextBase*>(context)->IsCancelled();
}

// The type of what was thrown. Its text may quote what a customer wrote, and stays out of the log.
std::string TypeName(const std::exception& exception) {
  int error = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(typeid(exception).name(), nullptr, nullptr, &error),
                                                         &std::free);
  return error == 0 ? std::string(name.get()) : std::string(typeid(exception).name());
}

obs::Level LevelOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return obs::Level::kError;
    default:
      return obs::Level::kWarning;
  }
}

}  // namespace

Edge::Edge(const MethodTable& methods, TokenVerifier& verifier, Admission& admission, CallMetrics& metrics)
    : methods_(methods), verifier_(verifier), admission_(admission), metrics_(metrics) {}

absl::Status Edge::Open(const grpc::ServerContextBase& context, const google::protobuf::Message& request, WireCheck check,
                        OpenCall* call) {
  call->start = MachineClock::Now();
  call->trace = TraceOf(context);
  call->method = methods_.Find(request.GetDescriptor());
  if (call->method == nullptr) return Error(absl::StatusCode::kInternal, "CONTRACT", "no bound method takes this request");
  const Method& method = *call->method;

  ASSIGN_OR_RETURN(const absl::string_view token, TokenOf(context));
  std::shared_ptr<const Identity> identity;
  if (!token.empty()) {
    ASSIGN_OR_RETURN(identity, verifier_.Verify(token));
    call->caller.subject = identity->subject;
    call->caller.roles = identity->roles;
    call->caller.teams = identity->teams;
  }
  RETURN_IF_ERROR(Authorize(method, call->caller.subject, call->caller.roles));
  if (!method.ready->load(std::memory_order_acquire)) {
    return Error(absl::StatusCode::kUnavailable, "STARTING", "the service is still starting");
  }
  RETURN_IF_ERROR(admission_.Enter(identity == nullptr ? nullptr : identity->quota.get(), call->start));
  call->admitted = true;

  call->caller.deadline = DeadlineOf(context, call->start, method.deadline_default);
  call->caller.cancelled = &IsCancelled;
  call->caller.call = &context;
  if (call->caller.deadline.time() <= call->start) return call->caller.CheckAlive();
  if (check == WireCheck::kByHandler) return absl::OkStatus();
  Violations violations;
  CheckParsed(request, method.enums, &violations);
  return violations.ToStatus();
}

absl::Status Edge::Guard(const Method& method, absl::FunctionRef<absl::Status()> body) {
  try {
    return body();
  } catch (const std::exception& exception) {
    obs::Log(obs::Level::kError, "rpc_exception",
             {{"method", obs::Id(method.full_name)}, {"exception", obs::Id(TypeName(exception))}});
  } catch (...) {
    obs::Log(obs::Level::kError, "rpc_exception", {{"method", obs::Id(method.full_name)}});
  }
  return Error(absl::StatusCode::kInternal, "INTERNAL", "an exception left the handler");
}

void Edge::Release(OpenCall& call) {
  if (std::exchange(call.admitted, false)) admission_.Leave();
}

grpc::Status Edge::CloseStream(OpenCall& call, const absl::Status& status) {
  call.start = MachineClock::Now();
  return Close(call, status);
}

grpc::Status Edge::Close(OpenCall& call, const absl::Status& status) {
  Release(call);
  const MachineTime now = MachineClock::Now();
  if (call.method != nullptr) metrics_.Count(call.method->index, status.code(), call.start, now);
  if (status.ok()) return grpc::Status::OK;
  const obs::TraceScope trace(call.trace);
  const absl::string_view method = call.method == nullptr ? absl::string_view("unknown") : call.method->full_name;
  const absl::string_view caller = call.caller.subject.empty() ? absl::string_view("nobody") : call.caller.subject;
  obs::Log(LevelOf(status.code()), "rpc_failed",
           {{"method", obs::Id(method)},
            {"caller", obs::Id(caller)},
            {"error", status},
            {"duration_ms", absl::ToDoubleMilliseconds(now - call.start)}});
  return ToGrpc(status);
}

void Edge::Finish(std::unique_ptr<OwedCall> owed, const absl::Status& status) {
  const grpc::Status answer = owed->edge.Close(owed->call, status);
  grpc::ServerUnaryReactor* const reactor = owed->reactor;
  owed.reset();  // asks the call nothing any more: it may be gone at any moment after Finish
  reactor->Finish(answer);
}

}  // namespace redress::rpc
