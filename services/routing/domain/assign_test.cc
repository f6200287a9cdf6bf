#include "services/routing/domain/assign.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace redress::routing {
namespace {

constexpr AssignPolicy kPolicy;

Candidate Fit(const std::string& agent, int open = 0, int limit = 30) {
  return {.agent = agent, .present = true, .in_team = true, .has_skills = true, .open_count = open, .case_limit = limit};
}

TEST_CASE("Each filter removes the candidate that it is for", "[routing]") {
  Candidate candidate = Fit("a", 3);
  CHECK(WhyNot(false, candidate, kPolicy) == Exclusion::kNone);
  using Row = std::tuple<void (*)(Candidate&), bool, Exclusion>;
  const auto [spoil, supervisors_only, expected] = GENERATE(table<void (*)(Candidate&), bool, Exclusion>({
      Row{[](Candidate& c) { c.present = false; }, false, Exclusion::kNotPresent},
      Row{[](Candidate& c) { c.in_team = false; }, false, Exclusion::kNotInTeam},
      Row{[](Candidate& c) { c.has_skills = false; }, false, Exclusion::kMissingSkill},
      Row{[](Candidate& c) { c.proposer = c.supervisor = true; }, true, Exclusion::kProposer},
      Row{[](Candidate& c) { c.proposer = c.preferred = true, c.present = false; }, false, Exclusion::kProposer},
      Row{[](Candidate& c) { c.preferred = true, c.in_team = c.has_skills = false; }, false, Exclusion::kNone},
      Row{[](Candidate& c) { c.preferred = true, c.present = false; }, false, Exclusion::kNotPresent},
      Row{[](Candidate& c) { c.preferred = true, c.open_count = 30; }, false, Exclusion::kAtCapacity},
      Row{[](Candidate& c) { c.preferred = true; }, true, Exclusion::kNotSupervisor},
      Row{[](Candidate&) {}, true, Exclusion::kNotSupervisor},
      Row{[](Candidate& c) { c.supervisor = true; }, true, Exclusion::kNone},
      Row{[](Candidate& c) { c.open_count = 30; }, false, Exclusion::kAtCapacity},
      Row{[](Candidate& c) { c.open_count = 31; }, false, Exclusion::kAtCapacity},
      Row{[](Candidate& c) { c.case_limit = 0; }, false, Exclusion::kAtCapacity},
      Row{[](Candidate& c) { c.supervisor = true, c.open_count = 10; }, false, Exclusion::kReservedForCritical},
      Row{[](Candidate& c) { c.supervisor = c.preferred = true, c.open_count = 10; }, false, Exclusion::kNone},
      Row{[](Candidate& c) { c.supervisor = true, c.open_count = 9; }, false, Exclusion::kNone},
      Row{[](Candidate& c) { c.supervisor = true, c.open_count = 29; }, true, Exclusion::kNone},
      Row{[](Candidate& c) { c.declined_recently = true; }, false, Exclusion::kDeclinedRecently},
  }));
  spoil(candidate);
  CHECK(WhyNot(supervisors_only, candidate, kPolicy) == expected);
}

TEST_CASE("The least loaded gets it, measured against the own limit", "[routing]") {
  const std::vector<Candidate> candidates = {Fit("a", 10, 20), Fit("b", 12, 30), Fit("c", 5, 10)};
  const Decision decision = Choose(false, candidates, kPolicy);
  CHECK(decision.chosen == 1);
  CHECK(decision.tie_break == TieBreak::kLoad);
}

TEST_CASE("Among equals the one not given anything for the longest, then by name", "[routing]") {
  std::vector<Candidate> candidates = {Fit("b"), Fit("a"), Fit("c")};
  Decision decision = Choose(false, candidates, kPolicy);
  CHECK(candidates[decision.chosen].agent == "a");
  CHECK(decision.tie_break == TieBreak::kName);
  candidates[0].last_given_time = BusinessTime::FromUnixMicros(7);
  candidates[1].last_given_time = BusinessTime::FromUnixMicros(9);
  candidates[2].last_given_time = BusinessTime::FromUnixMicros(8);
  decision = Choose(false, candidates, kPolicy);
  CHECK(candidates[decision.chosen].agent == "b");
  CHECK(decision.tie_break == TieBreak::kLongestSinceGiven);
}

TEST_CASE("Who let the offer expire gets it again only when nobody else is there", "[routing]") {
  std::vector<Candidate> candidates = {Fit("a"), Fit("b", 20)};
  candidates[0].let_offer_expire = true;
  Decision decision = Choose(false, candidates, kPolicy);
  CHECK(candidates[decision.chosen].agent == "b");
  CHECK(decision.excluded_by[0] == Exclusion::kLetOfferExpire);
  CHECK(decision.tie_break == TieBreak::kOnlyOne);
  candidates[1].present = false;
  decision = Choose(false, candidates, kPolicy);
  CHECK(candidates[decision.chosen].agent == "a");
  CHECK(decision.excluded_by[0] == Exclusion::kNone);
}

TEST_CASE("Whose case it is gets it before who has less to do, unless there is no room", "[routing]") {
  std::vector<Candidate> candidates = {Fit("a", 1), Fit("b", 20), Fit("c", 0)};
  candidates[1].preferred = true;
  candidates[1].in_team = false;
  Decision decision = Choose(false, candidates, kPolicy);
  CHECK(decision.chosen == 1);
  CHECK(decision.tie_break == TieBreak::kContinuity);
  candidates[1].let_offer_expire = true;
  CHECK(Choose(false, candidates, kPolicy).chosen == 2);
  candidates[1].let_offer_expire = false;
  candidates[1].open_count = 30;
  decision = Choose(false, candidates, kPolicy);
  CHECK(decision.chosen == 2);
  CHECK(decision.excluded_by[1] == Exclusion::kAtCapacity);
  CHECK(decision.tie_break == TieBreak::kLoad);
  candidates[0].present = candidates[2].present = false;
  candidates[1].open_count = 1;
  CHECK(Choose(false, candidates, kPolicy).tie_break == TieBreak::kOnlyOne);
}

TEST_CASE("With nobody eligible nobody is chosen and every candidate has its reason", "[routing]") {
  std::vector<Candidate> candidates = {Fit("a", 30), Fit("b")};
  candidates[1].present = false;
  const Decision decision = Choose(false, candidates, kPolicy);
  CHECK(decision.chosen == -1);
  CHECK(decision.excluded_by == std::vector<Exclusion>{Exclusion::kAtCapacity, Exclusion::kNotPresent});
  CHECK(Choose(false, {}, kPolicy).chosen == -1);
}

TEST_CASE("The order of the candidates does not matter", "[routing]") {
  std::vector<Candidate> candidates = {Fit("a", 4), Fit("b", 2), Fit("c", 2), Fit("d", 9)};
  std::sort(candidates.begin(), candidates.end(), [](auto& x, auto& y) { return x.agent < y.agent; });
  do {
    const Decision decision = Choose(false, candidates, kPolicy);
    CHECK(candidates[decision.chosen].agent == "b");
    CHECK(decision.tie_break == TieBreak::kName);
  } while (std::next_permutation(candidates.begin(), candidates.end(), [](auto& x, auto& y) { return x.agent < y.agent; }));
}

}  // namespace
}  // namespace redress::routing
