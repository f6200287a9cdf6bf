#include "services/casework/domain/closing.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "libs/base/status_macros.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

constexpr size_t kWordMax = 64;

// A word that can be counted: `PACKAGING_TOO_WEAK`.
bool IsCountable(const std::string& word) {
  return word.size() <= kWordMax && absl::ascii_isupper(static_cast<unsigned char>(word[0])) &&
         std::all_of(word.begin(), word.end(),
                     [](unsigned char c) { return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_'; });
}

void CheckWord(Violations* violations, absl::string_view field, const std::string& word, bool required) {
  if (word.empty()) {
    if (required) violations->Add(field, "required");
  } else if (!IsCountable(word)) {
    violations->Add(field, "an upper-case word, at most 64 of [A-Z0-9_]");
  }
}

absl::Status Incomplete(const Violations& violations) {
  if (violations.empty()) return absl::OkStatus();
  const absl::Status all = violations.ToStatus();
  return WithViolations(Error(all.code(), "CLOSING_INCOMPLETE", all.message()), violations.all());
}

}  // namespace

absl::StatusOr<CaseEvent> CheckClosing(const Closing& closing, const ClosingFacts& facts) {
  const bool complaint = closing.finding != Finding::kNotAComplaint;
  Violations violations;
  if (!closing.finding.has_value()) violations.Add("closing.finding", "required");
  if (complaint && !closing.responsible_party.has_value()) {
    violations.Add("closing.responsible_party", "required; NONE where nobody was");
  }
  // Both are published: whatever the finding, they are no place for somebody's own words.
  CheckWord(&violations, "closing.root_cause", closing.root_cause, complaint);
  CheckWord(&violations, "closing.remedy_sought", closing.remedy_sought, complaint);
  RETURN_IF_ERROR(Incomplete(violations));
  if (!complaint) return CaseEvent::kDismiss;
  if (facts.open_work) return Refuse("OPEN_WORK", "a task or a request for evidence is still open");
  if (!facts.callback_settled) {
    return Refuse("CALLBACK_MISSING", "the customer has to be called back: reached, or three attempts");
  }
  return CaseEvent::kClose;
}

bool ReviewDue(const ReviewFacts& facts) {
  return facts.severity == Severity::kCritical || facts.media || facts.manager_escalated;
}

Again DecideAgain(CaseState state, BusinessTime close_time, BusinessTime received, absl::Duration repeat_within) {
  if (state == CaseState::kMerged) return Again::kFollow;
  if (IsLive(state)) return Again::kJoin;
  return received <= close_time + repeat_within ? Again::kReopen : Again::kRelated;
}

}  // namespace redress::casework
