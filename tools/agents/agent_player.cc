#include "tools/agents/agent_player.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/hash.h"
#include "libs/base/random.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"

namespace redress::agents {
namespace {

using routing::v1::WorkItem;
constexpr char kRouting[] = "redress.routing.v1.RoutingService.";
constexpr absl::Duration kPollMin = absl::Milliseconds(250);
constexpr absl::Duration kPollMax = absl::Milliseconds(1500);
constexpr std::array kReasons = {"手头的案子要先打完电话", "这个品类我不熟", "On the phone, back in ten minutes"};

// True where somebody else was quicker, or the offer's time was over: nothing went wrong.
bool WasGone(const absl::Status& status) {
  return absl::IsFailedPrecondition(status) || absl::IsAborted(status) || absl::IsNotFound(status) ||
         absl::IsPermissionDenied(status);
}

}  // namespace

Mood MoodOf(const std::string& agent) {
  const int share = PartitionOf(agent, 10);
  return share < 5 ? Mood::kBrisk : share < 9 ? Mood::kSteady : Mood::kBusy;
}

absl::Duration ReactionTime(Mood mood, bool critical, uint32_t chance) {
  struct Bounds {
    int64_t from_ms, to_ms;
  };
  static constexpr Bounds kBounds[] = {{200, 1200}, {500, 2500}, {1000, 5000}};
  const Bounds bounds = kBounds[static_cast<size_t>(mood)];
  const absl::Duration time = absl::Milliseconds(bounds.from_ms + (bounds.to_ms - bounds.from_ms) * chance / 1000);
  return critical ? time / 2 : time;
}

AgentPlayer::Seen AgentPlayer::Decide(const WorkItem& item, MachineTime now) {
  const bool critical = item.severity() == type::v1::SEVERITY_CRITICAL;
  Seen seen;
  seen.answer_at = now + ReactionTime(mood_, critical, RandomBelow(1000)) * options_.pace;
  // By the item, not by chance: a second run declines the same ones.
  const bool picky = PartitionOf(item.name(), 100) < options_.decline_percent && item.severity() == type::v1::SEVERITY_ORDINARY;
  seen.decline = picky && book_.First(item.name());
  return seen;
}

absl::Status AgentPlayer::Answer(const WorkItem& item, bool decline, Counts* counts) {
  WorkItem answer;
  absl::Status status;
  if (decline) {
    routing::v1::DeclineWorkItemRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_name(item.name());
    request.set_reason(kReasons[RandomBelow(kReasons.size())]);
    status = session_.Call(absl::StrCat(kRouting, "DeclineWorkItem"), request, &answer, {"", token_});
    if (status.ok()) ++counts->declined;
  } else {
    routing::v1::AcceptWorkItemRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_name(item.name());
    status = session_.Call(absl::StrCat(kRouting, "AcceptWorkItem"), request, &answer, {"", token_});
    if (status.ok()) {
      ++counts->accepted;
      complete_[item.name()] = MachineClock::Now() + options_.complete_after;
    }
  }
  if (!WasGone(status)) return status;
  ++counts->lost;
  return absl::OkStatus();
}

absl::Status AgentPlayer::CompleteDue(MachineTime now, Counts* counts) {
  for (auto at = complete_.begin(); at != complete_.end();) {
    if (at->second > now) {
      ++at;
      continue;
    }
    routing::v1::CompleteWorkItemRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_name(at->first);
    WorkItem answer;
    const absl::Status status = session_.Call(absl::StrCat(kRouting, "CompleteWorkItem"), request, &answer, {"", token_});
    if (!status.ok() && !WasGone(status)) return status;
    counts->completed += status.ok() ? 1 : 0;
    at = complete_.erase(at);
  }
  return absl::OkStatus();
}

absl::StatusOr<MachineTime> AgentPlayer::Step(Counts* counts) {
  routing::v1::ListWorkItemsRequest request;
  request.set_page_size(100);
  request.set_filter(absl::StrCat("agent = \"", agent_.name(), "\" AND state = OFFERED"));
  routing::v1::ListWorkItemsResponse offers;
  RETURN_IF_ERROR(session_.Call(absl::StrCat(kRouting, "ListWorkItems"), request, &offers, {"", token_}));
  const MachineTime now = MachineClock::Now();
  idle_ = offers.work_items().empty() ? std::clamp(idle_ * 1.3, kPollMin, kPollMax) : kPollMin;
  MachineTime next = now + idle_;
  std::map<std::string, Seen> open;
  for (const WorkItem& item : offers.work_items()) {
    const std::string key = absl::StrCat(item.name(), " ", item.offer_time().seconds(), ".", item.offer_time().nanos());
    const auto known = seen_.find(key);
    const Seen seen = known != seen_.end() ? known->second : Decide(item, now);
    if (seen.answer_at <= now) {
      RETURN_IF_ERROR(Answer(item, seen.decline, counts));
    } else {
      next = std::min(next, seen.answer_at);
      open[key] = seen;
    }
  }
  seen_ = std::move(open);
  RETURN_IF_ERROR(CompleteDue(now, counts));
  return next;
}

}  // namespace redress::agents
