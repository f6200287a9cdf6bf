#include "services/routing/domain/intake_fold.h"

#include <catch2/catch.hpp>

namespace redress::routing {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const absl::flat_hash_set<std::string> kTeams = {"logistics", "marketing", "intake"};

CaseInput Complaint(const std::string& number, const std::string& of_case, Severity severity = Severity::kOrdinary) {
  CaseInput input;
  input.cause = "complaints/" + number;
  input.partition = 7;
  input.case_number = of_case;
  input.complaint = number;
  input.channel = 1;
  input.received_time = kNow - absl::Minutes(1);
  input.prediction = {
      .missing = false, .tag = {"LOGISTICS", "LOST"}, .team = "logistics", .severity = severity, .serialized = "p-" + number};
  return input;
}

CaseInput Urge(const std::string& of_case) {
  CaseInput input;
  input.cause = "complaints/" + of_case + "/contacts/1";
  input.partition = 7;
  input.case_number = of_case;
  input.channel = 4;
  input.received_time = kNow;
  return input;
}

absl::flat_hash_map<std::string, CaseItems> Stored(ItemState state, Severity severity) {
  WorkItem item;
  item.id = "c1-1";
  item.case_number = item.complaint = "c1";
  item.partition = 7;
  item.state = state;
  item.team = "marketing";
  item.tag = {"MARKETING", ""};
  item.severity = severity;
  item.raise_count = 2;
  item.version = 5;
  if (state != ItemState::kQueued) item.agent = "a-li";
  return {{"c1", {1, item}}};
}

TEST_CASE("A complaint opens one item for its case", "[routing]") {
  const Folded folded = Fold(std::vector{Complaint("c1", "c1", Severity::kUrgent)}, {}, kTeams, kNow);
  REQUIRE(folded.created.size() == 1);
  const WorkItem& item = folded.created[0];
  CHECK(item.id == "c1-1");
  CHECK(item.team == "logistics");
  CHECK(item.state == ItemState::kQueued);
  CHECK(item.severity == Severity::kUrgent);
  CHECK(item.partition == 7);
  CHECK(item.create_time == kNow);
  CHECK(folded.raised.empty());
  REQUIRE(folded.facts.size() == 1);
  CHECK(folded.facts[0].kind == Fact::Kind::kCreated);
  CHECK(folded.facts[0].prediction == "p-c1");
}

TEST_CASE("Within one batch the same matter raises the item that the batch has just made", "[routing]") {
  const Folded folded =
      Fold(std::vector{Complaint("c1", "c1"), Complaint("c2", "c1", Severity::kCritical), Urge("c1")}, {}, kTeams, kNow);
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.raised.empty());
  CHECK(folded.created[0].raise_count == 2);
  CHECK(folded.created[0].severity == Severity::kCritical);
  REQUIRE(folded.facts.size() == 3);
  CHECK(folded.facts[1].kind == Fact::Kind::kRaised);
  CHECK(folded.facts[1].complaint == "c2");
  CHECK(folded.facts[1].item.raise_count == 1);
  CHECK(folded.facts[2].complaint.empty());
  CHECK(folded.facts[2].item.raise_count == 2);
}

TEST_CASE("The severity of a case is the highest of its complaints and never falls", "[routing]") {
  const Folded folded =
      Fold(std::vector{Complaint("c2", "c1", Severity::kOrdinary)}, Stored(ItemState::kOffered, Severity::kUrgent), kTeams, kNow);
  REQUIRE(folded.raised.size() == 1);
  CHECK(folded.raised[0].severity == Severity::kUrgent);
  CHECK(folded.raised[0].raise_count == 3);
  CHECK(folded.raised[0].version == 6);
  CHECK(folded.raised[0].state == ItemState::kOffered);
  CHECK(folded.raised[0].agent == "a-li");
}

TEST_CASE("After the work is done, whatever comes makes a new item", "[routing]") {
  const CaseInput input = GENERATE(Complaint("c2", "c1"), Urge("c1"));
  const Folded folded = Fold(std::vector{input}, Stored(ItemState::kDone, Severity::kCritical), kTeams, kNow);
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].id == "c1-2");
  CHECK(folded.created[0].state == ItemState::kQueued);
  CHECK(folded.created[0].agent.empty());
  CHECK(folded.created[0].severity == Severity::kCritical);
  CHECK(folded.created[0].version == 1);
  CHECK(folded.created[0].team == (input.complaint.empty() ? "marketing" : "logistics"));
}

TEST_CASE("Asking again about a case that nobody knows goes to a person", "[routing]") {
  const Folded folded = Fold(std::vector{Urge("c9")}, {}, kTeams, kNow);
  REQUIRE(folded.created.size() == 1);
  CHECK(folded.created[0].kind == ItemKind::kTriage);
  CHECK(folded.created[0].team == kIntakeTeam);
  CHECK(folded.created[0].complaint == "c9");
}

TEST_CASE("Cases do not touch each other", "[routing]") {
  const Folded folded =
      Fold(std::vector{Complaint("c1", "c1"), Complaint("c3", "c3"), Complaint("c2", "c1"), Urge("c3")}, {}, kTeams, kNow);
  REQUIRE(folded.created.size() == 2);
  CHECK(folded.created[0].raise_count == 1);
  CHECK(folded.created[1].raise_count == 1);
}

TEST_CASE("Cutting a batch in two changes nothing", "[routing]") {
  const std::vector<CaseInput> inputs = {Complaint("c1", "c1"), Complaint("c2", "c1", Severity::kUrgent), Urge("c1"),
                                         Complaint("c4", "c4")};
  const Folded whole = Fold(inputs, {}, kTeams, kNow);
  for (size_t cut = 0; cut <= inputs.size(); ++cut) {
    absl::flat_hash_map<std::string, WorkItem> items;
    absl::flat_hash_map<std::string, CaseItems> cases;
    for (const auto part : {absl::MakeConstSpan(inputs).subspan(0, cut), absl::MakeConstSpan(inputs).subspan(cut)}) {
      const Folded folded = Fold(part, cases, kTeams, kNow);
      for (const auto& list : {folded.created, folded.raised}) {
        for (const WorkItem& item : list) cases[item.case_number] = {1, item};
      }
    }
    CHECK(cases.size() == whole.created.size());
    for (const WorkItem& item : whole.created) {
      CHECK(cases[item.case_number].newest->raise_count == item.raise_count);
      CHECK(cases[item.case_number].newest->severity == item.severity);
      CHECK(cases[item.case_number].newest->version == item.version);
    }
  }
}

}  // namespace
}  // namespace redress::routing
