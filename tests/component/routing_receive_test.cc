// What intake's events make of work items, on a real database: once each, however often they come.
#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::ItemKind;
using routing::ItemState;
using routing::Severity;

const std::vector<std::string> kNoFaults;

routing::CaseInput SameMatter(int n, int of_case, Severity severity = Severity::kOrdinary) {
  routing::CaseInput input = RoutingDesk::InputOf(n, severity);
  input.case_number = absl::StrCat("c", of_case);
  input.partition = of_case % 64;
  return input;
}

routing::CaseInput Urge(int of_case, int contact) {
  routing::CaseInput input;
  input.case_number = absl::StrCat("c", of_case);
  input.cause = absl::StrCat("complaints/c", of_case, "/contacts/", contact);
  input.partition = of_case % 64;
  return input;
}

routing::CaseInput Unlinked(int n) {
  routing::CaseInput input = RoutingDesk::InputOf(n);
  input.cause += "/unlinked";
  input.unlinked = true;
  return input;
}

TEST_CASE("The same events a second time, together or one by one, make nothing twice") {
  RoutingDesk desk;
  std::vector<routing::CaseMessage> inputs;
  for (const routing::CaseInput& input :
       {RoutingDesk::InputOf(1), SameMatter(2, 1, Severity::kCritical), Urge(1, 1), RoutingDesk::InputOf(3), Unlinked(2)}) {
    inputs.emplace_back(input);
  }
  CHECK(desk.Apply(inputs).size() == 5);
  const std::string before =
      desk.Ask("SELECT string_agg(item || raise_count || severity || version, ',' ORDER BY item) FROM work_item");
  CHECK(desk.Apply(inputs).empty());
  for (const routing::CaseMessage& input : inputs) CHECK(desk.Apply({input}).empty());
  CHECK(desk.Ask("SELECT string_agg(item || raise_count || severity || version, ',' ORDER BY item) FROM work_item") == before);
  CHECK(desk.Ask("SELECT count(*) FROM event") == "5");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("The same matter raises the open item, with the highest severity, and shows all complaints of the case") {
  RoutingDesk desk;
  desk.Apply({RoutingDesk::InputOf(1, Severity::kUrgent)});
  const std::vector<events::NewEvent> said = desk.Apply({SameMatter(2, 1), SameMatter(3, 1, Severity::kCritical), Urge(1, 7)});
  REQUIRE(said.size() == 3);
  routing::v1::WorkItemRaised raised;
  REQUIRE(raised.ParseFromString(said[1].data));
  CHECK(raised.complaint() == "complaints/c3");
  CHECK(raised.raise_count() == 2);
  CHECK(raised.severity() == type::v1::SEVERITY_CRITICAL);
  CHECK(said[1].subject == "cases/c1");
  CHECK(said[1].partition == 1);
  CHECK(desk.Item("c1-1").raise_count == 3);
  CHECK(desk.Ask("SELECT count(*) FROM work_item") == "1");
  CHECK(desk.Ask("SELECT string_agg(complaint, ' ' ORDER BY complaint) FROM case_input WHERE case_number = 'c1'") == "c1 c2 c3");
}

TEST_CASE("After the work is done, the same matter makes a new item of the same case") {
  RoutingDesk desk;
  desk.AddAgent("a-1", 5);
  desk.Receive(1, 1);
  desk.Assign();
  REQUIRE(routing::AcceptItem(desk.context, desk.Move("c1-1", "a-1")).ok());
  REQUIRE(routing::CompleteItem(desk.context, desk.Move("c1-1", "a-1")).ok());
  desk.Apply({SameMatter(2, 1)});
  CHECK(desk.Item("c1-2").state == ItemState::kQueued);
  CHECK(desk.Item("c1-1").state == ItemState::kDone);
  desk.Apply({Urge(1, 1)});
  CHECK(desk.Item("c1-2").raise_count == 1);
  CHECK(desk.Ask("SELECT count(*) FROM work_item") == "2");
}

TEST_CASE("An unlinked complaint gets an item of its own and leaves its former case") {
  RoutingDesk desk;
  desk.Apply({RoutingDesk::InputOf(1), SameMatter(2, 1)});
  desk.Apply({Unlinked(2)});
  CHECK(desk.Item("c2-1").state == ItemState::kQueued);
  CHECK(desk.Ask("SELECT string_agg(complaint, ' ') FROM case_input WHERE case_number = 'c1'") == "c1");
  CHECK(desk.Ask("SELECT string_agg(complaint, ' ') FROM case_input WHERE case_number = 'c2'") == "c2");
}

TEST_CASE("What cannot be tagged goes to intake's triage, with and without a prediction") {
  RoutingDesk desk;
  routing::CaseInput abstained = RoutingDesk::InputOf(1), missing = RoutingDesk::InputOf(2), praise = RoutingDesk::InputOf(3);
  abstained.prediction.abstained = true;
  missing.prediction = {};
  praise.prediction.tag = {"OTHER", "PRAISE"};
  praise.prediction.team = "intake";
  desk.Apply({abstained, missing, praise});
  CHECK(desk.Item("c1-1").kind == ItemKind::kTriage);
  CHECK(desk.Item("c2-1").kind == ItemKind::kTriage);
  CHECK(desk.Item("c3-1").kind == ItemKind::kHandleCase);
  for (const char* id : {"c1-1", "c2-1", "c3-1"}) CHECK(desk.Item(id).team == "intake");
}

TEST_CASE("A batch of 500 is a handful of statements, whatever its size") {
  RoutingDesk desk;
  std::vector<routing::CaseMessage> inputs;
  for (int n = 0; n < 250; ++n) inputs.push_back(RoutingDesk::InputOf(n));
  for (int n = 250; n < 500; ++n) inputs.push_back(SameMatter(n, n - 250));
  CHECK(desk.Apply(inputs).size() == 500);
  CHECK(desk.Ask("SELECT count(*) FROM work_item WHERE raise_count = 1") == "250");
  CHECK(desk.Faults() == kNoFaults);
}

}  // namespace
}  // namespace redress::test
