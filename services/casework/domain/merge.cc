#include "services/casework/domain/merge.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {

absl::Status CheckMerge(const MergeFacts& loser, const MergeFacts& winner) {
  if (loser.number == winner.number) return Refuse("MERGE_WITH_ITSELF", "a case does not become part of itself");
  if (winner.state == CaseState::kMerged) {
    return Refuse("MERGE_CHAIN",
                  absl::StrCat("cases/", winner.number, " is part of cases/", winner.merged_into, ": merge into that"));
  }
  if (loser.grant_in_flight) {
    return Refuse("GRANTS_IN_FLIGHT", "money or goods of this case are under way; wait until their outcome is known");
  }
  if (const auto next = Next(loser.state, CaseEvent::kMerge); !next.ok()) return next.status();
  if (!loser.absorbed.empty()) {
    return Refuse("MERGE_CHAIN", absl::StrCat("cases/", loser.number, " took in ", absl::StrJoin(loser.absorbed, ", "),
                                              ": merge those, or merge the other way round"));
  }
  if (!IsLive(winner.state)) {
    return Refuse("ILLEGAL_TRANSITION", absl::StrCat("cases/", winner.number, " is ", Word(winner.state), ": reopen it first"));
  }
  return absl::OkStatus();
}

absl::StatusOr<CaseState> CheckUnmerge(const MergeFacts& loser, CaseState former) {
  return Next(loser.state, CaseEvent::kUnmerge, former);
}

}  // namespace redress::casework
