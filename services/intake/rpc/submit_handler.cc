#include "services/intake/rpc/submit_handler.h"

#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/synchronization/blocking_counter.h"
#include "libs/base/status_macros.h"
#include "libs/obs/trace.h"
#include "libs/rpc/request_hash.h"
#include "libs/rpc/status.h"
#include "libs/rpc/wire_check.h"
#include "services/intake/app/reply_token.h"
#include "services/intake/rpc/convert.h"

namespace redress::intake {
namespace {

constexpr int kBatchMax = 500;
// The domain looks at the channel, the only enum of a submission.
constexpr const rpc::EnumPlan* kNoEnums = nullptr;

// Faults of the domain, then those of the wire; each field once.
absl::Status Merge(const absl::Status& status, const Violations& wire_faults) {
  if (wire_faults.empty()) return status;
  const std::vector<FieldViolation> known = ViolationsOf(status);
  Violations all;
  for (const FieldViolation& fault : known) all.Add(fault.field, fault.description);
  for (const FieldViolation& fault : wire_faults.all()) {
    const auto same_field = [&fault](const FieldViolation& other) { return other.field == fault.field; };
    if (!absl::c_any_of(known, same_field)) all.Add(fault.field, fault.description);
  }
  return all.ToStatus();
}

Channel KnownChannel(int number) {
  return number >= 1 && number <= kChannelLast ? static_cast<Channel>(number) : Channel::kUnspecified;
}

}  // namespace

grpc::ServerUnaryReactor* SubmitHandler::Submit(grpc::CallbackServerContext* context, const v1::SubmitComplaintRequest* request,
                                                v1::Complaint* response) {
  const auto body = [&](rpc::Pending<v1::Complaint> pending) {
    Violations wire_faults;
    rpc::CheckParsed(*request, kNoEnums, &wire_faults);
    const rpc::Caller& caller = pending.caller();
    const std::string traceparent = pending.trace().ToTraceparent();
    absl::optional<SubmitCommand> command = Check(
        {caller, *request, wire_faults, traceparent,
         [pending = std::move(pending)](absl::StatusOr<v1::Complaint> answer) mutable { pending.Finish(std::move(answer)); }});
    if (command.has_value()) parts_.submitter.Submit(*std::move(command));
  };
  return parts_.edge.Begin(*context, *request, response, body, rpc::WireCheck::kByHandler);
}

absl::optional<SubmitCommand> SubmitHandler::Check(Incoming incoming) {
  absl::StatusOr<SubmitCommand> command = ToCommand(incoming.caller, incoming.request, incoming.wire_faults);
  if (!command.ok()) {
    parts_.metrics.Count(KnownChannel(incoming.request.complaint().channel()), SubmitOutcome::kInvalid);
    incoming.done(command.status());
    return absl::nullopt;
  }
  if (incoming.request.validate_only()) {
    incoming.done(ToPreview(std::move(command->said)));
    return absl::nullopt;
  }
  command->traceparent = std::move(incoming.traceparent);
  command->done = [done = std::move(incoming.done)](absl::StatusOr<Complaint> complaint) mutable {
    if (!complaint.ok()) return done(complaint.status());
    done(ToProto(*complaint));
  };
  return *std::move(command);
}

absl::StatusOr<SubmitCommand> SubmitHandler::ToCommand(const rpc::Caller& caller, const v1::SubmitComplaintRequest& request,
                                                       const Violations& wire_faults) const {
  const BusinessTime now = parts_.time.Now();
  SubmitCommand command;
  Violations violations;
  const absl::StatusOr<Uuid> request_id = Uuid::Parse(request.request_id());
  if (!request_id.ok() || request_id->nil()) violations.Add("request_id", "required: a UUID");
  if (!request.reply_token().empty()) {
    const absl::StatusOr<ReplyTarget> target = ReadReplyToken(parts_.ring, request.reply_token(), now);
    if (target.ok()) {
      command.reply_to = *target;
    } else {
      violations.Add("reply_token", "wrong or expired");
    }
  }
  absl::StatusOr<Submission> said = CheckComplaint(ToDraft(request.complaint()), now, std::move(violations));
  RETURN_IF_ERROR(Merge(said.status(), wire_faults));
  RETURN_IF_ERROR(said.status());
  command.said = *std::move(said);
  command.request = {caller.subject, *request_id, rpc::RequestHash(request)};
  command.reader = ToReader(caller);
  command.deadline = caller.deadline;
  return command;
}

grpc::Status SubmitHandler::BatchSubmit(grpc::ServerContext* context, const v1::BatchSubmitComplaintsRequest* request,
                                        v1::BatchSubmitComplaintsResponse* response) {
  return parts_.edge.Answer(
      *context, *request, response, [&](const rpc::Caller& caller) { return SubmitAll(caller, *request); },
      rpc::WireCheck::kByHandler);
}

absl::StatusOr<v1::BatchSubmitComplaintsResponse> SubmitHandler::SubmitAll(const rpc::Caller& caller,
                                                                           const v1::BatchSubmitComplaintsRequest& request) {
  Violations violations;
  if (request.requests().empty() || request.requests_size() > kBatchMax) violations.Add("requests", "1 to 500");
  RETURN_IF_ERROR(violations.ToStatus());
  Violations some_fault;
  rpc::CheckParsed(request, kNoEnums, &some_fault);
  v1::BatchSubmitComplaintsResponse response;
  for (int i = 0; i < request.requests_size(); ++i) response.add_results();
  const std::string traceparent = obs::CurrentTrace().ToTraceparent();
  absl::BlockingCounter answers(request.requests_size());
  std::vector<SubmitCommand> commands;
  for (int i = 0; i < request.requests_size(); ++i) {
    Violations wire_faults;
    if (!some_fault.empty()) rpc::CheckWire(request.requests(i), "", &wire_faults);
    // Each item has a place of its own, so that answers need no lock.
    v1::BatchSubmitComplaintsResponse::Result& result = *response.mutable_results(i);
    absl::optional<SubmitCommand> command =
        Check({caller, request.requests(i), wire_faults, traceparent, [&result, &answers](absl::StatusOr<v1::Complaint> answer) {
                 if (answer.ok()) {
                   *result.mutable_complaint() = *std::move(answer);
                 } else {
                   *result.mutable_error() = rpc::ToRpcStatus(answer.status());
                 }
                 answers.DecrementCount();
               }});
    if (command.has_value()) commands.push_back(*std::move(command));
  }
  parts_.submitter.SubmitAll(std::move(commands));
  answers.Wait();
  return response;
}

}  // namespace redress::intake
