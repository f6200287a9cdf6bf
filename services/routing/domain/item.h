// A work item: one thing that a person must do (domain.md §0), as routing knows it. Plain values; ids are bare (`logistics`,
// `a-wang-lei`, `261122-00012345-21-1`), resource names exist only at the edges. The life of an item is in item_state.h.
#pragma once

#include <cstdint>
#include <string>

#include "absl/types/optional.h"
#include "libs/base/time.h"

namespace redress::routing {

enum class ItemState { kQueued, kOffered, kAccepted, kDone };
enum class ItemKind { kHandleCase, kTriage };
// Ordered: the greater one matters more. The values are those of the contract.
enum class Severity { kOrdinary = 1, kUrgent = 2, kCritical = 3 };

// The team that has whatever nobody could tag, and what is no complaint.
inline constexpr char kIntakeTeam[] = "intake";

struct Tag {
  std::string l1;  // empty: not known yet
  std::string l2;  // may be empty
  friend bool operator==(const Tag&, const Tag&) = default;
};

// An item as stored. `agent` is set exactly in kOffered and kAccepted, and stays as the one who did it in kDone.
struct WorkItem {
  std::string id;  // {case number}-{n}
  int partition = 0;
  std::string case_number;
  std::string complaint;  // number of the complaint that opened it
  ItemKind kind = ItemKind::kHandleCase;
  ItemState state = ItemState::kQueued;
  std::string team;
  std::string agent;
  Severity severity = Severity::kOrdinary;
  int channel = 0;    // redress.type.v1.Channel
  int vip_level = 0;  // 0 … 3
  Tag tag;
  std::string prediction;  // serialized; opaque to the domain
  int raise_count = 0;
  BusinessTime received_time;
  BusinessTime create_time;
  absl::optional<BusinessTime> offer_time;
  absl::optional<BusinessTime> offer_expire_time;
  absl::optional<BusinessTime> accept_time;
  absl::optional<BusinessTime> done_time;
  int64_t version = 1;  // grows with every change; the etag
};

// True where `a` is offered before `b`: severity, then VIP level, then how often the customer asked again, then who waits longer.
bool GoesBefore(const WorkItem& a, const WorkItem& b);

}  // namespace redress::routing
