// Merging one case into another, and undoing it (domain.md §5). No chains: a case that took others in is not merged itself, and
// nothing is merged into a merged one; so every case is found in at most one step. Money in flight stays where it was asked for.
// Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/casework/domain/case_state.h"

namespace redress::casework {

// What a merge looks at, of either case.
struct MergeFacts {
  std::string number;
  CaseState state = CaseState::kOpen;
  std::string merged_into;            // number; empty unless MERGED
  std::vector<std::string> absorbed;  // numbers of the cases that it took in
  bool grant_in_flight = false;       // HasGrantInFlight
};

// OK where `loser` may become part of `winner`. FAILED_PRECONDITION, reason: MERGE_WITH_ITSELF; MERGE_CHAIN, with the case that
// could be merged into or has to be unmerged first; GRANTS_IN_FLIGHT; ILLEGAL_TRANSITION, by the state of either.
absl::Status CheckMerge(const MergeFacts& loser, const MergeFacts& winner);

// OK where a merge may be undone: the case goes back to `former`, where it was. FAILED_PRECONDITION, reason ILLEGAL_TRANSITION.
absl::StatusOr<CaseState> CheckUnmerge(const MergeFacts& loser, CaseState former);

}  // namespace redress::casework
