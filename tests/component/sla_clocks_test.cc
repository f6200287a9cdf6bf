// Clocks on a real database: events in any order make the same rows, what time does is said once by however many replicas, and
// what was not committed is said again.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "tests/component/sla_fixture.h"

namespace redress::test {
namespace {

namespace cw = casework::v1;
using Strings = std::vector<std::string>;

int Count(const Strings& all, const std::string& one) {
  return static_cast<int>(std::count(all.begin(), all.end(), one));
}

int CountLike(const Strings& all, const std::string& beginning) {
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [&](const std::string& one) { return one.find(beginning) == 0; }));
}

routing::v1::WorkItemCreated Severe(type::v1::Severity severity) {
  routing::v1::WorkItemCreated created;
  created.set_severity(severity);
  return created;
}

routing::v1::WorkItemAccepted Accepted() {
  routing::v1::WorkItemAccepted accepted;
  accepted.set_kind("HANDLE_CASE");
  return accepted;
}

cw::CaseStateChanged MovedTo(cw::Case::State state) {
  cw::CaseStateChanged moved;
  moved.set_to_state(state);
  moved.set_actor("agents/a-li");
  return moved;
}

cw::EvidenceRequested AskCustomer(const std::string& id) {
  cw::EvidenceRequested asked;
  asked.set_evidence_request(id);
  asked.set_party(cw::PARTY_CUSTOMER);
  return asked;
}

// A life of a case, each event at a time of its own; the time of the desk stands at its end afterwards.
std::vector<events::Event> Life(SlaDesk& desk) {
  std::vector<events::Event> events;
  const auto after = [&](absl::Duration pause, auto message) {
    desk.time.Advance(pause);
    events.push_back(desk.EventOf(message));
  };
  events.push_back(desk.Complaint());
  after(absl::Seconds(2), Severe(type::v1::SEVERITY_ORDINARY));
  outreach::v1::NoticeSent sent;
  sent.set_kind(outreach::v1::NOTICE_KIND_ACCEPTED);
  sent.set_notice("cases/c1/notices/accepted");
  after(absl::Seconds(3), sent);
  cw::CaseTagged tagged;
  tagged.mutable_tag()->set_l1("LOGISTICS");
  tagged.mutable_tag()->set_l2("DELAYED");
  after(absl::Seconds(1), tagged);
  after(absl::Minutes(20), Accepted());
  after(absl::Minutes(5), AskCustomer("e1"));
  cw::TaskAssigned assigned;
  assigned.set_task("t1");
  after(absl::Minutes(5), assigned);
  cw::EvidenceRequestEnded ended;
  ended.set_evidence_request("e1");
  ended.set_state(cw::EvidenceRequest::STATE_ANSWERED);
  after(absl::Hours(7), ended);
  after(absl::Hours(1), Severe(type::v1::SEVERITY_URGENT));
  after(absl::Hours(1), cw::ChecklistCompleted());
  cw::CustomerTold told;
  told.set_how("PLAN");
  after(absl::Hours(2), told);
  cw::TaskAnswered answered;
  answered.set_task("t1");
  after(absl::Hours(9), answered);
  compensation::v1::GrantCommitted granted;
  granted.set_grant("grants/g1");
  granted.set_kind(compensation::v1::REMEDY_KIND_REFUND);
  after(absl::Hours(1), granted);
  after(absl::Hours(1), MovedTo(cw::Case::STATE_CALLBACK_DUE));
  after(absl::Seconds(1), cw::CallbackDue());
  cw::CaseClosed closed;
  closed.set_state(cw::Case::STATE_CLOSED);
  after(absl::Hours(60), closed);
  after(absl::Hours(1), cw::CaseReopened());
  compensation::v1::GrantPaid paid;
  paid.set_grant("grants/g1");
  after(absl::Hours(30), paid);
  return events;
}

TEST_CASE("Events in any order, each alone or all at once, make the same clocks") {
  SlaDesk straight;
  const std::vector<events::Event> events = Life(straight);
  straight.Apply(events);
  straight.RunTimers();
  const std::string expected = straight.Rows();
  CHECK(straight.Ask("SELECT count(*) FROM clock") == "9");
  std::mt19937 random(11);
  for (int round = 0; round < 6; ++round) {
    SlaDesk shuffled;
    std::vector<events::Event> order = Life(shuffled);
    std::shuffle(order.begin(), order.end(), random);
    for (const events::Event& event : order) shuffled.Apply({event});
    shuffled.Apply({order[0], order[3]});  // again
    shuffled.RunTimers();
    CHECK(shuffled.Rows() == expected);
    const Strings said = shuffled.Said();
    CHECK(Count(said, "Breached task-t1 1 @750") <= 1);
    CHECK(shuffled.RunTimers() == 0);
  }
}

TEST_CASE("As it comes, with the timers running or only once at the end, the same is said with the same times") {
  SlaDesk once;
  const std::vector<events::Event> events = Life(once);
  const BusinessTime end = once.time.Now();
  once.Apply(events);
  once.RunTimers();
  Strings expected = once.Said();
  std::sort(expected.begin(), expected.end());
  CHECK(expected.size() > 25);

  SlaDesk stepped;
  size_t heard = 0;
  for (; stepped.time.Now() <= end; stepped.time.Advance(absl::Minutes(10))) {
    std::vector<events::Event> batch;
    while (heard < events.size() && events[heard].time <= stepped.time.Now()) batch.push_back(events[heard++]);
    if (!batch.empty()) stepped.Apply(batch);
    stepped.RunTimers();
  }
  stepped.time.Set(end);
  std::vector<events::Event> rest(events.begin() + static_cast<std::ptrdiff_t>(heard), events.end());
  if (!rest.empty()) stepped.Apply(rest);
  stepped.RunTimers();
  Strings said = stepped.Said();
  std::sort(said.begin(), said.end());
  CHECK(said == expected);
}

TEST_CASE("A call or a turn that is stated late, or before the complaint is heard of, answers first all the same") {
  intake::v1::CallReported call;
  call.set_outcome(intake::v1::CALL_OUTCOME_ANSWERED);
  SlaDesk early;
  *call.mutable_outcome_time() = ToProto(early.time.Now() - absl::Minutes(2));
  early.Apply({early.EventOf(call)});
  CHECK(early.Said().empty());
  early.Apply({early.Complaint("c1", type::v1::CHANNEL_HOTLINE)});
  early.RunTimers();
  CHECK(Count(early.Said(), "Stopped first-response met @0") == 1);

  SlaDesk late;
  late.Apply({late.Complaint("c1", type::v1::CHANNEL_CHAT)});
  intake::v1::ChatTurnReported turn;
  turn.set_speaker(intake::v1::SPEAKER_AGENT);
  *turn.mutable_spoken_time() = ToProto(late.time.Now() + absl::Seconds(60));
  const events::Event spoken = late.EventOf(turn);
  late.time.Advance(absl::Minutes(5));
  late.RunTimers();
  CHECK(CountLike(late.Said(), "Breached first-response") == 1);
  late.Apply({spoken, spoken});
  CHECK(Count(late.Said(), "Stopped first-response met @1") == 1);
  CHECK(late.Clock("first-response").state == sla::ClockState::kMet);
}

TEST_CASE(
    "Warnings and breaches are said once, with the time at which they were due, however late and by however many replicas") {
  SlaDesk first;
  constexpr int kCases = 150;  // more than one look takes
  std::vector<events::Event> complaints;
  for (int n = 0; n < kCases; ++n) complaints.push_back(first.Complaint(absl::StrCat("c", n)));
  first.Apply(complaints);
  SlaDesk second(first.pool->schema());
  first.time.Advance(absl::Hours(3));
  second.time.Advance(absl::Hours(3));
  int said[2] = {0, 0};
  std::thread other([&] { said[1] = second.RunTimers(); });
  said[0] = first.RunTimers();
  other.join();
  said[0] += first.RunTimers();            // what the other had locked at the end
  CHECK(said[0] + said[1] == kCases * 8);  // of acceptance and first response three warnings and a breach each
  for (const int n : {0, 77, 149}) {
    const Strings of = first.Said(absl::StrCat("c", n));
    CHECK(Count(of, "Warned acceptance 50 @30") == 1);
    CHECK(Count(of, "Warned acceptance 75 @45") == 1);
    CHECK(Count(of, "Warned acceptance 90 @54") == 1);
    CHECK(Count(of, "Breached acceptance 1 @60") == 1);
    CHECK(CountLike(of, "Breached") == 2);
  }
  CHECK(first.RunTimers() == 0);
  CHECK(sla::RunTimers(first.context)->late == absl::ZeroDuration());
}

TEST_CASE("Who ends between looking and committing has said nothing; the next one says it") {
  SlaDesk desk;
  desk.Apply({desk.Complaint()});
  desk.time.Advance(absl::Minutes(61));
  std::vector<events::NewEvent> lost;
  const absl::Status killed = desk.pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    const auto due = sla::CasesDue(transaction, desk.time.Now(), sla::kTimerBatch);
    const auto locked = sla::LockCases(transaction, due, true);
    CHECK(locked.size() == 1);
    CHECK(sla::Tend(transaction, desk.context, locked, &lost).ok());
    CHECK(sla::RunTimers(desk.context)->tended.sayings.empty());  // somebody else has it: passed over
    return absl::InternalError("killed here");
  });
  CHECK_FALSE(killed.ok());
  CHECK(lost.size() == 8);
  CHECK(CountLike(desk.Said(), "Breached") == 0);
  CHECK(desk.RunTimers() == 8);
  CHECK(Count(desk.Said(), "Breached acceptance 1 @60") == 1);
}

TEST_CASE("A case whose clocks cannot be written stops no other") {
  SlaDesk desk;
  desk.Apply({desk.Complaint("c1"), desk.Complaint("c2"), desk.Complaint("c3")});
  REQUIRE(desk.pool
              ->Transact([](pqxx::work& transaction) {
                transaction.exec("ALTER TABLE clock ADD CHECK (case_number <> 'c2' OR warned_percent = 0)");
                return absl::OkStatus();
              })
              .ok());
  desk.time.Advance(absl::Minutes(61));
  CHECK(desk.RunTimers() == 16);
  CHECK(Count(desk.Said("c1"), "Breached acceptance 1 @60") == 1);
  CHECK(Count(desk.Said("c2"), "Breached acceptance 1 @60") == 0);
  CHECK(Count(desk.Said("c3"), "Breached acceptance 1 @60") == 1);
  const auto look = sla::RunTimers(desk.context);
  REQUIRE(look.ok());
  CHECK_FALSE(look->failed.ok());
  CHECK(look->late == absl::Minutes(31));
}

TEST_CASE("A stop that comes late and was in time takes the breach back, and is known to have been met") {
  SlaDesk desk;
  desk.Apply({desk.Complaint()});
  desk.time.Advance(absl::Minutes(59));
  const events::Event in_time = desk.EventOf(Accepted());
  desk.time.Advance(absl::Minutes(30));
  desk.RunTimers();
  CHECK(desk.Clock("acceptance").state == sla::ClockState::kBreached);
  desk.Apply({in_time});
  CHECK(desk.Clock("acceptance").state == sla::ClockState::kMet);
  CHECK(desk.Clock("acceptance").level == 0);
  CHECK(desk.Said().back() == "Stopped acceptance met @59");
  CHECK(desk.Ask("SELECT state FROM clock WHERE clock = 'acceptance'") == "3");
}

TEST_CASE("A request to the customer stands the clocks still until the answer or for 72 hours; never those of a regulator") {
  SlaDesk desk;
  desk.Apply({desk.Complaint(), desk.Complaint("c2", type::v1::CHANNEL_REGULATOR)});
  desk.time.Advance(absl::Hours(1));
  desk.Apply({desk.EventOf(AskCustomer("e1")), desk.EventOf(AskCustomer("e1"), "c2")});
  CHECK(desk.Clock("resolution").state == sla::ClockState::kPaused);
  CHECK(desk.Clock("acceptance").state != sla::ClockState::kPaused);
  CHECK(desk.Clock("resolution", "c2").state == sla::ClockState::kRunning);
  CHECK(desk.Clock("first-response", "c2").target == absl::Hours(7 * 24));
  desk.time.Advance(absl::Hours(100));
  desk.RunTimers();
  CHECK(Count(desk.Said(), absl::StrCat("Resumed resolution @", 73 * 60)) == 1);
  CHECK(desk.Clock("resolution").paused == absl::Hours(72));
  CHECK(desk.Clock("resolution").spent == absl::Hours(29));
  CHECK(Count(desk.Said(), absl::StrCat("Breached first-feedback 1 @", (24 + 72) * 60)) == 1);
}

TEST_CASE("A severity that is known later retargets, and a promise shorter than what has passed is broken then") {
  SlaDesk desk;
  desk.Apply({desk.Complaint()});
  desk.time.Advance(absl::Minutes(10));
  desk.Apply({desk.EventOf(Severe(type::v1::SEVERITY_CRITICAL))});
  const Strings said = desk.Said();
  CHECK(Count(said, "Retargeted acceptance @10") == 1);
  CHECK(Count(said, "Breached acceptance 1 @10") == 1);
  CHECK(Count(said, "Retargeted first-feedback @240") == 1);
  CHECK(CountLike(said, "Retargeted first-response") == 0);
}

TEST_CASE("A merge cancels, its undoing goes on; a grant is owed all the same") {
  SlaDesk desk;
  compensation::v1::GrantCommitted granted;
  granted.set_grant("grants/g1");
  granted.set_kind(compensation::v1::REMEDY_KIND_RESHIP);
  desk.Apply({desk.Complaint(), desk.EventOf(granted)});
  desk.time.Advance(absl::Hours(2));
  desk.Apply({desk.EventOf(cw::CaseMerged())});
  CHECK(desk.Clock("resolution").state == sla::ClockState::kCancelled);
  CHECK(desk.Clock("reship-g1").state == sla::ClockState::kRunning);
  desk.time.Advance(absl::Hours(50));
  desk.RunTimers();
  CHECK(CountLike(desk.Said(), "Breached resolution") == 0);
  CHECK(CountLike(desk.Said(), "Breached reship-g1") == 1);
  desk.Apply({desk.EventOf(cw::CaseUnmerged())});
  CHECK(desk.Clock("resolution").state == sla::ClockState::kRunning);
  CHECK(desk.Clock("resolution").spent == absl::Hours(2));
  CHECK(Count(desk.Said(), absl::StrCat("Resumed resolution @", 52 * 60)) == 1);
}

TEST_CASE("What is no complaint has no promises; what is closed has no open ones; a reopening begins a new one") {
  SlaDesk desk;
  desk.Apply({desk.Complaint(), desk.Complaint("c2")});
  cw::CaseClosed closed;
  closed.set_state(cw::Case::STATE_CLOSED);
  closed.mutable_closing()->set_finding(cw::Closing::FINDING_NOT_A_COMPLAINT);
  desk.time.Advance(absl::Minutes(5));
  desk.Apply({desk.EventOf(closed)});
  closed.mutable_closing()->set_finding(cw::Closing::FINDING_SUBSTANTIATED);
  desk.Apply({desk.EventOf(closed, "c2")});
  CHECK(desk.Ask("SELECT count(*) FROM clock WHERE case_number = 'c1' AND state = 5") == "4");
  CHECK(desk.Ask("SELECT count(*) FROM clock WHERE case_number = 'c2' AND state = 3") == "4");
  CHECK(desk.Ask("SELECT count(*) FROM clock WHERE next_us IS NOT NULL") == "0");
  desk.time.Advance(absl::Hours(500));
  desk.Apply({desk.EventOf(cw::CaseReopened(), "c2")});
  CHECK(desk.Clock("resolution-2", "c2").start == desk.time.Now());
  CHECK(desk.Clock("resolution-2", "c2").due == desk.time.Now() + absl::Hours(48));
  CHECK(desk.Clock("resolution", "c2").state == sla::ClockState::kMet);
}

TEST_CASE("An event that cannot be read is its own fault and moves nothing") {
  SlaDesk desk;
  events::Event bad = desk.Complaint();
  bad.data.assign(1, static_cast<char>(0xff));
  std::vector<events::NewEvent> out;
  const absl::Status status =
      desk.pool->Transact([&](pqxx::work& transaction) { return desk.handler.Apply(transaction, {bad}, &out); });
  CHECK(ReasonOf(status) == "BAD_EVENT");
  CHECK(desk.Ask("SELECT count(*) FROM clock_case") == "0");
}

}  // namespace
}  // namespace redress::test
