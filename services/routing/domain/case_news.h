// What casework tells of a case, as far as it matters to who does what. Plain values; ids are bare.
#pragma once

#include <string>

#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

// Who must say yes to a plan.
enum class Approver { kSupervisor, kManager, kLegal };

// One event of casework. What `kind` does not name is not set.
struct CaseNews {
  enum class Kind {
    kOpened,
    kMoved,              // waiting
    kTagged,             // tag, team
    kApprovalRequested,  // subject, approver, proposer, due_time
    kApprovalEnded,      // subject
    kTaskAssigned,       // subject, team, due_time
    kTaskAnswered,       // subject
    kCallbackDue,        // due_time
    kCallbackMade,       // subject: the round; settled
    kClosed,
    kReopened,  // complaint
    kMerged,    // other: the case that goes on
    kUnmerged,  // over, waiting
  };
  Kind kind = Kind::kOpened;
  std::string cause;  // what came, where it makes an item: counted once
  int partition = 0;
  std::string case_number;
  BusinessTime time;
  std::string subject;
  std::string other;
  std::string complaint;
  Tag tag;
  std::string team;  // of the tag, by the taxonomy; of the department. Empty: there is none
  Approver approver = Approver::kSupervisor;
  std::string proposer;
  absl::optional<BusinessTime> due_time;
  bool waiting = false;
  bool over = false;
  bool settled = false;
};

}  // namespace redress::routing
