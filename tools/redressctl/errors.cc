#include "tools/redressctl/errors.h"

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/base/error.h"

namespace redress::ctl {
namespace {

// What to do about it, for the reasons that tell more than their code.
absl::string_view AdviceForReason(absl::string_view reason) {
  struct Row {
    absl::string_view reason, advice;
  };
  static constexpr Row kRows[] = {
      {"REQUEST_ID_REUSED", "this request id was used with another body; use a new one"},
      {"WRONG_CHECK_DIGITS", "the number is mistyped; read it again"},
      {"OFFER_GONE", "the offer expired or went to somebody else; list the work items again"},
      {"NOT_OWNER", "only its owner may do this; a supervisor may transfer it"},
      {"ILLEGAL_TRANSITION", "read it again: its state, and what that allows, is shown by `get`"},
      {"ENDED_BY_ITS_CASE", "cases close, approve, cases callback or cases answer-task ends it"},
      {"PROPOSER", "nobody decides on their own plan: --as AGENT"},
      {"CASE_NOT_LIVE", "cases reopen, or cases appeal, opens it again"},
      {"VERSION_NOT_ALLOWED", "without --version the one that decides now answers; or use another token: --role MANAGER"},
      {"NOT_SUPERVISOR", "use a supervisor's token: --role SUPERVISOR"},
      {"NOT_STEP_OWNER", "the step's owner completes it, or a supervisor"},
      {"CHECKLIST_INCOMPLETE", "cases fill-checklist, then cases check for what is open"},
      {"STEP_WITHOUT_DUE_TIME", "give the step a time: due=24h"},
      {"STEP_WITHOUT_OWNER", "give the step a person: owner=AGENT"},
      {"QUOTATION_EXPIRED", "cases quote gives a new one"},
      {"PLAN_CHANGED", "read the case again: another plan lies there now"},
      {"SELF_APPROVAL", "somebody else has to decide: --as AGENT"},
      {"AUTHORITY_TOO_LOW", "--role MANAGER or LEGAL, or have it lent: approve delegate"},
      {"CALLBACK_MISSING", "cases callback records an attempt"},
      {"OPEN_WORK", "cases answer, or cases answer-task, settles what is open"},
      {"GRANTS_IN_FLIGHT", "wait until its steps are done"},
      {"AUDIT_BROKEN", "cases timeline shows the trail of a case; compare it with a backup"},
      {"AT_CAPACITY", "complete a case first, or raise the agent's case limit"},
      {"NOT_PRESENT", "set the agent's presence to ONLINE first"},
      {"GRANT_NOT_FOUND", "redressctl grants list shows those that you may see; a specialist sees what it proposed"},
      {"QUOTATION_NOT_FOUND", "redressctl grants get GRANT names the quotation of a grant"},
      {"LEDGER_FAULTS",
       "look at each subject: redressctl grants get GRANT, redressctl ledger entries --filter 'grant = \"grants/…\"'"},
      {"NO_ADDRESS", "start one with tools/stack up, or tools/demo"},
      {"STACK", "tools/stack status shows the stacks that are up"},
      {"INVALID_FLAG", "see --help of the command"},
  };
  for (const Row& row : kRows) {
    if (row.reason == reason) return row.advice;
  }
  return "";
}

absl::string_view AdviceForCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnauthenticated:
      return "give a valid token: --token FILE, or --as SUBJECT on a demo stack";
    case absl::StatusCode::kPermissionDenied:
      return "use a token whose role may do this: --role ROLE, or --token FILE";
    case absl::StatusCode::kUnavailable:
      return "try again; tools/stack status shows what is down";
    case absl::StatusCode::kDeadlineExceeded:
      return "the outcome is unknown: repeat with the same request id, or give a longer --timeout";
    case absl::StatusCode::kResourceExhausted:
      return "wait, then try again";
    case absl::StatusCode::kAborted:
      return "somebody changed it meanwhile: read it again and repeat with the new etag";
    default:
      return "";
  }
}

}  // namespace

void PrintError(std::ostream& out, const absl::Status& status, bool json) {
  const std::string code = absl::StatusCodeToString(status.code());
  const std::string reason = ReasonOf(status);
  if (json) {
    nlohmann::ordered_json error{{"code", static_cast<int>(status.code())},
                                 {"status", code},
                                 {"reason", reason},
                                 {"message", std::string(status.message())},
                                 {"fieldViolations", nlohmann::json::array()}};
    for (const FieldViolation& violation : ViolationsOf(status)) {
      error["fieldViolations"].push_back({{"field", violation.field}, {"description", violation.description}});
    }
    out << nlohmann::ordered_json{{"error", error}}.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return;
  }
  out << "redressctl: " << code << (reason.empty() ? "" : absl::StrCat(" (", reason, ")")) << ": " << status.message() << "\n";
  for (const FieldViolation& violation : ViolationsOf(status))
    out << "  " << violation.field << ": " << violation.description << "\n";
  absl::string_view advice = AdviceForReason(reason);
  if (advice.empty()) advice = AdviceForCode(status.code());
  if (!advice.empty()) out << "  → " << advice << "\n";
  if (const auto delay = RetryDelayOf(status)) out << "  → after " << absl::FormatDuration(*delay) << "\n";
}

}  // namespace redress::ctl
