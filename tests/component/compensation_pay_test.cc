// Paying: whatever is lost on the way, each grant is paid once or not at all, and the books say which.
#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/compensation/app/pace.h"
#include "tests/component/compensation_fixture.h"

namespace redress::test {
namespace {

using comp::GrantState;
using comp::RemedyKind;

TEST_CASE("A grant is asked for once, and paid", "[compensation]") {
  CompensationDesk desk;
  const std::string id = desk.Give("c1", "orders/1", RemedyKind::kRefund).value().grant.id;
  REQUIRE(comp::ReadPace(*desk.context)->pending.size() == 1);
  CHECK(comp::ReadPace(*desk.context)->pending.front().kind == "grants_owed");
  const comp::PayResult result = desk.Pay();
  CHECK(comp::ReadPace(*desk.context)->pending.empty());
  CHECK(result.asked == 1);
  CHECK(result.settled == 1);
  const comp::Grant grant = desk.Get(id);
  CHECK(grant.state == GrantState::kPaid);
  CHECK(grant.result_reference == "ref-" + id);
  CHECK(grant.version == 3);
  CHECK(desk.Pay().asked == 0);
  CHECK(desk.Ask("SELECT sum(credit_minor) FROM account WHERE account = 'paid'") == absl::StrCat(desk.shop.TotalDone()));
  CHECK(desk.Faults().empty());
}

TEST_CASE("Whatever is lost once, or twice, the customer is paid once", "[compensation]") {
  const auto first = GENERATE(ShopFault::kLostGoing, ShopFault::kLostComing, ShopFault::kPending, ShopFault::kNone);
  const auto look = GENERATE(ShopFault::kLostComing, ShopFault::kPending, ShopFault::kNone);
  CompensationDesk desk;
  int asks = 0, looks = 0;
  desk.shop.fault = [&](const std::string&, bool asking) {
    if (asking) return asks++ == 0 ? first : ShopFault::kNone;
    return looks++ == 0 ? look : ShopFault::kNone;
  };
  const std::string id = desk.Give("c1", "orders/1", RemedyKind::kRefund).value().grant.id;
  desk.Pay();
  const bool known = first == ShopFault::kNone;
  const std::vector<events::PendingWork> pending = comp::ReadPace(*desk.context)->pending;
  CHECK(pending.size() == (known ? 0 : 1));
  CHECK((known || (pending.front().kind == "payments_awaited" && pending.front().elsewhere)));
  CHECK(desk.Get(id).state == (known ? GrantState::kPaid : GrantState::kPaying));  // an unknown outcome stays PAYING
  CHECK(desk.Faults().empty());
  desk.PayUntilSettled();
  CHECK(desk.Get(id).state == GrantState::kPaid);
  CHECK(asks == (first == ShopFault::kLostGoing ? 2 : 1));  // asked for again only where it was never received
  CHECK(desk.shop.operations() == 1);
  CHECK(desk.shop.TotalDone() == 8'000);
  CHECK(desk.Faults().empty());
}

TEST_CASE("A refusal frees the budget and is no payment", "[compensation]") {
  CompensationDesk desk;
  desk.shop.fault = [](const std::string&, bool) { return ShopFault::kRefuse; };
  const std::string id = desk.Give("c1", "orders/1", RemedyKind::kRefund).value().grant.id;
  desk.PayUntilSettled();
  CHECK(desk.Get(id).state == GrantState::kFailed);
  CHECK(desk.Ask("SELECT sum(amount_minor) FROM budget_entry") == "0");
  CHECK(desk.Ask("SELECT count(*) FROM account WHERE debit_minor <> credit_minor") == "0");
  CHECK(desk.Faults().empty());
}

TEST_CASE("A callback may come before, instead of, or twice beside our own look", "[compensation]") {
  CompensationDesk desk;
  desk.shop.fault = [](const std::string&, bool) { return ShopFault::kLostComing; };  // done, but we never hear
  const std::string id = desk.Give("c1", "orders/1", RemedyKind::kRefund).value().grant.id;
  comp::Outcome done;
  done.state = comp::Outcome::State::kSucceeded;
  done.result_reference = "by callback";
  done.end_time = desk.time.Now() + absl::Minutes(3);
  CHECK(ReasonOf(comp::RecordOutcome(*desk.context, id, done).status()) == "OUTCOME_CONTRADICTED");  // nobody had asked yet
  desk.Pay();
  comp::Outcome pending;
  CHECK(comp::RecordOutcome(*desk.context, id, pending).value().grant.state == GrantState::kPaying);
  for (int i = 0; i < 2; ++i) {
    const comp::Grant grant = comp::RecordOutcome(*desk.context, id, done).value().grant;
    CHECK(grant.state == GrantState::kPaid);
    CHECK(grant.pay_time == done.end_time);
    CHECK(grant.result_reference == "by callback");
  }
  comp::Outcome refused;
  refused.state = comp::Outcome::State::kFailed;
  CHECK(ReasonOf(comp::RecordOutcome(*desk.context, id, refused).status()) == "OUTCOME_CONTRADICTED");
  CHECK(desk.Get(id).state == GrantState::kPaid);
  CHECK(desk.Ask("SELECT count(*) FROM event WHERE type LIKE '%GrantPaid'") == "1");
  CHECK(ReasonOf(comp::RecordOutcome(*desk.context, Uuid::Random().ToString(), done).status()) == "GRANT_NOT_FOUND");
  CHECK(desk.Faults().empty());
}

TEST_CASE("A process that ends after taking a grant leaves it to the next, which looks before it asks", "[compensation]") {
  CompensationDesk desk;
  const std::string id = desk.Give("c1", "orders/1", RemedyKind::kRefund).value().grant.id;
  const auto taken = comp::PayRound(*desk.context, [] { return true; });  // taken, and gone before it asked
  CHECK(taken.value().asked == 1);
  CHECK(desk.Get(id).state == GrantState::kPaying);
  CHECK(desk.shop.operations() == 0);
  CHECK(comp::PayRound(*desk.context, [] { return false; }).value().asked == 0);  // its lease still runs
  desk.PayUntilSettled();
  CHECK(desk.Get(id).state == GrantState::kPaid);
  CHECK(desk.shop.operations() == 1);
}

TEST_CASE("Everything lost at random, the books are the shop's to the last fen", "[compensation]") {
  CompensationDesk desk;
  absl::Mutex mutex;
  uint64_t state = 42;
  desk.shop.fault = [&](const std::string&, bool) {
    absl::MutexLock lock(&mutex);
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<ShopFault>((state >> 33) % 5);
  };
  for (int i = 0; i < 60; ++i) {
    const RemedyKind kind = i % 3 == 0 ? RemedyKind::kCoupon : i % 3 == 1 ? RemedyKind::kRefund : RemedyKind::kReship;
    REQUIRE(desk.Commit(desk.Approved(desk.Quote(absl::StrCat("c", i), absl::StrCat("orders/", i)), kind)).ok());
  }
  desk.PayUntilSettled();
  CHECK(desk.Ask("SELECT count(*) FROM remedy_grant WHERE state NOT IN ('PAID', 'FAILED')") == "0");
  CHECK(desk.Ask("SELECT credit_minor FROM account WHERE account = 'paid'") == absl::StrCat(desk.shop.TotalDone()));
  CHECK(desk.Ask("SELECT coalesce(sum(debit_minor - credit_minor), 0) FROM account WHERE account = 'liability'") == "0");
  CHECK(desk.Faults().empty());
}

TEST_CASE("VerifyLedger finds what is missing, false, or the platform's alone", "[compensation]") {
  CompensationDesk desk;
  const std::string id = desk.Give("c1", "orders/1", RemedyKind::kRefund).value().grant.id;
  desk.PayUntilSettled();
  REQUIRE(desk.Faults().empty());
  const auto run = [&](const std::string& sql) {
    return desk.pool->Transact([&](pqxx::work& transaction) {
      transaction.exec("SET LOCAL session_replication_role = replica");  // as somebody with the keys of the database could
      transaction.exec(sql);
      return absl::OkStatus();
    });
  };
  const auto reasons = [&] {
    std::set<std::string> found;
    for (const std::string& fault : desk.Faults()) found.insert(fault.substr(0, fault.find(' ')));
    return found;
  };
  using Reasons = std::set<std::string>;
  SECTION("a changed amount") {
    REQUIRE(run("UPDATE ledger_entry SET amount_minor = 7999 WHERE reason = 'PAID'").ok());
    CHECK(reasons() == Reasons{"AMOUNT_DIFFERS"});
  }
  SECTION("a lost entry") {
    REQUIRE(run("DELETE FROM ledger_entry WHERE reason = 'PAID'").ok());
    CHECK(reasons() == Reasons{"GRANT_WITHOUT_ENTRY"});
  }
  SECTION("an entry too many") {
    REQUIRE(run("INSERT INTO ledger_entry (grant_id, reason, debit, credit, currency, amount_minor, create_us)"
                " SELECT id, 'FAILED', 'liability', 'paid', 'CNY', 1, 0 FROM remedy_grant")
                .ok());
    CHECK(reasons() == Reasons{"ENTRY_WITHOUT_GRANT", "ACCOUNT_BELOW_FLOOR"});
  }
  SECTION("a wrong account") {
    REQUIRE(run("UPDATE ledger_entry SET credit = 'pocket' WHERE reason = 'PAID'").ok());
    CHECK(reasons() == Reasons{"UNBALANCED"});
  }
  SECTION("a budget that forgot") {
    REQUIRE(run("DELETE FROM budget_entry").ok());
    CHECK(reasons() == Reasons{"BUDGET_DIFFERS"});
  }
  SECTION("a payment that the platform does not know") {
    REQUIRE(
        run("UPDATE remedy_grant SET id = gen_random_uuid(); UPDATE ledger_entry SET grant_id = (SELECT id FROM remedy_grant)")
            .ok());
    CHECK(reasons() == Reasons{"PAID_UNKNOWN_TO_PLATFORM", "PLATFORM_PAID_UNKNOWN_TO_US"});
  }
  SECTION("a payment that nobody granted") {
    desk.shop.Forge(Uuid::Random().ToString(), 5);
    CHECK(reasons() == Reasons{"PLATFORM_PAID_UNKNOWN_TO_US"});
  }
  SECTION("another amount at the platform") {
    desk.shop.Forge(id, 5);
    CHECK(reasons() == Reasons{"AMOUNT_DIFFERS"});
  }
}

}  // namespace
}  // namespace redress::test
