// Decides whether what a caller sent is a complaint that can be stored. Every bad field is named at once, by its path in the
// request (`complaint.customer.phone`), so that a caller mends all in one go. Pure, thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/intake/domain/complaint.h"
#include "services/intake/domain/fields.h"

namespace redress::intake {

// A complaint as it comes in: `said` with what needs no conversion, and beside it what does.
struct ComplaintDraft {
  int channel = 0;
  absl::optional<DraftTime> received_time;
  absl::optional<DraftTime> event_time;
  absl::optional<DraftMoney> amount_paid;
  Submission said;
};

// The submission, received `now` where the draft does not say when. The same evidence (SHA-256) twice is kept once.
// INVALID_ARGUMENT, reason INVALID_FIELDS otherwise, with a violation for each bad field.
absl::StatusOr<Submission> CheckComplaint(ComplaintDraft draft, BusinessTime now);

// What else is wrong with the request (its `request_id`, …) can be told in the same answer.
absl::StatusOr<Submission> CheckComplaint(ComplaintDraft draft, BusinessTime now, Violations violations);

}  // namespace redress::intake
