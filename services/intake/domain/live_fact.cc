#include "services/intake/domain/live_fact.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/intake/domain/names.h"

namespace redress::intake {
namespace {

constexpr int kDaySeconds = 86'400;

absl::optional<ComplaintNumber> CheckComplaint(Violations& violations, absl::string_view field, const std::string& name) {
  if (name.empty()) return absl::nullopt;
  const absl::StatusOr<ComplaintNumber> number = ParseComplaintName(name, field);
  if (!number.ok()) violations.Add(field, number.status().message());
  return number.ok() ? absl::make_optional(*number) : absl::nullopt;
}

void CheckSource(Violations& violations, absl::string_view of, absl::string_view id_name, const std::string& source,
                 const Secret& id) {
  CheckId(violations, absl::StrCat(of, ".source"), source, ".");
  const std::string field = absl::StrCat(of, ".", id_name);
  if (id.Reveal().empty()) {
    violations.Add(field, "required");
  } else {
    CheckSourceMessageId(violations, field, id.Reveal());
  }
}

BusinessTime CheckTime(Violations& violations, absl::string_view field, const absl::optional<DraftTime>& time, BusinessTime now) {
  if (!time.has_value()) violations.Add(field, "required");
  return CheckReceivedTime(violations, field, time, now);
}

}  // namespace

absl::StatusOr<CallFact> CheckCall(CallDraft draft, BusinessTime now, Violations violations) {
  CallFact& said = draft.said;
  said.complaint = CheckComplaint(violations, "call.complaint", draft.complaint);
  CheckSource(violations, "call", "source_call_id", said.source, said.source_id);
  said.offered_time = CheckTime(violations, "call.offered_time", draft.offered_time, now);
  said.outcome_time = CheckTime(violations, "call.outcome_time", draft.outcome_time, now);
  const bool both = draft.offered_time.has_value() && draft.outcome_time.has_value();
  if (both && (said.outcome_time < said.offered_time || said.outcome_time > said.offered_time + absl::Seconds(kDaySeconds))) {
    violations.Add("call.outcome_time", "within a day after call.offered_time");
  }
  if (draft.outcome == static_cast<int>(CallOutcome::kAnswered) || draft.outcome == static_cast<int>(CallOutcome::kAbandoned)) {
    said.outcome = static_cast<CallOutcome>(draft.outcome);
  } else {
    violations.Add("call.outcome", "required: ANSWERED or ABANDONED");
  }
  if (said.talk_seconds < 0 || said.talk_seconds > kDaySeconds) {
    violations.Add("call.talk_seconds", absl::StrCat("0 to ", kDaySeconds));
  } else if (said.outcome == CallOutcome::kAbandoned && said.talk_seconds > 0) {
    violations.Add("call.talk_seconds", "nobody speaks in a call that was abandoned");
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return std::move(draft.said);
}

absl::StatusOr<TurnFact> CheckTurn(TurnDraft draft, BusinessTime now, Violations violations) {
  TurnFact& said = draft.said;
  said.complaint = CheckComplaint(violations, "turn.complaint", draft.complaint);
  CheckSource(violations, "turn", "source_turn_id", said.source, said.source_id);
  said.spoken_time = CheckTime(violations, "turn.spoken_time", draft.spoken_time, now);
  if (draft.channel == static_cast<int>(Channel::kChat) || draft.channel == static_cast<int>(Channel::kSocial)) {
    said.channel = static_cast<Channel>(draft.channel);
  } else {
    violations.Add("turn.channel", "required: CHAT or SOCIAL");
  }
  if (draft.speaker >= static_cast<int>(Speaker::kCustomer) && draft.speaker <= static_cast<int>(Speaker::kBot)) {
    said.speaker = static_cast<Speaker>(draft.speaker);
  } else {
    violations.Add("turn.speaker", "required: CUSTOMER, AGENT or BOT");
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return std::move(draft.said);
}

Secret LiveKey(const std::string& source, const Secret& source_id, const std::string& reporter) {
  // Neither a source nor a subject starts with `@` or holds a line feed, so that no two pairs give the same key.
  return Secret(absl::StrCat(source.empty() ? absl::StrCat("@", reporter) : source, "\n", source_id.Reveal()));
}

}  // namespace redress::intake
