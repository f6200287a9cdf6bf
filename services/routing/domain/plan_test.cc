#include "services/routing/domain/plan.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"

namespace redress::routing {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

Desk MakeDesk(const std::string& id, int limit, std::vector<std::string> teams = {"logistics"}) {
  Desk desk;
  desk.agent.id = id;
  desk.agent.teams = std::move(teams);
  desk.agent.skills = {{"LOGISTICS", 3}};
  desk.agent.case_limit = limit;
  desk.agent.presence = Presence::kOnline;
  return desk;
}

WorkItem MakeItem(int n, Severity severity = Severity::kOrdinary, const std::string& team = "logistics") {
  WorkItem item;
  item.id = absl::StrCat("item-", n);
  item.team = team;
  item.severity = severity;
  item.supervisors_only = severity == Severity::kCritical;
  return item;
}

const std::vector<Team> kTeams = {{.id = "logistics", .required_skills = {"LOGISTICS"}}, {.id = "intake"}};

TEST_CASE("Places already taken are not planned again, not even those above a lowered limit", "[routing]") {
  Desk desk = MakeDesk("a", 3);
  desk.taken_slots = {2, 7};
  Floor floor({desk}, kTeams, {});
  const std::vector<WorkItem> items = {MakeItem(1), MakeItem(2)};
  CHECK(floor.RoomFor("logistics", false) == 1);
  const std::vector<PlannedOffer> plan = floor.Plan(items, {}, kNow);
  CHECK(plan[0].slot == 1);
  CHECK(plan[1].agent.empty());
  CHECK(plan[1].decision.excluded_by[0] == Exclusion::kAtCapacity);
  CHECK(floor.RoomFor("logistics", false) == 0);
}

TEST_CASE("A member without the team's skill is a candidate that is filtered, an agent of another team none", "[routing]") {
  Desk unskilled = MakeDesk("a", 3);
  unskilled.agent.skills.clear();
  Floor floor({unskilled, MakeDesk("b", 3, {"intake"})}, kTeams, {});
  const std::vector<WorkItem> items = {MakeItem(1), MakeItem(2, Severity::kOrdinary, "intake")};
  const std::vector<PlannedOffer> plan = floor.Plan(items, {}, kNow);
  REQUIRE(plan[0].candidates.size() == 1);
  CHECK(plan[0].decision.excluded_by[0] == Exclusion::kMissingSkill);
  CHECK(plan[1].agent == "b");
}

TEST_CASE("What only supervisors may have finds room with supervisors alone, and takes the places kept for it", "[routing]") {
  Desk boss = MakeDesk("boss", 3);
  boss.agent.supervisor = true;
  Floor floor({boss, MakeDesk("a", 5)}, kTeams, {});
  CHECK(floor.RoomFor("logistics", true) == 3);
  CHECK(floor.RoomFor("logistics", false) == 8);  // at most: one of the supervisor's three is really open to it
  WorkItem reopened = MakeItem(1);
  reopened.supervisors_only = true;
  const std::vector<WorkItem> items = {reopened, reopened, reopened, reopened};
  const std::vector<PlannedOffer> plan = floor.Plan(items, {}, kNow);
  for (int i = 0; i < 3; ++i) CHECK(plan[i].agent == "boss");
  CHECK(plan[3].agent.empty());
  CHECK(plan[3].decision.excluded_by == std::vector<Exclusion>{Exclusion::kAtCapacity, Exclusion::kNotSupervisor});
}

TEST_CASE("An approval passes its proposer by; a callback finds the owner of its case in another team", "[routing]") {
  Desk proposer = MakeDesk("a", 9), other = MakeDesk("b", 9), owner = MakeDesk("c", 9, {"intake"});
  proposer.agent.supervisor = other.agent.supervisor = true;
  other.taken_slots = {1, 2, 3};
  Floor floor({proposer, other, owner}, kTeams, {});
  WorkItem approval = MakeItem(1), callback = MakeItem(2);
  approval.kind = ItemKind::kApprove;
  approval.supervisors_only = true;
  approval.proposer = "a";
  callback.kind = ItemKind::kCallBack;
  callback.preferred = "c";
  const std::vector<WorkItem> items = {approval, callback};
  const std::vector<PlannedOffer> plan = floor.Plan(items, {}, kNow);
  CHECK(plan[0].agent == "b");
  CHECK(plan[0].slot == 4);
  CHECK(plan[0].decision.excluded_by == std::vector<Exclusion>{Exclusion::kProposer, Exclusion::kNone});
  CHECK(plan[1].agent == "c");
  CHECK(plan[1].slot == 1);
  REQUIRE(plan[1].candidates.size() == 3);
  CHECK_FALSE(plan[1].candidates[2].in_team);
  CHECK(plan[1].decision.tie_break == TieBreak::kContinuity);
}

TEST_CASE("A decline counts for the cool-down, an expired offer for ever", "[routing]") {
  Floor floor({MakeDesk("a", 9), MakeDesk("b", 9), MakeDesk("c", 9)}, kTeams, {});
  const std::vector<PastOffer> past = {{"item-1", "a", true, kNow - absl::Minutes(9)},
                                       {"item-1", "b", false, kNow - absl::Hours(9)},
                                       {"item-2", "a", true, kNow - absl::Minutes(10)}};
  const std::vector<WorkItem> items = {MakeItem(1), MakeItem(2)};
  const std::vector<PlannedOffer> plan = floor.Plan(items, past, kNow);
  CHECK(plan[0].agent == "c");
  CHECK(plan[0].decision.excluded_by ==
        std::vector<Exclusion>{Exclusion::kDeclinedRecently, Exclusion::kLetOfferExpire, Exclusion::kNone});
  CHECK(plan[1].agent == "a");
}

TEST_CASE("Over random runs capacity holds, no place is given twice, and among equals max - min is at most 1", "[routing]") {
  std::mt19937 random(GENERATE(range(1u, 40u)));
  const int agents = 1 + random() % 12, limit = 1 + random() % 8, items = random() % 120;
  std::vector<Desk> desks;
  for (int i = 0; i < agents; ++i) desks.push_back(MakeDesk(absl::StrCat("agent-", i), limit));
  std::shuffle(desks.begin(), desks.end(), random);
  Floor floor(desks, kTeams, {});
  std::vector<WorkItem> queue;
  for (int i = 0; i < items; ++i) queue.push_back(MakeItem(i, static_cast<Severity>(1 + random() % 2)));
  std::map<std::string, int> given;
  std::set<std::pair<std::string, int>> places;
  for (const Desk& desk : desks) given[desk.agent.id] = 0;
  const size_t cut = queue.empty() ? 0 : random() % queue.size();  // two rounds instead of one change nothing
  for (const auto part : {absl::MakeConstSpan(queue).subspan(0, cut), absl::MakeConstSpan(queue).subspan(cut)}) {
    for (const PlannedOffer& offer : floor.Plan(part, {}, kNow)) {
      if (offer.agent.empty()) continue;
      ++given[offer.agent];
      CHECK(offer.slot >= 1);
      CHECK(offer.slot <= limit);
      CHECK(places.insert({offer.agent, offer.slot}).second);
    }
  }
  const auto by_count = [](const auto& x, const auto& y) { return x.second < y.second; };
  const auto [least, most] = std::minmax_element(given.begin(), given.end(), by_count);
  CHECK(most->second - least->second <= 1);
  CHECK(static_cast<int>(places.size()) == std::min(items, agents * limit));
}

TEST_CASE("Replaying a decision's inputs gives the same decision", "[routing]") {
  std::mt19937 random(GENERATE(range(100u, 110u)));
  std::vector<Desk> desks;
  for (int i = 0; i < 10; ++i) {
    Desk desk = MakeDesk(absl::StrCat("agent-", i), 1 + random() % 5);
    desk.agent.supervisor = random() % 3 == 0;
    if (random() % 4 == 0) desk.agent.presence = Presence::kBusy;
    desk.last_given_time = BusinessTime::FromUnixMicros(random() % 3);
    desks.push_back(desk);
  }
  Floor floor(desks, kTeams, {});
  std::vector<WorkItem> queue;
  for (int i = 0; i < 40; ++i) queue.push_back(MakeItem(i, static_cast<Severity>(1 + random() % 3)));
  for (const PlannedOffer& offer : floor.Plan(queue, {}, kNow)) {
    const Decision again = Choose(offer.item->supervisors_only, offer.candidates, AssignPolicy{});
    CHECK(again.chosen == offer.decision.chosen);
    CHECK(again.excluded_by == offer.decision.excluded_by);
    CHECK(again.tie_break == offer.decision.tie_break);
  }
}

}  // namespace
}  // namespace redress::routing
