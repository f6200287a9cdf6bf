// What connectors state of live channels: calls to the hotline and turns of conversations, as facts from which rates are counted
// (domain.md §1), and whether what one sent can be such a fact. Nothing personal but the id that a source gave, of which only a
// fingerprint is kept. Every bad field is named at once. Pure, thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/intake/domain/complaint.h"
#include "services/intake/domain/fields.h"

namespace redress::intake {

// Numbers as in the contract and in the database.
enum class CallOutcome : int { kUnspecified = 0, kAnswered = 1, kAbandoned = 2 };
enum class Speaker : int { kUnspecified = 0, kCustomer = 1, kAgent = 2, kBot = 3 };

// A call whose outcome is known.
struct CallFact {
  absl::optional<ComplaintNumber> complaint;  // that it was about
  std::string source;
  Secret source_id;
  CallOutcome outcome = CallOutcome::kUnspecified;
  BusinessTime offered_time;
  BusinessTime outcome_time;  // answered, or given up
  int talk_seconds = 0;
};

// Somebody spoke.
struct TurnFact {
  absl::optional<ComplaintNumber> complaint;
  Channel channel = Channel::kUnspecified;
  std::string source;
  Secret source_id;
  Speaker speaker = Speaker::kUnspecified;
  BusinessTime spoken_time;
};

// A call and a turn as they come in: `said` with what needs no conversion, and beside it what does.
struct CallDraft {
  std::string complaint;
  int outcome = 0;
  absl::optional<DraftTime> offered_time;
  absl::optional<DraftTime> outcome_time;
  CallFact said;
};
struct TurnDraft {
  std::string complaint;
  int channel = 0;
  int speaker = 0;
  absl::optional<DraftTime> spoken_time;
  TurnFact said;
};

// `violations`: what else is wrong with the request. INVALID_ARGUMENT, reason INVALID_FIELDS, where it cannot be a fact.
absl::StatusOr<CallFact> CheckCall(CallDraft draft, BusinessTime now, Violations violations);
absl::StatusOr<TurnFact> CheckTurn(TurnDraft draft, BusinessTime now, Violations violations);

// What makes a call or a turn unique: its source and the id there, to be fingerprinted. Without a source the reporter stands for
// it.
Secret LiveKey(const std::string& source, const Secret& source_id, const std::string& reporter);

}  // namespace redress::intake
