// What breaks around intake: lost connections, a database that is away or slow, replicas that collide, a complaint that the
// database refuses. Afterwards what was acknowledged is there, once.
#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using redress::test::Eventually;
using Stub = v1::IntakeService::Stub;
constexpr absl::Duration kPatience = absl::Seconds(60);

// Holds a lock that makes every commit wait; until it is destroyed.
class BlockedCommits {
 public:
  explicit BlockedCommits(Intake& intake)
      : connection_(absl::StrCat(Postgres().connection(), " dbname=", intake.database())), transaction_(connection_) {
    transaction_.exec("LOCK TABLE intake.request IN ACCESS EXCLUSIVE MODE");
  }

 private:
  pqxx::connection connection_;
  pqxx::work transaction_;
};

int Waiting(Intake& intake) {
  return std::stoi(
      intake.Ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"));
}

// Sequences are 1 … n in every partition, one event a complaint, one request a complaint.
void CheckConsistent(Intake& intake, int64_t complaints) {
  CHECK(intake.Count("complaint") == complaints);
  CHECK(intake.Count("event") == complaints);
  CHECK(intake.Ask("SELECT count(*) FROM (SELECT partition, max(sequence) - count(*) AS gap FROM event GROUP BY partition) g "
                   "WHERE gap <> 0") == "0");
  CHECK(intake.Ask("SELECT count(*) FROM complaint c LEFT JOIN data_key k ON k.owner = c.key_owner AND k.key_id = c.key_id "
                   "WHERE k.owner IS NULL") == "0");
}

void CutConnections(Intake& intake) {
  pqxx::connection connection(Postgres().connection());
  pqxx::nontransaction(connection)
      .exec(absl::StrCat("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '", intake.database(), "'"));
}

// Submits until there is an answer, as a caller does: with the same id. Counts other failures than UNAVAILABLE in `odd`.
std::string SubmitPatiently(Intake& intake, std::atomic<int>& odd) {
  const v1::SubmitComplaintRequest request = Good();
  for (;;) {
    const auto answer = intake.Submit(request);
    if (answer.ok()) return answer->name();
    if (answer.status().code() != absl::StatusCode::kUnavailable) {
      ++odd;
      return "";
    }
  }
}

TEST_CASE("Connections that are cut again and again lose and double nothing", "[intake]") {
  constexpr int kEach = 40;
  Intake intake;
  std::mutex mutex;
  std::set<std::string> names;
  std::atomic<int> odd{0};
  std::vector<std::thread> producers;
  for (int p = 0; p < 4; ++p) {
    producers.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        // In the midst of what the others are doing.
        if (i % 13 == 12) CutConnections(intake);
        const std::string name = SubmitPatiently(intake, odd);
        const std::lock_guard<std::mutex> lock(mutex);
        names.insert(name);
      }
    });
  }
  for (std::thread& producer : producers) producer.join();
  CHECK(odd == 0);
  CHECK(names.size() == 4 * kEach);
  CheckConsistent(intake, 4 * kEach);
}

TEST_CASE("A database that crashes and comes back is waited for", "[intake]") {
  Intake intake;
  REQUIRE(intake.Submit(Good()).ok());
  Postgres().Stop(redress::test::PrivatePostgres::Stopping::kImmediate);
  const v1::SubmitComplaintRequest request = Good();
  absl::StatusOr<v1::Complaint> answer = absl::UnknownError("");
  std::thread caller([&] { answer = intake.Submit(request); });
  Postgres().Start();
  caller.join();
  if (!answer.ok()) {
    CHECK(answer.status().code() == absl::StatusCode::kUnavailable);
    CHECK(RetryDelayOf(answer.status()).has_value());
    REQUIRE(Eventually(kPatience, [&] { return (answer = intake.Submit(request)).ok(); }));
  }
  REQUIRE(answer.ok());
  CHECK(intake.Get(answer->name()).ok());
  CheckConsistent(intake, 2);
}

TEST_CASE("A full queue refuses at once and says when to try again", "[intake]") {
  OwnConfig own;
  own.committers = 1;
  own.batch_max = 1;
  own.queue_max = 2;
  Intake intake(own);
  std::vector<absl::StatusOr<v1::Complaint>> answers(12, absl::UnknownError(""));
  std::atomic<int> refused{0};
  std::vector<std::thread> callers;
  {
    const BlockedCommits blocked(intake);
    for (auto& answer : answers) {
      callers.emplace_back([&] {
        answer = intake.Submit(Good());
        if (!answer.ok()) ++refused;
      });
    }
    // One is being committed, two wait.
    CHECK(Eventually(kPatience, [&] { return refused == 9; }));
  }
  for (std::thread& caller : callers) caller.join();
  for (const auto& answer : answers) {
    if (answer.ok()) continue;
    CHECK(answer.status().code() == absl::StatusCode::kUnavailable);
    CHECK(ReasonOf(answer.status()) == "QUEUE_FULL");
    CHECK(RetryDelayOf(answer.status()).has_value());
  }
  CheckConsistent(intake, 3);
}

TEST_CASE("Whose deadline passed in the queue is not stored", "[intake]") {
  OwnConfig own;
  own.committers = 1;
  Intake intake(own);
  std::thread first;
  {
    const BlockedCommits blocked(intake);
    first = std::thread([&] { intake.Submit(Good()).IgnoreError(); });
    REQUIRE(Eventually(kPatience, [&] { return Waiting(intake) == 1; }));
    intake.timeout = absl::Milliseconds(200);
    CHECK(intake.Submit(Good()).status().code() == absl::StatusCode::kDeadlineExceeded);
    intake.timeout = absl::Seconds(30);
  }
  first.join();
  REQUIRE(intake.Submit(Good()).ok());
  CheckConsistent(intake, 2);
}

TEST_CASE("A complaint that the database refuses does not take its neighbours along", "[intake]") {
  OwnConfig own;
  own.committers = 1;
  Intake intake(own);
  intake.Ask("ALTER TABLE complaint ADD CONSTRAINT no_poison CHECK (product <> 'poison')");
  v1::BatchSubmitComplaintsRequest request;
  for (int i = 0; i < 20; ++i) {
    *request.add_requests() = Good();
    if (i == 7) request.mutable_requests(i)->mutable_complaint()->set_product("poison");
  }
  const auto response = intake.Call(kShop, &Stub::BatchSubmitComplaints, request);
  intake.Ask("ALTER TABLE complaint DROP CONSTRAINT no_poison");
  REQUIRE(response.ok());
  for (int i = 0; i < 20; ++i) CHECK(response->results(i).has_complaint() == (i != 7));
  CheckConsistent(intake, 19);
}

TEST_CASE("Two replicas that meet a customer for the first time agree on the key", "[intake]") {
  Intake intake;
  Replica& second = intake.AddReplica();
  constexpr int kCustomers = 6;
  std::vector<absl::StatusOr<v1::Complaint>> answers(60, absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] {
      v1::SubmitComplaintRequest request = Good(absl::StrCat("text ", i));
      request.mutable_complaint()->mutable_customer()->set_id(absl::StrCat("u-", i % kCustomers));
      answers[i] = intake.Submit(request, kShop, i / kCustomers % 2 == 0 ? nullptr : &second);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(intake.Count("data_key") == kCustomers);
  for (size_t i = 0; i < answers.size(); ++i) {
    REQUIRE(answers[i].ok());
    v1::GetComplaintRequest get;
    get.set_name(answers[i]->name());
    get.set_view(v1::COMPLAINT_VIEW_FULL);
    get.set_read_reason("check");
    CHECK(intake.Call(kAgent, &Stub::GetComplaint, get)->text() == absl::StrCat("text ", i));
  }
  CheckConsistent(intake, 60);
}

TEST_CASE("A database full of a replica's own keys still serves a process that starts anew", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Good();
  REQUIRE(intake.Submit(request).ok());
  Replica& fresh = intake.AddReplica();
  request.set_request_id(NewId());
  REQUIRE(intake.Submit(request, kShop, &fresh).ok());
  CHECK(intake.Count("data_key") == 1);
  CheckConsistent(intake, 2);
}

}  // namespace
}  // namespace redress::intake::test
