// The same matter again: joined at submission, race-safe, never by what a stranger may know; undone by a supervisor.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using Stub = v1::IntakeService::Stub;

v1::SubmitComplaintRequest About(const std::string& customer, const std::vector<std::string>& orders) {
  v1::SubmitComplaintRequest request = Good();
  request.mutable_complaint()->mutable_customer()->set_id(customer);
  for (const std::string& order : orders) request.mutable_complaint()->add_orders(order);
  return request;
}

std::map<std::string, v1::ComplaintReceived> ReceivedByName(Intake& intake) {
  std::map<std::string, v1::ComplaintReceived> by_name;
  for (const events::Event& event : intake.Events()) {
    if (event.type != "redress.intake.v1.ComplaintReceived") continue;
    v1::ComplaintReceived received;
    REQUIRE(received.ParseFromString(event.data));
    CHECK(event.subject == received.case_());
    by_name[received.complaint()] = received;
  }
  return by_name;
}

TEST_CASE("The same customer and a common order are the same matter", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1", "o-2"}));
  const auto again = intake.Submit(About("u-1", {"o-2", "o-3"}));
  const auto chained = intake.Submit(About("u-1", {"o-3"}));
  REQUIRE(first.ok());
  REQUIRE(again.ok());
  REQUIRE(chained.ok());
  CHECK_FALSE(first->same_matter());
  for (const auto* later : {&*again, &*chained}) {
    CHECK(later->name() != first->name());
    CHECK(later->case_() == first->case_());
    CHECK(later->same_matter());
    CHECK(later->partition() == first->partition());
    const auto read = intake.Get(later->name());
    REQUIRE(read.ok());
    CHECK(read->case_() == first->case_());
    CHECK(read->same_matter());
    const v1::ComplaintReceived said = ReceivedByName(intake)[later->name()];
    CHECK(said.case_() == first->case_());
    CHECK(said.same_matter());
  }
}

TEST_CASE("What differs in customer or order is a case of its own", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  REQUIRE(first.ok());
  const auto own = [&](const v1::SubmitComplaintRequest& request, const As& as = kShop) {
    const auto complaint = intake.Submit(request, as);
    REQUIRE(complaint.ok());
    CHECK_FALSE(complaint->same_matter());
    CHECK(complaint->case_() == "cases/" + complaint->name().substr(11));
  };
  SECTION("another order") {
    own(About("u-1", {"o-2"}));
  }
  SECTION("another customer who names the order") {
    own(About("u-2", {"o-1"}));
  }
  SECTION("nobody who names the order") {
    own(About("", {"o-1"}));
  }
  SECTION("an order that only the text names") {
    v1::SubmitComplaintRequest request = About("u-1", {});
    request.mutable_complaint()->set_text("my order o-1, complaint " + first->name());
    own(request);
  }
  SECTION("a mail, whose sender can be forged") {
    v1::SubmitComplaintRequest request = About("u-1", {"o-1"});
    request.mutable_complaint()->set_channel(type::v1::CHANNEL_EMAIL);
    own(request, kMail);
  }
}

TEST_CASE("A forged mail neither joins nor opens a matter for the customer", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest forged = About("u-1", {"o-1"});
  forged.mutable_complaint()->set_channel(type::v1::CHANNEL_EMAIL);
  REQUIRE(intake.Submit(forged, kMail).ok());
  const auto genuine = intake.Submit(About("u-1", {"o-1"}));
  REQUIRE(genuine.ok());
  CHECK_FALSE(genuine->same_matter());
}

TEST_CASE("Of many submissions of one matter at once exactly one opens the case", "[intake]") {
  Intake intake;
  Replica& second = intake.AddReplica();
  constexpr int kMatters = 8;
  constexpr int kEach = 10;
  std::vector<absl::StatusOr<v1::Complaint>> answers(kMatters * kEach, absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] {
      // Two orders in both directions: key order must not deadlock.
      const std::string a = absl::StrCat("a-", i % kMatters);
      const std::string b = absl::StrCat("b-", i % kMatters);
      const auto orders = i / kMatters % 2 == 0 ? std::vector<std::string>{a, b} : std::vector<std::string>{b, a};
      answers[i] = intake.Submit(About(absl::StrCat("u-", i % kMatters), orders), kShop, i % 3 == 0 ? &second : nullptr);
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::map<std::string, std::pair<int, int>> by_customer;  // case → opened, joined
  for (const auto& answer : answers) {
    REQUIRE(answer.ok());
    auto& [opened, joined] = by_customer[answer->case_()];
    ++(answer->same_matter() ? joined : opened);
  }
  CHECK(by_customer.size() == kMatters);
  for (const auto& [name, counts] : by_customer) CHECK(counts == std::pair<int, int>(1, kEach - 1));
  // In the log the opener always comes first.
  std::set<std::string> opened;
  for (const events::Event& event : intake.Events()) {
    v1::ComplaintReceived received;
    REQUIRE(received.ParseFromString(event.data));
    if (received.same_matter()) {
      CHECK(opened.count(received.case_()) == 1);
    } else {
      opened.insert(received.case_());
    }
  }
}

TEST_CASE("Within a batch the first item opens the case", "[intake]") {
  Intake intake;
  v1::BatchSubmitComplaintsRequest request;
  *request.add_requests() = About("u-1", {"o-1"});
  *request.add_requests() = About("u-1", {"o-1", "o-2"});
  *request.add_requests() = About("u-1", {"o-2"});
  const auto response = intake.Call(kShop, &Stub::BatchSubmitComplaints, request);
  REQUIRE(response.ok());
  const std::string& opened = response->results(0).complaint().case_();
  CHECK_FALSE(response->results(0).complaint().same_matter());
  CHECK(response->results(1).complaint().case_() == opened);
  CHECK(response->results(2).complaint().case_() == opened);
}

TEST_CASE("An answer with a token belongs to its complaint's case", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  REQUIRE(first.ok());
  v1::CreateReplyTokenRequest ask;
  ask.set_complaint(first->name());
  const auto token = intake.Call(kOutreach, &Stub::CreateReplyToken, ask);
  REQUIRE(token.ok());
  v1::SubmitComplaintRequest answer = About("", {});
  answer.mutable_complaint()->set_channel(type::v1::CHANNEL_EMAIL);
  answer.set_reply_token(token->token());

  SECTION("whoever sends it") {
    const auto joined = intake.Submit(answer, kMail);
    REQUIRE(joined.ok());
    CHECK(joined->case_() == first->case_());
    CHECK(joined->same_matter());
    CHECK(joined->partition() == first->partition());
    CHECK(ReceivedByName(intake)[joined->name()].case_() == first->case_());
  }
  SECTION("until it expires") {
    intake.time().Advance(absl::Hours(24 * 31));
    CHECK(FieldsOf(intake.Submit(answer, kMail).status()) == std::vector<std::string>{"reply_token"});
  }
  SECTION("not when it was tampered with") {
    std::string forged = token->token();
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    answer.set_reply_token(forged);
    CHECK(FieldsOf(intake.Submit(answer, kMail).status()) == std::vector<std::string>{"reply_token"});
  }
}

TEST_CASE("A token is made by our services only, for what exists, for 90 days at most", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(Good());
  REQUIRE(first.ok());
  v1::CreateReplyTokenRequest ask;
  ask.set_complaint(first->name());
  CHECK(intake.Call(kCasework, &Stub::CreateReplyToken, ask).ok());
  CHECK(intake.Call(kClassification, &Stub::CreateReplyToken, ask).status().code() == absl::StatusCode::kPermissionDenied);
  ask.mutable_expire_time()->set_seconds(intake.time().Now().micros() / 1'000'000 + 91 * 86'400);
  CHECK(FieldsOf(intake.Call(kCasework, &Stub::CreateReplyToken, ask).status()) == std::vector<std::string>{"expire_time"});
  ask.clear_expire_time();
  ask.set_complaint("complaints/" + ComplaintNumber::Make(absl::CivilDay(2026, 1, 1), 1).value().ToString());
  CHECK(ReasonOf(intake.Call(kCasework, &Stub::CreateReplyToken, ask).status()) == "COMPLAINT_NOT_FOUND");
}

TEST_CASE("A supervisor undoes a link, once, and the case of its own is kept", "[intake]") {
  Intake intake;
  const auto first = intake.Submit(About("u-1", {"o-1"}));
  const auto again = intake.Submit(About("u-1", {"o-1", "o-2"}));
  REQUIRE(again.ok());
  v1::UnlinkComplaintRequest unlink;
  unlink.set_request_id(NewId());
  unlink.set_name(again->name());
  unlink.set_etag(again->etag());
  unlink.set_reason("another parcel");

  CHECK(intake.Call(kAgent, &Stub::UnlinkComplaint, unlink).status().code() == absl::StatusCode::kPermissionDenied);
  v1::UnlinkComplaintRequest stale = unlink;
  stale.set_request_id(NewId());
  stale.set_etag("v9");
  CHECK(intake.Call(kSupervisor, &Stub::UnlinkComplaint, stale).status().code() == absl::StatusCode::kAborted);
  v1::UnlinkComplaintRequest bare;
  bare.set_name(again->name());
  CHECK(FieldsOf(intake.Call(kSupervisor, &Stub::UnlinkComplaint, bare).status()) ==
        std::vector<std::string>{"request_id", "reason"});

  const auto own = intake.Call(kSupervisor, &Stub::UnlinkComplaint, unlink);
  REQUIRE(own.ok());
  CHECK(own->case_() == "cases/" + again->name().substr(11));
  CHECK_FALSE(own->same_matter());
  CHECK(own->etag() != again->etag());
  const auto repeated = intake.Call(kSupervisor, &Stub::UnlinkComplaint, unlink);
  REQUIRE(repeated.ok());
  CHECK(repeated->etag() == own->etag());
  v1::UnlinkComplaintRequest twice = unlink;
  twice.set_request_id(NewId());
  twice.clear_etag();
  CHECK(ReasonOf(intake.Call(kSupervisor, &Stub::UnlinkComplaint, twice).status()) == "NOT_LINKED");

  std::vector<v1::ComplaintUnlinked> said;
  for (const events::Event& event : intake.Events()) {
    if (event.type != "redress.intake.v1.ComplaintUnlinked") continue;
    REQUIRE(said.emplace_back().ParseFromString(event.data));
  }
  REQUIRE(said.size() == 1);
  CHECK(said[0].complaint() == again->name());
  CHECK(said[0].former_case() == first->case_());
  CHECK(said[0].complaint_received().case_() == own->case_());
  CHECK_FALSE(said[0].complaint_received().same_matter());

  // What comes later about o-2 follows the complaint that it was first named in; o-1 stays with the first.
  CHECK(intake.Submit(About("u-1", {"o-2"}))->case_() == own->case_());
  CHECK(intake.Submit(About("u-1", {"o-1"}))->case_() == first->case_());
}

TEST_CASE("Once a link is undone nothing more is said to the former case", "[intake]") {
  Intake intake;
  REQUIRE(intake.Submit(About("u-1", {"o-1"})).ok());
  const auto joined = intake.Submit(About("u-1", {"o-1"}));
  REQUIRE(joined.ok());
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 8; ++i) {
        v1::AddContactRequest contact;
        contact.set_request_id(NewId());
        contact.set_parent(joined->name());
        contact.mutable_contact()->set_channel(type::v1::CHANNEL_CHAT);
        contact.mutable_contact()->set_text("还有人吗");
        if (!intake.Call(kShop, &Stub::AddContact, contact).ok()) ++failed;
      }
    });
  }
  v1::UnlinkComplaintRequest unlink;
  unlink.set_request_id(NewId());
  unlink.set_name(joined->name());
  unlink.set_reason("another matter");
  CHECK(redress::test::Eventually(absl::Seconds(60), [&] { return intake.Count("contact") >= 5; }));
  CHECK(intake.Call(kSupervisor, &Stub::UnlinkComplaint, unlink).ok());
  for (std::thread& thread : threads) thread.join();
  CHECK(failed == 0);
  CHECK(intake.Count("contact") == 48);
  bool undone = false;
  int after = 0;
  for (const events::Event& event : intake.Events()) {
    undone = undone || event.type == "redress.intake.v1.ComplaintUnlinked";
    if (event.type != "redress.intake.v1.ContactAdded") continue;
    CHECK((event.subject == joined->case_()) == !undone);
    after += undone ? 1 : 0;
  }
  CHECK(undone);
  INFO(after << " contacts came after it");
}

TEST_CASE("Of two supervisors who undo the same link one is told to look again", "[intake]") {
  Intake intake;
  REQUIRE(intake.Submit(About("u-1", {"o-1"})).ok());
  const auto again = intake.Submit(About("u-1", {"o-1"}));
  std::vector<absl::Status> outcomes(8);
  std::vector<std::thread> threads;
  for (absl::Status& outcome : outcomes) {
    threads.emplace_back([&] {
      v1::UnlinkComplaintRequest unlink;
      unlink.set_request_id(NewId());
      unlink.set_name(again->name());
      unlink.set_reason("x");
      outcome = intake.Call(kSupervisor, &Stub::UnlinkComplaint, unlink).status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(std::count(outcomes.begin(), outcomes.end(), absl::OkStatus()) == 1);
  for (const absl::Status& outcome : outcomes) {
    CHECK((outcome.ok() || ReasonOf(outcome) == "ETAG_MISMATCH" || ReasonOf(outcome) == "NOT_LINKED"));
  }
  CHECK(intake.Count("case_link") == 1);
}

}  // namespace
}  // namespace redress::intake::test
