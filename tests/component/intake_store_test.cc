// The statement that stores batches, by itself: its plans, and what it does about keys, repeats and commits in doubt.
#include <catch2/catch.hpp>

#include <map>

#include "absl/strings/str_cat.h"
#include "libs/events/envelope.h"
#include "libs/pg/arrays.h"
#include "services/intake/app/fact_events.h"
#include "services/intake/domain/names.h"
#include "services/intake/store/complaint_writer.h"
#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using Stub = v1::IntakeService::Stub;

pg::PoolOptions WriterPool(Intake& intake) {
  pg::PoolOptions options = intake.pool().options();
  options.size = 1;
  options.statements = ComplaintWriter::Statements();
  return options;
}

// A complaint with everything that is looked up: customer and key, message, order, matter.
NewComplaint Complete(int sequence, const std::string& customer) {
  const ComplaintNumber number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), sequence).value();
  const BusinessTime now = BusinessTime::ParseRfc3339("2026-11-22T00:00:00Z").value();
  NewComplaint complaint;
  complaint.name = ComplaintName(number);
  complaint.request = {"backends/shop", Uuid::Random(), std::string(16, 'h')};
  complaint.facts.number = complaint.facts.case_number = ToStored(number);
  complaint.facts.channel = 1;
  complaint.facts.received_time = complaint.facts.create_time = now;
  complaint.facts.customer = complaint.key_owner = customer;
  complaint.facts.submitter = "backends/shop";
  complaint.key_id = Uuid::Random();
  complaint.content = std::string(60, 's');
  complaint.message_key = std::string(8, 'm') + absl::StrCat(10'000'000 + sequence);
  complaint.order_indexes = {std::string(8, 'o') + absl::StrCat(10'000'000 + sequence)};
  complaint.matter_keys = {std::string(8, 'k') + absl::StrCat(10'000'000 + sequence)};
  return complaint;
}

NewBatch BatchOf(std::vector<NewComplaint> complaints) {
  NewBatch batch;
  batch.now = complaints.front().facts.create_time;
  for (const NewComplaint& complaint : complaints) {
    if (!complaint.key_known) batch.new_keys.push_back({complaint.key_owner, complaint.key_id, std::string(40, 'w')});
  }
  batch.complaints = std::move(complaints);
  return batch;
}

std::string OwnerOf(char letter) {
  return std::string(16, letter);
}

TEST_CASE("A plan that was made on empty tables reads no table as a whole", "[intake]") {
  Intake intake;
  pg::Pool pool(WriterPool(intake));
  const NewComplaint first = Complete(1, OwnerOf('a'));
  NewComplaint same_message = Complete(2, OwnerOf('b'));
  same_message.message_key = first.message_key;
  NewComplaint same_matter = Complete(3, OwnerOf('a'));
  same_matter.matter_keys = first.matter_keys;
  same_matter.key_id = first.key_id;
  same_matter.key_known = true;
  const std::vector<NewBatch> batches = {BatchOf({first}), BatchOf({first}), BatchOf({same_message}), BatchOf({same_matter})};
  std::vector<StoreOutcome> outcomes;
  std::string read_whole;
  std::string probed;
  // In one transaction, whose own counts can be asked for.
  const absl::Status status = pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    outcomes.clear();
    for (const NewBatch& batch : batches) {
      const auto results = ComplaintWriter::StoreIn(transaction, batch);
      if (!results.ok()) return results.status();
      outcomes.push_back(results->front().outcome);
    }
    transaction.exec_prepared("find_keys", pg::ByteArrayOf(std::vector<std::string>{OwnerOf('a'), OwnerOf('z')}));
    const char* const of_the_store =
        "relname ~ '^(request|source_message|data_key|matter|complaint|complaint_order|case_standing|matter_joined)_[0-7]$'";
    read_whole = transaction
                     .exec1(absl::StrCat("SELECT coalesce(string_agg(relname, ' '), '') FROM pg_stat_xact_user_tables "
                                         "WHERE seq_scan > 0 AND ",
                                         of_the_store))[0]
                     .c_str();
    probed = transaction
                 .exec1(
                     "SELECT string_agg(DISTINCT rtrim(relname, '_01234567'), ' ') FROM pg_stat_xact_user_tables "
                     "WHERE idx_scan > 0 AND relname ~ '^(request|source_message|data_key|matter|case_standing)_[0-7]$'")[0]
                 .c_str();
    return absl::OkStatus();
  });
  INFO(status);
  REQUIRE(status.ok());
  CHECK(outcomes == std::vector<StoreOutcome>{StoreOutcome::kStored, StoreOutcome::kSameRequest, StoreOutcome::kSameMessage,
                                              StoreOutcome::kStored});
  CHECK(read_whole.empty());
  CHECK(probed == "case_standing data_key matter request source_message");
}

TEST_CASE("A batch that is stored again after a commit in doubt is told that it is its own", "[intake]") {
  Intake intake;
  pg::Pool pool(WriterPool(intake));
  ComplaintWriter writer(pool);
  NewComplaint joined = Complete(2, OwnerOf('a'));
  const NewComplaint first = Complete(1, OwnerOf('a'));
  joined.matter_keys = first.matter_keys;
  joined.key_id = first.key_id;
  joined.key_known = true;
  const NewBatch batch = BatchOf({first, joined});
  for (const StoreOutcome expected : {StoreOutcome::kStored, StoreOutcome::kSameRequest}) {
    const auto results = writer.Store(batch);
    INFO(results.status());
    REQUIRE(results.ok());
    for (size_t i = 0; i < 2; ++i) {
      CHECK((*results)[i].outcome == expected);
      CHECK((*results)[i].own);
      CHECK((*results)[i].number == batch.complaints[i].facts.number);
    }
  }
  CHECK(intake.Count("complaint") == 2);
  CHECK(intake.Count("event") == 2);
  CHECK(intake.Ask("SELECT count(DISTINCT case_number) FROM complaint") == "1");
}

TEST_CASE("What is told of a stored batch is what the log has", "[intake]") {
  Intake intake;
  pg::Pool pool(WriterPool(intake));
  ComplaintWriter writer(pool);
  const NewComplaint known = Complete(1, OwnerOf('a'));
  REQUIRE(writer.Store(BatchOf({known})).ok());
  std::vector<NewComplaint> complaints = {Complete(2, OwnerOf('b')), known, Complete(3, OwnerOf('c')), Complete(4, OwnerOf('d')),
                                          Complete(5, OwnerOf('e'))};
  complaints[1].key_known = true;
  complaints[3].matter_keys = complaints[0].matter_keys;  // joins the first
  complaints[4].facts.partition = 3;
  for (NewComplaint& complaint : complaints) {
    complaint.event_id = Uuid::Random();
    complaint.event = "said of " + complaint.name;
    complaint.traceparent = "00-" + complaint.name;
  }
  const NewBatch batch = BatchOf(complaints);
  const auto results = writer.Store(batch);
  INFO(results.status());
  REQUIRE(results.ok());
  const events::LogInfo log{"intake", intake.Events().front().epoch, 64};
  std::map<std::string, std::string> held;  // by subject, partition and sequence
  for (const events::Event& event : intake.Events()) {
    held[absl::StrCat(event.subject, " ", event.partition, " ", event.sequence)] = events::Encode(event);
  }
  std::vector<int64_t> told;
  for (size_t i = 0; i < complaints.size(); ++i) {
    const events::NewEvent event = ReceivedEvent(batch.complaints[i], (*results)[i], batch.now);
    told.push_back(event.sequence);
    CHECK(event.partition == (*results)[i].partition);
    if (event.sequence == 0) continue;
    CHECK(held[absl::StrCat(event.subject, " ", event.partition, " ", event.sequence)] == events::Encode(log, event));
  }
  // Of the one that was answered before, and of the one that joined another, only where to look.
  CHECK(told == std::vector<int64_t>{2, 0, 3, 0, 1});
  CHECK((*results)[3].sequence == 4);
}

TEST_CASE("Nothing is sealed with a key that is not there", "[intake]") {
  Intake intake;
  pg::Pool pool(WriterPool(intake));
  ComplaintWriter writer(pool);
  REQUIRE(writer.Store(BatchOf({Complete(1, OwnerOf('a'))})).ok());
  SECTION("because another replica has made one") {
    const absl::Status refused = writer.Store(BatchOf({Complete(2, OwnerOf('a')), Complete(3, OwnerOf('b'))})).status();
    CHECK(ReasonOf(refused) == "DATA_KEY_CHANGED");
  }
  SECTION("because it was erased") {
    NewComplaint later = Complete(2, OwnerOf('c'));
    later.key_known = true;
    CHECK(ReasonOf(writer.Store(BatchOf({later})).status()) == "DATA_KEY_CHANGED");
  }
  CHECK(intake.Count("complaint") == 1);
  CHECK(intake.Count("data_key") == 1);
}

TEST_CASE("Who complains again after an erasure can be read again", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Good("before");
  const auto erased = intake.Submit(request);
  REQUIRE(erased.ok());
  intake.Ask("DELETE FROM data_key RETURNING 1");
  request.set_request_id(NewId());
  request.mutable_complaint()->set_text("after");
  const auto again = intake.Submit(request);
  REQUIRE(again.ok());
  v1::GetComplaintRequest get;
  get.set_view(v1::COMPLAINT_VIEW_FULL);
  get.set_read_reason("check");
  get.set_name(again->name());
  CHECK(intake.Call(kAgent, &Stub::GetComplaint, get)->text() == "after");
  get.set_name(erased->name());
  CHECK(intake.Call(kAgent, &Stub::GetComplaint, get)->text().empty());
}

TEST_CASE("A repeat leaves no key behind", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Good();
  request.mutable_complaint()->clear_customer();
  request.mutable_complaint()->set_source_message_id("m-1");
  REQUIRE(intake.Submit(request).ok());
  REQUIRE(intake.Submit(request).ok());
  request.set_request_id(NewId());
  REQUIRE(intake.Submit(request).ok());
  CHECK(intake.Count("complaint") == 1);
  CHECK(intake.Count("data_key") == 1);
}

}  // namespace
}  // namespace redress::intake::test
