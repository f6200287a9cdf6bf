#include "tools/demo_client/player.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"

namespace redress::demo {
namespace {

using intake::v1::Complaint;
using intake::v1::SubmitComplaintRequest;
constexpr char kMethod[] = "redress.intake.v1.IntakeService.SubmitComplaint";
constexpr absl::Duration kPauseMin = absl::Milliseconds(100);
constexpr absl::Duration kPauseMax = absl::Seconds(2);

bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status) ||
         absl::IsAborted(status);
}

std::string Reason(const FieldViolation& violation) {
  return violation.field.empty() ? violation.description : absl::StrCat(violation.field, ": ", violation.description);
}

// The server's reasons, by the file's names; what was said here already is not said again.
void AddReasons(const ComplaintLine& line, const absl::Status& status, Played* played) {
  std::set<std::string> said;
  for (const FieldViolation& problem : line.problems) said.insert(problem.field);
  for (const FieldViolation& violation : ViolationsOf(status)) {
    const std::string field = FieldInFile(violation.field);
    if (said.count(field) == 0) played->reasons.push_back(Reason({field, violation.description}));
  }
  const bool lines_fault = absl::IsInvalidArgument(status) || absl::IsAlreadyExists(status) || absl::IsOutOfRange(status) ||
                           absl::IsFailedPrecondition(status) || absl::IsNotFound(status);
  if (!lines_fault) {
    played->failure = status;
    played->reasons.push_back(absl::StrCat("not stored: ", std::string(status.message())));
  } else if (played->reasons.empty()) {
    played->reasons.push_back(std::string(status.message()));
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Submitter>> Submitter::Open(client::Session& session, const PlayOptions& options) {
  ASSIGN_OR_RETURN(const std::string gateway, session.Gateway());
  ASSIGN_OR_RETURN(std::string token, session.TokenOf("BACKEND"));
  return std::unique_ptr<Submitter>(new Submitter(session, options, gateway, std::move(token)));
}

Submitter::Submitter(client::Session& session, const PlayOptions& options, const std::string& gateway, std::string token)
    : session_(session), options_(options), url_(absl::StrCat(gateway, "/v1/complaints")), token_(std::move(token)) {}

Played Submitter::Submit(const ComplaintLine& line, bool by_json) {
  Played played;
  SubmitComplaintRequest request;
  request.set_request_id(line.request_id);
  *request.mutable_complaint() = line.complaint;
  request.mutable_complaint()->clear_received_time();
  // A line that cannot be sent as it is is still shown to the server, so that its reasons come all at once.
  request.set_validate_only(!line.problems.empty());
  for (const FieldViolation& problem : line.problems) played.reasons.push_back(Reason(problem));
  const bool unreadable = !line.problems.empty() && line.problems.front().field.empty();
  if (unreadable) return played;
  const absl::Status status = SendUntilKnown(request, by_json, &played.complaint);
  if (status.ok()) {
    played.stored = line.problems.empty();
    const auto& created = played.complaint.create_time();
    played.earlier = BusinessTime::FromUnixMicros(created.seconds() * 1'000'000 + created.nanos() / 1'000) < options_.start;
  } else {
    AddReasons(line, status, &played);
  }
  return played;
}

absl::Status Submitter::SendUntilKnown(const SubmitComplaintRequest& request, bool by_json, Complaint* answer) {
  const Deadline deadline = Deadline::After(options_.patience);
  Stopper stopper;
  for (absl::Duration pause = kPauseMin;; pause = std::min(pause * 2, kPauseMax)) {
    const absl::Status status = Send(request, by_json, answer);
    if (!MayPass(status) || deadline.Expired()) return status;
    stopper.WaitFor(std::max(pause, RetryDelayOf(status).value_or(absl::ZeroDuration())));
  }
}

absl::Status Submitter::Send(const SubmitComplaintRequest& request, bool by_json, Complaint* answer) {
  if (!by_json) return session_.Call(kMethod, request, answer, {"", token_});
  client::HttpRequest http;
  http.verb = "POST";
  http.url = url_;
  http.token = token_;
  return http_.Call(std::move(http), &request, answer);
}

}  // namespace redress::demo
