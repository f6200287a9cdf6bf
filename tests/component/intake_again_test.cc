// The same matter again after casework has spoken: it joins a case that is open, or that ended at most 30 days ago, or the one
// that a case became part of; later it opens a case of its own, and the matter is that one's from then on.
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using Stub = v1::IntakeService::Stub;
namespace cw = casework::v1;
constexpr absl::Duration kMonth = absl::Hours(24 * 30);

v1::SubmitComplaintRequest About(const std::string& customer, const std::vector<std::string>& orders) {
  v1::SubmitComplaintRequest request = Good();
  request.mutable_complaint()->mutable_customer()->set_id(customer);
  for (const std::string& order : orders) request.mutable_complaint()->add_orders(order);
  return request;
}

google::protobuf::Timestamp Stamp(BusinessTime time) {
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(time.micros() / 1'000'000);
  stamp.set_nanos(static_cast<int32_t>(time.micros() % 1'000'000 * 1'000));
  return stamp;
}

events::NewEvent Closed(Intake& intake, const v1::Complaint& complaint, BusinessTime time) {
  cw::CaseClosed closed;
  closed.set_state(cw::Case::STATE_CLOSED);
  *closed.mutable_close_time() = Stamp(time);
  return intake.OfCase(complaint, closed);
}

events::NewEvent Merged(Intake& intake, const v1::Complaint& complaint, const std::string& into) {
  cw::CaseMerged merged;
  merged.set_into(into);
  return intake.OfCase(complaint, merged);
}

std::string OwnCase(const v1::Complaint& complaint) {
  return "cases/" + complaint.name().substr(11);
}

v1::ComplaintReceived ReceivedOf(Intake& intake, const v1::Complaint& complaint, events::Event* envelope = nullptr) {
  v1::ComplaintReceived received;
  for (const events::Event& event : intake.Events()) {
    if (event.type != "redress.intake.v1.ComplaintReceived") continue;
    REQUIRE(received.ParseFromString(event.data));
    if (received.complaint() != complaint.name()) continue;
    if (envelope != nullptr) *envelope = event;
    return received;
  }
  FAIL("not said");
  return received;
}

TEST_CASE("A matter joins its case until exactly 30 days after that ended, by the times of receipt and of the end", "[intake]") {
  Intake intake;
  const BusinessTime end = intake.time().Now();
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  REQUIRE(first.ok());
  intake.SayOfCases({Closed(intake, *first, end)});
  intake.time().Advance(kMonth + absl::Hours(1));

  v1::SubmitComplaintRequest in_time = About("u-1", {"o-1"});
  *in_time.mutable_complaint()->mutable_received_time() = Stamp(end + kMonth);
  const auto joined = intake.Submit(in_time);
  REQUIRE(joined.ok());
  CHECK(joined->case_() == first->case_());
  CHECK(joined->same_matter());

  v1::SubmitComplaintRequest too_late = About("u-1", {"o-1"});
  *too_late.mutable_complaint()->mutable_received_time() = Stamp(end + kMonth + absl::Microseconds(1));
  const auto own = intake.Submit(too_late);
  REQUIRE(own.ok());
  CHECK(own->case_() == OwnCase(*own));
  CHECK_FALSE(own->same_matter());
  CHECK(intake.Get(own->name())->case_() == own->case_());
  CHECK_FALSE(ReceivedOf(intake, *own).same_matter());

  // From then on it is the matter of that case, also for what was received before: it is known later.
  CHECK(intake.Submit(About("u-1", {"o-1"}))->case_() == own->case_());
  CHECK(intake.Submit(in_time)->case_() == joined->case_());  // the same request has its answer
  in_time.set_request_id(NewId());
  CHECK(intake.Submit(in_time)->case_() == own->case_());
}

TEST_CASE("A shorter time can be configured", "[intake]") {
  OwnConfig config;
  config.repeat_within = absl::Hours(1);
  Intake intake(config);
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  intake.SayOfCases({Closed(intake, *first, intake.time().Now())});
  intake.time().Advance(absl::Hours(1) + absl::Seconds(1));
  CHECK_FALSE(intake.Submit(About("u-1", {"o-1"}))->same_matter());
}

TEST_CASE("Reopened, rejected, told twice or not told at all: the last word counts", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  REQUIRE(first.ok());
  cw::CaseClosed rejected;
  rejected.set_state(cw::Case::STATE_REJECTED);
  *rejected.mutable_close_time() = Stamp(intake.time().Now());
  const events::NewEvent over = intake.OfCase(*first, rejected);
  intake.SayOfCases({over});
  intake.SayOfCases({over, intake.OfCase(*first, cw::CaseReopened())});
  CHECK(intake.Count("case_standing") == 0);
  intake.time().Advance(kMonth * 3);
  CHECK(intake.Submit(About("u-1", {"o-1"}))->case_() == first->case_());
  intake.SayOfCases({over, over});
  CHECK(intake.Count("case_standing") == 1);
  CHECK_FALSE(intake.Submit(About("u-1", {"o-1"}))->same_matter());
}

TEST_CASE("Of several orders the one whose case goes on decides; those of a case that is long over follow", "[intake]") {
  Intake intake;
  const auto old = intake.Submit(About("u-1", {"o-old", "o-other"}));
  const auto live = intake.Submit(About("u-1", {"o-live"}));
  REQUIRE(live.ok());
  intake.SayOfCases({Closed(intake, *old, intake.time().Now())});
  intake.time().Advance(kMonth * 2);
  const auto both = intake.Submit(About("u-1", {"o-old", "o-live", "o-new"}));
  REQUIRE(both.ok());
  CHECK(both->case_() == live->case_());
  CHECK(intake.Submit(About("u-1", {"o-old"}))->case_() == live->case_());
  CHECK(intake.Submit(About("u-1", {"o-new"}))->case_() == live->case_());
  CHECK_FALSE(intake.Submit(About("u-1", {"o-other"}))->same_matter());  // of the old case, and not named since
}

TEST_CASE("Within a batch the first one takes the matter over, and the next ones join it", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  intake.SayOfCases({Closed(intake, *first, intake.time().Now())});
  intake.time().Advance(kMonth * 2);
  v1::BatchSubmitComplaintsRequest request;
  *request.add_requests() = About("u-1", {"o-1", "o-2"});
  *request.add_requests() = About("u-1", {"o-1"});
  *request.add_requests() = About("u-1", {"o-2", "o-3"});
  *request.add_requests() = About("u-1", {"o-3"});
  const auto response = intake.Call(kShop, &Stub::BatchSubmitComplaints, request);
  REQUIRE(response.ok());
  const v1::Complaint& opened = response->results(0).complaint();
  CHECK(opened.case_() == OwnCase(opened));
  for (int i = 1; i < 4; ++i) {
    CHECK(response->results(i).complaint().case_() == opened.case_());
    CHECK(response->results(i).complaint().same_matter());
  }
}

TEST_CASE("Of many who come late at once, on two replicas, exactly one opens the next case", "[intake]") {
  Intake intake;
  Replica& second = intake.AddReplica();
  constexpr int kMatters = 6, kEach = 8;
  std::vector<events::NewEvent> ends;
  for (int m = 0; m < kMatters; ++m) {
    const auto first = intake.Submit(About(absl::StrCat("u-", m), {absl::StrCat("a-", m), absl::StrCat("b-", m)}));
    REQUIRE(first.ok());
    ends.push_back(Closed(intake, *first, intake.time().Now()));
  }
  intake.SayOfCases(ends);
  intake.time().Advance(kMonth * 2);
  std::vector<absl::StatusOr<v1::Complaint>> answers(kMatters * kEach, absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] {
      const std::string a = absl::StrCat("a-", i % kMatters), b = absl::StrCat("b-", i % kMatters);
      const auto orders = i / kMatters % 2 == 0 ? std::vector<std::string>{a, b} : std::vector<std::string>{b, a};
      answers[i] = intake.Submit(About(absl::StrCat("u-", i % kMatters), orders), kShop, i % 3 == 0 ? &second : nullptr);
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> cases;
  int opened = 0;
  for (const auto& answer : answers) {
    REQUIRE(answer.ok());
    cases.insert(answer->case_());
    opened += answer->same_matter() ? 0 : 1;
  }
  CHECK(opened == kMatters);
  CHECK(cases.size() == kMatters);
}

TEST_CASE("A merged case is followed to the one that goes on, into its partition; and no more once that is undone", "[intake]") {
  Intake intake;
  const auto lost = intake.Submit(About("u-1", {"o-1"}));
  auto won = intake.Submit(About("u-2", {"o-9"}));
  for (int i = 3; won.ok() && won->partition() == lost->partition(); ++i)
    won = intake.Submit(About(absl::StrCat("u-", i), {"o-9"}));
  REQUIRE(won.ok());
  intake.SayOfCases({Merged(intake, *lost, won->case_())});
  const auto again = intake.Submit(About("u-1", {"o-1"}));
  REQUIRE(again.ok());
  CHECK(again->case_() == won->case_());
  CHECK(again->partition() == won->partition());
  CHECK(intake.Get(again->name())->partition() == won->partition());
  events::Event envelope;
  CHECK(ReceivedOf(intake, *again, &envelope).case_() == won->case_());
  CHECK(envelope.partition == won->partition());
  CHECK(envelope.subject == won->case_());

  // Long after the other one ended it is a case of its own.
  intake.SayOfCases({Closed(intake, *won, intake.time().Now())});
  intake.time().Advance(kMonth + absl::Seconds(1));
  CHECK_FALSE(intake.Submit(About("u-1", {"o-1"}))->same_matter());

  const auto third = intake.Submit(About("u-7", {"o-7"}));
  intake.SayOfCases({Merged(intake, *third, won->case_())});
  cw::CaseUnmerged unmerged;
  unmerged.set_from(won->case_());
  unmerged.set_state(cw::Case::STATE_INVESTIGATING);
  intake.SayOfCases({intake.OfCase(*third, unmerged)});
  CHECK(intake.Submit(About("u-7", {"o-7"}))->case_() == third->case_());
}

TEST_CASE("An answer with a token goes by the same rule, and the next one joins what the first late one opened", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  v1::CreateReplyTokenRequest ask;
  ask.set_complaint(first->name());
  *ask.mutable_expire_time() = Stamp(intake.time().Now() + absl::Hours(24 * 80));
  const auto token = intake.Call(kOutreach, &Stub::CreateReplyToken, ask);
  REQUIRE(token.ok());
  const auto answer = [&] {
    v1::SubmitComplaintRequest request = About("", {});
    request.mutable_complaint()->set_channel(type::v1::CHANNEL_EMAIL);
    request.set_reply_token(token->token());
    return intake.Submit(request, kMail);
  };
  intake.SayOfCases({Closed(intake, *first, intake.time().Now())});
  CHECK(answer()->case_() == first->case_());
  intake.time().Advance(kMonth + absl::Seconds(1));
  const auto late = answer();
  REQUIRE(late.ok());
  CHECK_FALSE(late->same_matter());
  CHECK(late->partition() == first->partition());
  CHECK(answer()->case_() == late->case_());
  intake.SayOfCases({Closed(intake, *late, intake.time().Now())});
  intake.time().Advance(kMonth + absl::Seconds(1));
  const auto later = answer();
  REQUIRE(later.ok());
  CHECK_FALSE(later->same_matter());
  CHECK(answer()->case_() == later->case_());
}

TEST_CASE("What was looked at comes after what casework had said; what opens a matter comes after nothing", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  intake.SayOfCases({Closed(intake, *first, intake.time().Now())});
  const auto again = intake.Submit(About("u-1", {"o-1"}));
  const auto other = intake.Submit(About("u-1", {"o-2"}));
  events::Event envelope;
  ReceivedOf(intake, *again, &envelope);
  REQUIRE(envelope.after.size() == 1);
  CHECK(envelope.after[0].source == "casework");
  CHECK(envelope.after[0].sequence == 1);
  ReceivedOf(intake, *other, &envelope);
  CHECK(envelope.after.empty());
}

TEST_CASE("Where casework opened a case of its own, the complaint leaves the one that intake had linked it to", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1", "o-2"}));
  const auto again = intake.Submit(About("u-1", {"o-1", "o-5"}));
  REQUIRE(again->same_matter());
  cw::CaseOpened opened;
  opened.set_complaint(again->name());
  events::NewEvent said = intake.OfCase(*again, opened);
  opened.set_case_(OwnCase(*again));
  said.subject = OwnCase(*again);
  said.data = opened.SerializeAsString();
  cw::CaseOpened usual;
  usual.set_complaint(first->name());
  intake.SayOfCases({intake.OfCase(*first, usual), said});
  intake.SayOfCases({said, Closed(intake, *first, intake.time().Now())});

  const auto own = intake.Get(again->name());
  REQUIRE(own.ok());
  CHECK(own->case_() == OwnCase(*again));
  CHECK_FALSE(own->same_matter());
  CHECK(intake.Ask("SELECT actor || ' ' || version FROM case_link") == "services/casework 1");
  std::vector<v1::ComplaintUnlinked> unlinked;
  for (const events::Event& event : intake.Events()) {
    if (event.type != "redress.intake.v1.ComplaintUnlinked") continue;
    CHECK(event.subject == first->case_());
    CHECK(event.partition == again->partition());
    REQUIRE(unlinked.emplace_back().ParseFromString(event.data));
  }
  REQUIRE(unlinked.size() == 1);
  CHECK(unlinked[0].former_case() == first->case_());
  CHECK(unlinked[0].complaint_received().case_() == own->case_());

  // The matter is that case's from now on; what the complaint did not name stays where it was.
  CHECK(intake.Submit(About("u-1", {"o-1"}))->case_() == own->case_());
  CHECK(intake.Submit(About("u-1", {"o-5"}))->case_() == own->case_());
  CHECK(intake.Submit(About("u-1", {"o-2"}))->case_() == first->case_());
}

TEST_CASE("What casework says of cases and complaints that intake does not know, or cannot read, disturbs nobody", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  v1::Complaint strange;
  strange.set_case_("cases/" + ComplaintNumber::Make(absl::CivilDay(2026, 1, 1), 1).value().ToString());
  strange.set_partition(first->partition());
  cw::CaseOpened opened;
  opened.set_complaint("complaints/" + strange.case_().substr(6));
  intake.SayOfCases({intake.OfCase(strange, opened), Closed(intake, strange, intake.time().Now())});
  strange.set_case_("cases/no-number");
  intake.SayOfCases({Closed(intake, strange, intake.time().Now())});
  CHECK(intake.Ask("SELECT reason FROM parked_event") == "BAD_EVENT");
  CHECK(intake.Submit(About("u-1", {"o-1"}))->case_() == first->case_());
}

}  // namespace
}  // namespace redress::intake::test
