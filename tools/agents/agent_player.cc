#include "tools/agents/agent_player.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/algorithm/container.h"
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
// How often the owned items are listed, beside what was accepted here.
constexpr absl::Duration kLookAgain = absl::Seconds(3);
// Between two looks at a case that waits for somebody else.
constexpr absl::Duration kPauseMin = absl::Milliseconds(400);
constexpr absl::Duration kPauseMax = absl::Seconds(3);
// A move within a case takes a part of what it takes to turn to something new.
constexpr double kMovePart = 0.4;
constexpr std::array kReasons = {"手头的案子要先打完电话", "这个品类我不熟", "On the phone, back in ten minutes"};

Person PersonOf(const routing::v1::Agent& agent, std::string token) {
  return {agent.name(), std::move(token), absl::c_linear_search(RolesOf(agent), "SUPERVISOR")};
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

std::vector<std::string> RolesOf(const routing::v1::Agent& agent) {
  std::vector<std::string> roles = {"SPECIALIST"};
  const bool manager = absl::c_linear_search(agent.teams(), "teams/managers");
  if (agent.supervisor() || manager) roles.emplace_back("SUPERVISOR");
  if (manager) roles.emplace_back("MANAGER");
  if (absl::c_linear_search(agent.teams(), "teams/legal")) roles.emplace_back("LEGAL");
  return roles;
}

AgentPlayer::AgentPlayer(client::Session& session, const PlayerOptions& options, DeclineBook& book,
                         const routing::v1::Agent& agent, std::string token)
    : session_(session),
      options_(options),
      book_(book),
      person_(PersonOf(agent, std::move(token))),
      mood_(MoodOf(agent.name())) {}

absl::Duration AgentPlayer::ThinkTime(const WorkItem& item) {
  return ReactionTime(mood_, item.severity() == type::v1::SEVERITY_CRITICAL, RandomBelow(1000)) * options_.pace;
}

AgentPlayer::Seen AgentPlayer::Decide(const WorkItem& item, MachineTime now) {
  Seen seen;
  seen.answer_at = now + ThinkTime(item);
  // By the item, not by chance: a second run declines the same ones. Cases only: few can do what else there is.
  const bool may = item.kind() == WorkItem::KIND_HANDLE_CASE && !item.supervisors_only();
  const bool picky = PartitionOf(item.name(), 100) < options_.decline_percent && item.severity() == type::v1::SEVERITY_ORDINARY;
  seen.decline = may && picky && book_.First(item.name());
  return seen;
}

void AgentPlayer::TakeUp(const WorkItem& item, MachineTime now) {
  Job& job = jobs_[item.name()];
  job.desk = std::make_unique<CaseDesk>(session_, options_.reader, person_, item);
  job.next_at = now + ThinkTime(item) * kMovePart;
}

absl::Status AgentPlayer::Answer(const WorkItem& item, bool decline, Counts* counts) {
  WorkItem answer;
  absl::Status status;
  if (decline) {
    routing::v1::DeclineWorkItemRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_name(item.name());
    request.set_reason(kReasons[RandomBelow(kReasons.size())]);
    status = session_.Call(absl::StrCat(kRouting, "DeclineWorkItem"), request, &answer, {"", person_.token});
    if (status.ok()) ++counts->declined;
  } else {
    routing::v1::AcceptWorkItemRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_name(item.name());
    status = session_.Call(absl::StrCat(kRouting, "AcceptWorkItem"), request, &answer, {"", person_.token});
    if (status.ok()) {
      ++counts->accepted;
      TakeUp(answer, MachineClock::Now());
    }
  }
  if (!WasRefused(status)) return status;
  ++counts->lost;
  return absl::OkStatus();
}

absl::StatusOr<routing::v1::ListWorkItemsResponse> AgentPlayer::List(const std::string& state) {
  routing::v1::ListWorkItemsRequest request;
  request.set_page_size(200);
  request.set_filter(absl::StrCat("agent = \"", person_.name, "\" AND state = ", state));
  routing::v1::ListWorkItemsResponse items;
  RETURN_IF_ERROR(session_.Call(absl::StrCat(kRouting, "ListWorkItems"), request, &items, {"", person_.token}));
  return items;
}

absl::Status AgentPlayer::LookAtOffers(MachineTime now, MachineTime* next, Counts* counts) {
  ASSIGN_OR_RETURN(const routing::v1::ListWorkItemsResponse offers, List("OFFERED"));
  idle_ = offers.work_items().empty() ? std::clamp(idle_ * 1.3, kPollMin, kPollMax) : kPollMin;
  *next = std::min(*next, now + idle_);
  std::map<std::string, Seen> open;
  absl::Status failure;
  for (const WorkItem& item : offers.work_items()) {
    const std::string key = absl::StrCat(item.name(), " ", item.offer_time().seconds(), ".", item.offer_time().nanos());
    const auto known = seen_.find(key);
    const Seen seen = known != seen_.end() ? known->second : Decide(item, now);
    if (seen.answer_at <= now) {
      failure.Update(Answer(item, seen.decline, counts));
    } else {
      *next = std::min(*next, seen.answer_at);
      open[key] = seen;
    }
  }
  seen_ = std::move(open);
  return failure;
}

absl::Status AgentPlayer::LookAtWork(MachineTime now) {
  if (now < look_at_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const routing::v1::ListWorkItemsResponse owned, List("ACCEPTED"));
  look_at_ = now + kLookAgain;
  std::set<std::string> names;
  for (const WorkItem& item : owned.work_items()) {
    names.insert(item.name());
    const auto job = jobs_.find(item.name());
    // A triage item that was decided may come back as one to be handled, under the same name.
    if (job == jobs_.end() || job->second.desk->item().kind() != item.kind()) TakeUp(item, now);
  }
  for (auto job = jobs_.begin(); job != jobs_.end();) job = names.count(job->first) > 0 ? std::next(job) : jobs_.erase(job);
  return absl::OkStatus();
}

absl::StatusOr<bool> AgentPlayer::MoveOn(Job* job, Counts* counts) {
  job->pause = std::clamp(job->pause * 1.5, kPauseMin, kPauseMax);
  job->next_at = MachineClock::Now() + job->pause;
  ASSIGN_OR_RETURN(const CaseDesk::Outcome outcome, job->desk->Step(options_.answer_within));
  if (outcome == CaseDesk::Outcome::kDone) {
    // What happens to a case ends its items, a moment later; what is owned even then is ended by hand.
    const bool ended = std::exchange(job->over, true);
    if (ended) RETURN_IF_ERROR(job->desk->Finish());
    job->next_at = MachineClock::Now() + 2 * kLookAgain;
    counts->done += ended ? 1 : 0;
    return ended;
  }
  job->over = false;
  counts->refused += outcome == CaseDesk::Outcome::kRefused ? 1 : 0;
  if (outcome != CaseDesk::Outcome::kMoved) return false;
  ++counts->moves;
  job->pause = absl::ZeroDuration();
  job->next_at = MachineClock::Now() + ThinkTime(job->desk->item()) * kMovePart;
  return false;
}

absl::Status AgentPlayer::WorkOn(MachineTime now, MachineTime* next, Counts* counts) {
  absl::Status failure;
  for (auto at = jobs_.begin(); at != jobs_.end();) {
    const absl::StatusOr<bool> ended = at->second.next_at > now ? false : MoveOn(&at->second, counts);
    failure.Update(ended.status());
    if (ended.ok() && *ended) {
      at = jobs_.erase(at);
      continue;
    }
    *next = std::min(*next, at->second.next_at);
    ++at;
  }
  return failure;
}

absl::StatusOr<MachineTime> AgentPlayer::Step(Counts* counts) {
  const MachineTime now = MachineClock::Now();
  MachineTime next = now + kPollMax;
  absl::Status failure = LookAtOffers(now, &next, counts);
  failure.Update(LookAtWork(now));
  failure.Update(WorkOn(now, &next, counts));
  RETURN_IF_ERROR(failure);
  return next;
}

}  // namespace redress::agents
