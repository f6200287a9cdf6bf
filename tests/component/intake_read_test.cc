// Reads and additions: who sees what, listings by index, contacts and evidence once, clear content for our services, channels.
#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/intake/store/complaint_reader.h"
#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using google::protobuf::util::MessageDifferencer;
using Stub = v1::IntakeService::Stub;

absl::StatusOr<v1::Complaint> GetFull(Intake& intake, const std::string& name, const As& as, const std::string& reason) {
  v1::GetComplaintRequest request;
  request.set_name(name);
  request.set_view(v1::COMPLAINT_VIEW_FULL);
  request.set_read_reason(reason);
  return intake.Call(as, &Stub::GetComplaint, request);
}

v1::AddContactRequest Urge(const std::string& parent) {
  v1::AddContactRequest request;
  request.set_request_id(NewId());
  request.set_parent(parent);
  request.mutable_contact()->set_kind(v1::CONTACT_KIND_URGE);
  request.mutable_contact()->set_channel(type::v1::CHANNEL_CHAT);
  request.mutable_contact()->set_text("还没有人联系我");
  return request;
}

v1::AddEvidenceRequest Photo(const std::string& parent, char hash = 'a') {
  v1::AddEvidenceRequest request;
  request.set_request_id(NewId());
  request.set_parent(parent);
  request.mutable_evidence()->set_uri("s3://bucket/photo");
  request.mutable_evidence()->set_media_type("image/jpeg");
  request.mutable_evidence()->set_size_bytes(12);
  request.mutable_evidence()->set_sha256(std::string(64, hash));
  return request;
}

TEST_CASE("Personal data in clear needs a role and a reason, and the reading is recorded", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Good("原文");
  request.mutable_complaint()->mutable_customer()->set_phone("13812345678");
  const auto stored = intake.Submit(request);
  REQUIRE(stored.ok());

  CHECK(ReasonOf(GetFull(intake, stored->name(), kShop, "why").status()) == "VIEW_NOT_ALLOWED");
  CHECK(FieldsOf(GetFull(intake, stored->name(), kAgent, "").status()) == std::vector<std::string>{"read_reason"});
  CHECK(intake.Count("personal_data_access") == 0);
  const auto full = GetFull(intake, stored->name(), kAgent, "callback");
  REQUIRE(full.ok());
  CHECK(full->text() == "原文");
  CHECK(full->customer().phone() == "13812345678");
  CHECK(full->customer().id() == request.complaint().customer().id());
  CHECK(intake.Count("personal_data_access") == 1);
  CHECK(intake.Ask("SELECT reader || '/' || purpose || '/' || reason FROM personal_data_access") == "agents/a-li/READ/callback");
  CHECK(intake.Get(stored->name())->text().empty());
  CHECK(intake.Count("personal_data_access") == 1);
}

TEST_CASE("Records of readings and links are never changed", "[intake]") {
  Intake intake;
  const auto stored = intake.Submit(Good());
  REQUIRE(GetFull(intake, stored->name(), kAgent, "why").ok());
  CHECK_THROWS(intake.Ask("UPDATE personal_data_access SET reader = 'x'"));
  CHECK_THROWS(intake.Ask("DELETE FROM personal_data_access"));
  CHECK_THROWS(intake.Ask("UPDATE complaint SET channel = 2"));
}

TEST_CASE("A back end or connector reads only what it submitted", "[intake]") {
  Intake intake;
  const auto stored = intake.Submit(Good());
  REQUIRE(stored.ok());
  CHECK(intake.Get(stored->name(), kShop).ok());
  for (const As& stranger : {kOtherShop, kMail}) {
    const absl::Status status = intake.Get(stored->name(), stranger).status();
    CHECK(status.code() == absl::StatusCode::kNotFound);
    CHECK(ReasonOf(status) == "COMPLAINT_NOT_FOUND");
    CHECK(ReasonOf(intake.Call(stranger, &Stub::AddContact, Urge(stored->name())).status()) == "COMPLAINT_NOT_FOUND");
    CHECK(ReasonOf(intake.Call(stranger, &Stub::AddEvidence, Photo(stored->name())).status()) == "COMPLAINT_NOT_FOUND");
  }
  CHECK(intake.Call(kOtherShop, &Stub::ListComplaints, v1::ListComplaintsRequest())->complaints().empty());
  CHECK(intake.Call(kShop, &Stub::ListComplaints, v1::ListComplaintsRequest())->complaints_size() == 1);
  CHECK(intake.Get(stored->name(), kNobody).status().code() == absl::StatusCode::kUnauthenticated);
}

TEST_CASE("Complaints are listed newest first, page by page, by every filter", "[intake]") {
  Intake intake;
  std::vector<std::string> names;
  for (int i = 0; i < 7; ++i) {
    v1::SubmitComplaintRequest request = Good();
    request.mutable_complaint()->mutable_customer()->set_id(absl::StrCat("u-", i % 2));
    request.mutable_complaint()->add_orders(absl::StrCat("o-", i % 3));
    if (i == 3) request.mutable_complaint()->set_channel(type::v1::CHANNEL_REGULATOR);
    const auto stored = intake.Submit(request, i == 5 ? kOtherShop : kShop);
    REQUIRE(stored.ok());
    names.insert(names.begin(), stored->name());
    intake.time().Advance(absl::Hours(1));
  }
  const auto list = [&](const std::string& filter, int page_size = 0, const As& as = kAgent) {
    std::vector<std::string> found;
    v1::ListComplaintsRequest request;
    request.set_filter(filter);
    request.set_page_size(page_size);
    do {
      const auto page = intake.Call(as, &Stub::ListComplaints, request);
      REQUIRE(page.ok());
      CHECK((page_size == 0 || page->complaints_size() <= page_size));
      for (const v1::Complaint& complaint : page->complaints()) {
        found.push_back(complaint.name());
        CHECK(complaint.text().empty());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  };
  const auto only = [&](std::vector<int> submitted) {  // newest first
    std::vector<std::string> wanted;
    for (const int i : submitted) wanted.push_back(names[6 - i]);
    return wanted;
  };
  CHECK(list("") == names);
  CHECK(list("", 3) == names);
  CHECK(list("", 1) == names);
  CHECK(list("channel = REGULATOR") == only({3}));
  CHECK(list("customer = \"u-1\"", 2) == only({5, 3, 1}));
  CHECK(list("order = \"o-0\"", 1) == only({6, 3, 0}));
  CHECK(list("order = \"o-0\" AND customer = \"u-0\"") == only({6, 0}));
  CHECK(list("case = \"cases/" + names[6].substr(11) + "\"") == only({6, 0}));
  CHECK(list("", 0, kOtherShop) == only({5}));
  CHECK(list("channel = REGULATOR AND customer = \"u-0\"").empty());
  const auto third = intake.Get(names[4]);
  const std::string since =
      "received_time >= \"" + BusinessTime::FromUnixMicros(third->received_time().seconds() * 1'000'000).ToRfc3339() + "\"";
  CHECK(list(since) == only({6, 5, 4, 3, 2}));
  CHECK(list(since + " AND channel = APP", 2) == only({6, 5, 4, 2}));
}

TEST_CASE("A listing refuses a filter, a token or a page that is none", "[intake]") {
  Intake intake;
  const auto refused = [&](const std::function<void(v1::ListComplaintsRequest&)>& spoil) {
    v1::ListComplaintsRequest request;
    spoil(request);
    return intake.Call(kAgent, &Stub::ListComplaints, request).status();
  };
  CHECK(FieldsOf(refused([](auto& r) { r.set_filter("mood = BAD"); })) == std::vector<std::string>{"filter"});
  CHECK(FieldsOf(refused([](auto& r) { r.set_page_size(-1); })) == std::vector<std::string>{"page_size"});
  CHECK(refused([](auto& r) { r.set_page_token("x"); }).code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("Listings and look-ups use their index", "[intake]") {
  Intake intake;
  // Enough rows that a scan would be dearer.
  intake.Ask(
      "INSERT INTO complaint SELECT 26112200000000 + i, i % 64, 26112200000000 + i, 1, '2026-11-22Z', NULL, '2026-11-22Z', "
      "decode(md5((i % 500)::text), 'hex'), 0, NULL, NULL, '', '', '', '', 0, 'backends/shop', decode(md5('k'), 'hex'), "
      "gen_random_uuid(), decode(repeat('00', 60), 'hex') FROM generate_series(1, 20000) i RETURNING 1");
  intake.Ask(
      "INSERT INTO complaint_order SELECT decode(md5((i % 5000)::text), 'hex'), 26112200000000 + i FROM generate_series(1, "
      "20000) i RETURNING 1");
  intake.Ask("ANALYZE complaint, complaint_order");
  const auto plan_of = [&](const std::string& sql) {
    std::string plan;
    CHECK(intake.pool()
              .Read([&](pqxx::transaction_base& transaction) -> absl::Status {
                plan.clear();
                for (const auto& row : transaction.exec_params("EXPLAIN " + sql, "")) plan += std::string(row[0].c_str()) + "\n";
                return absl::OkStatus();
              })
              .ok());
    return plan;
  };
  ListSpec spec;
  SECTION("by customer") {
    spec.customer = std::string(16, 'c');
    CHECK(absl::StrContains(plan_of(ComplaintReader::ListSql(spec)), "customer_number_idx"));
  }
  SECTION("by order") {
    spec.order_index = std::string(16, 'o');
    const std::string plan = plan_of(ComplaintReader::ListSql(spec));
    INFO(plan);
    CHECK(absl::StrContains(plan, "complaint_order_"));
    CHECK_FALSE(absl::StrContains(plan, "Seq Scan"));
  }
  SECTION("by case") {
    spec.case_number = 26112200000007;
    const std::string plan = plan_of(ComplaintReader::ListSql(spec));
    INFO(plan);
    CHECK_FALSE(absl::StrContains(plan, "Seq Scan"));
  }
  SECTION("newest first, whatever else is asked") {
    spec.channel = 9;
    const std::string plan = plan_of(ComplaintReader::ListSql(spec));
    INFO(plan);
    CHECK(absl::StrContains(plan, "Merge Append"));
    CHECK_FALSE(absl::StrContains(plan, "Seq Scan"));
    CHECK_FALSE(absl::StrContains(plan, "->  Sort"));
  }
  SECTION("from a place in the middle") {
    spec.below = ListPosition{BusinessTime::ParseRfc3339("2026-11-22T00:00:00Z").value(), 26112200000100};
    spec.received_from = BusinessTime::ParseRfc3339("2026-11-21T00:00:00Z").value();
    const std::string plan = plan_of(ComplaintReader::ListSql(spec));
    INFO(plan);
    CHECK(absl::StrContains(plan, "received_time_number_idx"));
    CHECK_FALSE(absl::StrContains(plan, "Seq Scan"));
  }
  SECTION("one by its number: one probe of one part") {
    const std::string plan = plan_of("SELECT * FROM complaint WHERE number = 26112200000007 AND $1::text IS NOT NULL");
    INFO(plan);
    CHECK(absl::StrContains(plan, "_pkey"));
    CHECK_FALSE(absl::StrContains(plan, "Append"));
  }
}

TEST_CASE("A contact is added once, by request and by message", "[intake]") {
  Intake intake;
  const auto complaint = intake.Submit(Good());
  REQUIRE(complaint.ok());
  v1::AddContactRequest request = Urge(complaint->name());
  request.mutable_contact()->set_source("chat");
  request.mutable_contact()->set_source_message_id("c-1");
  const auto first = intake.Call(kShop, &Stub::AddContact, request);
  REQUIRE(first.ok());
  CHECK(first->kind() == v1::CONTACT_KIND_URGE);
  CHECK(first->text().empty());
  CHECK(first->submitter() == "backends/shop");
  CHECK(MessageDifferencer::Equals(*first, *intake.Call(kShop, &Stub::AddContact, request)));
  v1::AddContactRequest same_message = request;
  same_message.set_request_id(NewId());
  CHECK(MessageDifferencer::Equals(*first, *intake.Call(kShop, &Stub::AddContact, same_message)));
  CHECK(intake.Count("contact") == 1);
  v1::AddContactRequest reused = request;
  reused.mutable_contact()->set_text("other");
  CHECK(ReasonOf(intake.Call(kShop, &Stub::AddContact, reused).status()) == "REQUEST_ID_REUSED");
  const auto another = intake.Submit(Good());
  v1::AddContactRequest elsewhere = request;
  elsewhere.set_request_id(NewId());
  elsewhere.set_parent(another->name());
  CHECK(ReasonOf(intake.Call(kShop, &Stub::AddContact, elsewhere).status()) == "MESSAGE_ALREADY_RECEIVED");

  std::vector<v1::ContactAdded> said;
  for (const events::Event& event : intake.Events()) {
    if (event.type == "redress.intake.v1.ContactAdded") REQUIRE(said.emplace_back().ParseFromString(event.data));
  }
  REQUIRE(said.size() == 1);
  CHECK(said[0].contact() == first->name());
  CHECK(said[0].case_() == complaint->case_());
  CHECK(said[0].kind() == v1::CONTACT_KIND_URGE);
}

TEST_CASE("Contacts are listed oldest first, in clear only with a reason", "[intake]") {
  Intake intake;
  const auto complaint = intake.Submit(Good());
  for (int i = 0; i < 5; ++i) {
    v1::AddContactRequest request = Urge(complaint->name());
    request.mutable_contact()->set_text(absl::StrCat("n", i));
    REQUIRE(intake.Call(kShop, &Stub::AddContact, request).ok());
  }
  v1::ListContactsRequest request;
  request.set_parent(complaint->name());
  request.set_page_size(2);
  request.set_view(v1::COMPLAINT_VIEW_FULL);
  CHECK(FieldsOf(intake.Call(kAgent, &Stub::ListContacts, request).status()) == std::vector<std::string>{"read_reason"});
  request.set_read_reason("callback");
  std::set<std::string> texts;
  int pages = 0;
  do {
    const auto page = intake.Call(kAgent, &Stub::ListContacts, request);
    REQUIRE(page.ok());
    for (const v1::Contact& contact : page->contacts()) texts.insert(contact.text());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  CHECK(pages == 3);
  CHECK(texts == std::set<std::string>{"n0", "n1", "n2", "n3", "n4"});
  CHECK(intake.Count("personal_data_access") == 3);
}

TEST_CASE("Bad contacts and evidence are refused with every field named", "[intake]") {
  Intake intake;
  const auto complaint = intake.Submit(Good());
  v1::AddContactRequest contact;
  contact.set_parent(complaint->name());
  CHECK(FieldsOf(intake.Call(kShop, &Stub::AddContact, contact).status()) ==
        std::vector<std::string>{"request_id", "contact.channel", "contact.text"});
  v1::AddEvidenceRequest evidence;
  evidence.set_parent(complaint->name());
  CHECK(FieldsOf(intake.Call(kShop, &Stub::AddEvidence, evidence).status()) ==
        std::vector<std::string>{"request_id", "evidence.uri", "evidence.media_type", "evidence.size_bytes", "evidence.sha256"});
  CHECK(intake.Count("contact") == 0);
  CHECK(intake.Count("evidence") == 0);
}

TEST_CASE("The same file on a complaint is one piece of evidence", "[intake]") {
  Intake intake;
  const auto complaint = intake.Submit(Good());
  const v1::AddEvidenceRequest request = Photo(complaint->name());
  const auto first = intake.Call(kShop, &Stub::AddEvidence, request);
  REQUIRE(first.ok());
  CHECK(first->uri().empty());
  CHECK(first->adder() == "backends/shop");
  CHECK(MessageDifferencer::Equals(*first, *intake.Call(kShop, &Stub::AddEvidence, request)));
  CHECK(MessageDifferencer::Equals(*first, *intake.Call(kAgent, &Stub::AddEvidence, Photo(complaint->name()))));
  CHECK(intake.Call(kShop, &Stub::AddEvidence, Photo(complaint->name(), 'b')).ok());
  CHECK(intake.Count("evidence") == 2);
  v1::ListEvidenceRequest list;
  list.set_parent(complaint->name());
  list.set_view(v1::COMPLAINT_VIEW_FULL);
  list.set_read_reason("check");
  const auto all = intake.Call(kAgent, &Stub::ListEvidence, list);
  REQUIRE(all.ok());
  REQUIRE(all->evidence_size() == 2);
  CHECK(all->evidence(0).uri() == "s3://bucket/photo");
  CHECK(intake.Get(complaint->name())->evidence_size() == 2);
}

TEST_CASE("Our services read the clear content for their purpose, and it is recorded as one reading", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest submit = Good("原文");
  submit.mutable_complaint()->mutable_customer()->set_phone("13812345678");
  submit.mutable_complaint()->mutable_customer()->set_vip_level(3);
  const auto stored = intake.Submit(submit);
  v1::BatchReadContentRequest request;
  request.add_complaints(stored->name());
  request.add_complaints("complaints/" + ComplaintNumber::Make(absl::CivilDay(2026, 1, 1), 1).value().ToString());
  request.set_purpose(v1::BatchReadContentRequest::PURPOSE_CLASSIFY);
  const auto contents = intake.Call(kClassification, &Stub::BatchReadContent, request);
  REQUIRE(contents.ok());
  REQUIRE(contents->contents_size() == 2);
  CHECK(contents->contents(0).found());
  CHECK(contents->contents(0).complaint() == stored->name());
  CHECK(contents->contents(0).text() == "原文");
  CHECK(contents->contents(0).vip_level() == 3);
  CHECK(contents->contents(0).phone().empty());
  CHECK_FALSE(contents->contents(1).found());
  CHECK(intake.Ask("SELECT reader || '/' || purpose || '/' || cardinality(numbers) FROM personal_data_access") ==
        "services/classification/CLASSIFY/1");

  request.set_purpose(v1::BatchReadContentRequest::PURPOSE_NOTIFY);
  CHECK(ReasonOf(intake.Call(kClassification, &Stub::BatchReadContent, request).status()) == "PURPOSE_NOT_ALLOWED");
  CHECK(intake.Call(kOutreach, &Stub::BatchReadContent, request)->contents(0).phone() == "13812345678");
  CHECK(intake.Call(kCasework, &Stub::BatchReadContent, request).status().code() == absl::StatusCode::kPermissionDenied);
  CHECK(intake.Call(kSupervisor, &Stub::BatchReadContent, request).status().code() == absl::StatusCode::kPermissionDenied);
  request.clear_purpose();
  CHECK(FieldsOf(intake.Call(kClassification, &Stub::BatchReadContent, request).status()) == std::vector<std::string>{"purpose"});
  request.set_purpose(v1::BatchReadContentRequest::PURPOSE_CLASSIFY);
  request.add_complaints("x");
  CHECK(FieldsOf(intake.Call(kClassification, &Stub::BatchReadContent, request).status()) ==
        std::vector<std::string>{"complaints[2]"});
}

TEST_CASE("What was erased is not found by content readers and shows nothing personal", "[intake]") {
  Intake intake;
  const auto stored = intake.Submit(Good("原文"));
  intake.Ask("DELETE FROM data_key RETURNING 1");
  v1::BatchReadContentRequest request;
  request.add_complaints(stored->name());
  request.set_purpose(v1::BatchReadContentRequest::PURPOSE_CLASSIFY);
  CHECK_FALSE(intake.Call(kClassification, &Stub::BatchReadContent, request)->contents(0).found());
  const auto read = GetFull(intake, stored->name(), kAgent, "why");
  REQUIRE(read.ok());
  CHECK(read->text().empty());
  CHECK(read->customer().id().empty());
  CHECK(ReasonOf(intake.Call(kShop, &Stub::AddContact, Urge(stored->name())).status()) == "ERASED");
}

TEST_CASE("Anybody may ask for the channels; their state follows the clock", "[intake]") {
  Intake intake;
  intake.time().Set(BusinessTime::ParseRfc3339("2026-11-22T02:00:00Z").value());  // Sunday, 10:00 in Shanghai
  const auto sunday = intake.Call(kNobody, &Stub::ListChannels, v1::ListChannelsRequest());
  REQUIRE(sunday.ok());
  REQUIRE(sunday->channels_size() == 9);
  const auto state_of = [](const v1::ListChannelsResponse& response, type::v1::Channel channel) {
    for (const v1::ChannelInfo& info : response.channels()) {
      if (info.channel() == channel) return info.state();
    }
    return v1::ChannelInfo::STATE_UNSPECIFIED;
  };
  for (const v1::ChannelInfo& info : sunday->channels()) {
    CHECK_FALSE(info.display_name_zh().empty());
    CHECK_FALSE(info.display_name_en().empty());
    CHECK_FALSE(info.promise_zh().empty());
    CHECK_FALSE(info.promise_en().empty());
  }
  CHECK(state_of(*sunday, type::v1::CHANNEL_STORE) == v1::ChannelInfo::STATE_OPEN);
  CHECK(state_of(*sunday, type::v1::CHANNEL_REGULATOR) == v1::ChannelInfo::STATE_CLOSED);
  intake.time().Advance(absl::Hours(24));
  const auto monday = intake.Call(kNobody, &Stub::ListChannels, v1::ListChannelsRequest());
  CHECK(state_of(*monday, type::v1::CHANNEL_REGULATOR) == v1::ChannelInfo::STATE_OPEN);
}

}  // namespace
}  // namespace redress::intake::test
