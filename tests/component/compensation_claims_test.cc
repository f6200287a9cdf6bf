// Who bears what was given, on a real database: what is paid and found is charged once, whichever comes first, and the books
// follow a claim to its end.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/compensation/app/chain.h"
#include "services/compensation/app/reading.h"
#include "tests/component/compensation_fixture.h"

namespace redress::test {
namespace {

using comp::ChargedParty;
using comp::ClaimState;
using comp::RemedyKind;

comp::Request By(const std::string& caller) {
  return {{caller, Uuid::Random(), "test", "hash"}};
}

Money Fen(int64_t minor) {
  return {minor, Currency::Cny()};
}

// Debits less credits of every account, those that are nothing left out.
std::map<std::string, int64_t> Balances(const CompensationDesk& desk) {
  std::map<std::string, int64_t> balances;
  const absl::StatusOr<std::vector<comp::AccountSums>> accounts = comp::ReadAccounts(*desk.pool);
  for (const comp::AccountSums& account : accounts.value()) {
    if (account.debits != account.credits) balances[account.account] = account.debits.minor - account.credits.minor;
  }
  return balances;
}

// A paid refund of ¥80 of case c1.
comp::Grant PaidRefund(CompensationDesk* desk) {
  const std::string id = desk->Give("c1", "orders/1", RemedyKind::kRefund)->grant.id;
  desk->PayUntilSettled();
  return desk->Get(id);
}

// Links everything, so that the chain is part of what Faults looks at.
std::vector<std::string> FaultsOf(CompensationDesk* desk) {
  while (comp::LinkAndSeal(*desk->context)->linked > 0) {
  }
  return desk->Faults();
}

TEST_CASE("What is paid and found is charged once, whichever comes first", "[compensation]") {
  CompensationDesk desk;
  const bool found_first = GENERATE(false, true);
  if (found_first) desk.Find("c1", 1, ChargedParty::kSeller);
  const comp::Grant grant = PaidRefund(&desk);
  CHECK(desk.Claims("c1").size() == (found_first ? 1 : 0));
  if (!found_first) desk.Find("c1", 1, ChargedParty::kSeller);
  desk.Find("c1", 1, ChargedParty::kCarrier);  // told again, whatever it says: the end of that number is known
  const std::vector<comp::PartyClaim> claims = desk.Claims("c1");
  REQUIRE(claims.size() == 1);
  CHECK(claims[0].grant == grant.id);
  CHECK(claims[0].party == ChargedParty::kSeller);
  CHECK(claims[0].amount == Fen(8'000));
  CHECK(claims[0].charger == "agents/a-li");
  CHECK(Balances(desk) == std::map<std::string, int64_t>{
                              {"expense-refund", 8'000}, {"paid", -8'000}, {"receivable-seller", 8'000}, {"recovery", -8'000}});
  CHECK(desk.Ask("SELECT string_agg(type, ' ' ORDER BY sequence) FROM event WHERE partition = 7") ==
        "redress.compensation.v1.GrantCommitted redress.compensation.v1.GrantPaid redress.compensation.v1.ClaimCharged");
  CHECK(FaultsOf(&desk).empty());
}

TEST_CASE("Where nobody who can be charged is responsible, nobody is", "[compensation]") {
  CompensationDesk desk;
  PaidRefund(&desk);
  desk.Find("c1", 1, absl::nullopt);
  CHECK(desk.Claims("c1").empty());
  CHECK(FaultsOf(&desk).empty());
}

TEST_CASE("A hundred cases paid and found at the same instants are charged once each", "[compensation]") {
  constexpr int kCases = 100;
  CompensationDesk desk([](comp::Terms* terms) { terms->agent_day_max = 1'000'000'000; });
  for (int i = 0; i < kCases; ++i) {
    REQUIRE(desk.Give(absl::StrCat("c", i), absl::StrCat("orders/", i), RemedyKind::kRefund).ok());
  }
  std::atomic<int> next{0};
  std::vector<std::thread> threads;
  threads.reserve(6);
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = next++; i < kCases; i = next++) desk.Find(absl::StrCat("c", i), 1, ChargedParty::kSupplier);
    });
    threads.emplace_back([&] {
      while (comp::PayRound(*desk.context, [] { return false; })->asked > 0) {
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  desk.PayUntilSettled();
  CHECK(desk.Ask("SELECT count(*) || ' ' || count(DISTINCT grant_id) FROM claim") == "100 100");
  CHECK(FaultsOf(&desk).empty());
}

TEST_CASE("Settlements at once never exceed what is owed", "[compensation]") {
  CompensationDesk desk;
  PaidRefund(&desk);
  desk.Find("c1", 1, ChargedParty::kSeller);
  const std::string id = desk.Claims("c1")[0].id;
  std::atomic<int> settled{0};
  std::vector<std::thread> threads;
  threads.reserve(20);
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&] {
      const auto view = comp::RecordSettlement(*desk.context, By("agents/m-zhao"), {id, "", Fen(1'000), false});
      settled += view.ok();
      if (!view.ok()) CHECK(view.status().code() == absl::StatusCode::kFailedPrecondition);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(settled == 8);
  CHECK(desk.Claims("c1")[0].state == ClaimState::kSettled);
  CHECK(Balances(desk)["received"] == 8'000);
  CHECK(Balances(desk).count("receivable-seller") == 0);
  CHECK(FaultsOf(&desk).empty());
}

TEST_CASE("The same settlement twenty times at once is entered once", "[compensation]") {
  CompensationDesk desk;
  PaidRefund(&desk);
  desk.Find("c1", 1, ChargedParty::kSeller);
  const std::string id = desk.Claims("c1")[0].id;
  const comp::Request request = By("agents/m-zhao");
  std::vector<std::thread> threads;
  threads.reserve(20);
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&] { CHECK(comp::RecordSettlement(*desk.context, request, {id, "", Fen(1'000), false}).ok()); });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(desk.Claims("c1")[0].settled == 1'000);
  CHECK(ReasonOf(comp::WriteOffClaim(*desk.context, By("agents/m-zhao"), {id, "1"}).status()) == "ETAG_MISMATCH");
  const auto written_off = comp::WriteOffClaim(*desk.context, By("agents/m-zhao"), {id, "2"});
  CHECK(written_off->claim.state == ClaimState::kWrittenOff);
  CHECK(Balances(desk)["written-off"] == 7'000);
  CHECK(FaultsOf(&desk).empty());
}

TEST_CASE("An appeal that is upheld turns the books back, what was paid is owed back, and nobody charges it again",
          "[compensation]") {
  CompensationDesk desk;
  PaidRefund(&desk);
  desk.Find("c1", 1, ChargedParty::kSeller);
  const std::string id = desk.Claims("c1")[0].id;
  REQUIRE(comp::RecordSettlement(*desk.context, By("agents/m-zhao"), {id, "", Fen(3'000), false}).ok());
  desk.time.Advance(absl::Hours(24 * 30));
  REQUIRE(comp::AppealCharge(*desk.context, By("backends/platform"), {id, "NOT_OURS"}).ok());
  CHECK(ReasonOf(comp::AppealCharge(*desk.context, By("agents/s-sun"), {id, "AGAIN"}).status()) == "APPEAL_TAKEN");
  CHECK(ReasonOf(comp::DecideAppeal(*desk.context, By("agents/a-li"), {id, "", true, "X"}).status()) == "DECIDER_INVOLVED");
  REQUIRE(comp::DecideAppeal(*desk.context, By("agents/m-zhao"), {id, "", true, "NO_SCAN"}).ok());
  CHECK(Balances(desk) == std::map<std::string, int64_t>{
                              {"expense-refund", 8'000}, {"paid", -8'000}, {"payable-seller", -3'000}, {"received", 3'000}});
  CHECK(FaultsOf(&desk).empty());
  REQUIRE(comp::RecordSettlement(*desk.context, By("agents/m-zhao"), {id, "", Fen(3'000), true}).ok());
  CHECK(Balances(desk) == std::map<std::string, int64_t>{{"expense-refund", 8'000}, {"paid", -8'000}});
  desk.Find("c1", 2, ChargedParty::kSeller);  // the case was reopened and closed as before
  CHECK(desk.Claims("c1").size() == 1);
  desk.Find("c1", 3, ChargedParty::kCarrier);
  CHECK(desk.Claims("c1").size() == 2);
  CHECK(
      desk.Ask("SELECT string_agg(substr(type, 25), ' ' ORDER BY sequence) FROM event WHERE partition = 7") ==
      "GrantCommitted GrantPaid ClaimCharged ClaimSettled ChargeAppealed AppealDecided ClaimWithdrawn ClaimSettled ClaimCharged");
  CHECK(FaultsOf(&desk).empty());
}

TEST_CASE("An appeal comes in time or not at all", "[compensation]") {
  CompensationDesk desk;
  PaidRefund(&desk);
  desk.Find("c1", 1, ChargedParty::kSeller);
  desk.time.Advance(absl::Hours(24 * 30) + absl::Seconds(1));
  CHECK(ReasonOf(comp::AppealCharge(*desk.context, By("agents/s-sun"), {desk.Claims("c1")[0].id, "LATE"}).status()) ==
        "APPEAL_LATE");
}

TEST_CASE("A grant that is taken back, and another finding, withdraw a claim", "[compensation]") {
  CompensationDesk desk;
  const comp::Grant grant = PaidRefund(&desk);
  desk.Find("c1", 1, ChargedParty::kSeller);
  desk.Find("c1", 2, ChargedParty::kCarrier);
  std::vector<comp::PartyClaim> claims = desk.Claims("c1");
  REQUIRE(claims.size() == 2);
  CHECK(claims[1].withdraw_reason == "FINDING_CHANGED");
  CHECK(claims[0].party == ChargedParty::kCarrier);
  desk.Find("c1", 3, ChargedParty::kCarrier);  // the same again: the claim stands
  CHECK(desk.Claims("c1").size() == 2);
  REQUIRE(comp::ReverseGrant(*desk.context, desk.NewRequest(), {grant.id, "", "parcel came"}).ok());
  claims = desk.Claims("c1");
  CHECK(claims[0].state == ClaimState::kWithdrawn);
  CHECK(claims[0].withdraw_reason == "GRANT_REVERSED");
  CHECK(Balances(desk).empty());
  CHECK(FaultsOf(&desk).empty());
}

TEST_CASE("A claim that the books do not bear out is found, and the database refuses what no code should do", "[compensation]") {
  CompensationDesk desk;
  PaidRefund(&desk);
  desk.Find("c1", 1, ChargedParty::kSeller);
  const auto run = [&](const std::string& sql) {
    return desk.pool->Transact([&](pqxx::work& transaction) {
      transaction.exec(sql);
      return absl::OkStatus();
    });
  };
  CHECK(ReasonOf(run("DELETE FROM claim")) == "IMMUTABLE");
  CHECK_FALSE(run("UPDATE claim SET settled_minor = 9000").ok());
  CHECK_FALSE(run("UPDATE claim SET state = 'SETTLED', end_us = 1").ok());
  CHECK_FALSE(
      run("INSERT INTO claim SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).* FROM claim c")
          .ok());
  REQUIRE(run("UPDATE claim SET settled_minor = 1, version = 2").ok());
  const std::vector<std::string> faults = desk.Faults();
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].find("CLAIM_DIFFERS claims/") == 0);
}

}  // namespace
}  // namespace redress::test
