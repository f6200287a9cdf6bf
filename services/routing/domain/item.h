// A work item: one thing that a person must do (domain.md §0), as routing knows it. Plain values; ids are bare (`logistics`,
// `a-wang-lei`, `261122-00012345-21-1`), resource names exist only at the edges. The life of an item is in item_state.h.
#pragma once

#include <cstdint>
#include <string>

#include "absl/types/optional.h"
#include "libs/base/time.h"

namespace redress::routing {

enum class ItemState { kQueued, kOffered, kAccepted, kDone };
enum class ItemKind { kHandleCase, kTriage, kApprove, kCallBack, kDepartmentTask };
// Ordered: the greater one matters more. The values are those of the contract.
enum class Severity { kOrdinary = 1, kUrgent = 2, kCritical = 3 };

// The team that has whatever nobody could tag, and what is no complaint.
inline constexpr char kIntakeTeam[] = "intake";
// The teams that decide what is beyond a supervisor.
inline constexpr char kManagersTeam[] = "managers";
inline constexpr char kLegalTeam[] = "legal";

struct Tag {
  std::string l1;  // empty: not known yet
  std::string l2;  // may be empty
  friend bool operator==(const Tag&, const Tag&) = default;
};

// An item as stored. `agent` is set exactly in kOffered and kAccepted, and stays as the one who owned it in kDone.
struct WorkItem {
  std::string id;  // {case number}-{n}
  int partition = 0;
  std::string case_number;
  std::string complaint;  // number of the complaint that opened it
  ItemKind kind = ItemKind::kHandleCase;
  std::string subject;  // what of the case it is about (`a1`, `t1`, a round); empty for the case as a whole
  ItemState state = ItemState::kQueued;
  std::string team;
  std::string agent;
  Severity severity = Severity::kOrdinary;
  bool supervisors_only = false;  // critical, reopened, or an approval that takes a supervisor
  bool waiting = false;           // its case waits for somebody else: it takes none of its owner's places
  std::string proposer;           // of a plan to be approved: never has this item; empty: nobody is barred
  std::string preferred;          // offered to this agent first, whatever the team; empty: nobody
  int channel = 0;                // redress.type.v1.Channel
  int vip_level = 0;              // 0 … 3
  Tag tag;
  std::string prediction;  // serialized; opaque to the domain
  int raise_count = 0;
  BusinessTime received_time;
  BusinessTime create_time;
  absl::optional<BusinessTime> due_time;
  absl::optional<BusinessTime> offer_time;
  absl::optional<BusinessTime> offer_expire_time;
  absl::optional<BusinessTime> accept_time;
  absl::optional<BusinessTime> done_time;
  int64_t version = 1;  // grows with every change; the etag
};

// The case as a whole, rather than a part of it. A case has one such item at a time that is not done.
inline bool IsMain(const WorkItem& item) {
  return item.kind == ItemKind::kHandleCase || item.kind == ItemKind::kTriage;
}
inline bool IsOpen(const WorkItem& item) {
  return item.state != ItemState::kDone;
}
// Critical work of a case is a supervisor's; who approves and who answers for a department is decided otherwise.
inline bool CriticalForSupervisors(const WorkItem& item) {
  return item.severity == Severity::kCritical && (IsMain(item) || item.kind == ItemKind::kCallBack);
}

// True where `a` is offered before `b`: severity, then what only supervisors may have, then VIP level, then how often the
// customer asked again, then who waits longer.
bool GoesBefore(const WorkItem& a, const WorkItem& b);

}  // namespace redress::routing
