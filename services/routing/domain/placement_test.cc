#include "services/routing/domain/placement.h"

#include <catch2/catch.hpp>

namespace redress::routing {
namespace {

const absl::flat_hash_set<std::string> kTeams = {"logistics", "intake"};

PredictionFacts Sure(const std::string& l1, const std::string& team) {
  PredictionFacts facts;
  facts.missing = false;
  facts.tag = {l1, "LOST"};
  facts.team = team;
  return facts;
}

TEST_CASE("A sure prediction goes to the team of its tag, with the tag", "[routing]") {
  const Placement placement = Place(Sure("LOGISTICS", "logistics"), kTeams);
  CHECK(placement.kind == ItemKind::kHandleCase);
  CHECK(placement.team == "logistics");
  CHECK(placement.tag == Tag{"LOGISTICS", "LOST"});
}

TEST_CASE("What is abstained from or missing is never guessed: triage, by intake, without a tag", "[routing]") {
  PredictionFacts facts = Sure("LOGISTICS", "logistics");
  SECTION("abstained") {
    facts.abstained = true;
  }
  SECTION("missing") {
    facts = PredictionFacts{};
  }
  SECTION("no tag") {
    facts.tag = {};
  }
  const Placement placement = Place(facts, kTeams);
  CHECK(placement.kind == ItemKind::kTriage);
  CHECK(placement.team == kIntakeTeam);
  CHECK(placement.tag == Tag{});
}

TEST_CASE("A team that routing does not know is replaced by intake's", "[routing]") {
  CHECK(Place(Sure("SPACE", "space"), kTeams).team == kIntakeTeam);
}

}  // namespace
}  // namespace redress::routing
