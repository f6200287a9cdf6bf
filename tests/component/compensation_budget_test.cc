// A budget that many take from at once: never overspent, nobody refused who fits, nobody waits while there is room, and what
// would be without each of the locks.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/compensation/store/grant_store.h"
#include "tests/component/compensation_crowd.h"
#include "tests/component/compensation_fixture.h"

namespace redress::test {
namespace {

using comp::RemedyKind;

TEST_CASE("Without the lock of the budget the same grants overspend it: the lock is what holds", "[compensation]") {
  constexpr int kThreads = 8;
  CompensationDesk desk([](comp::Terms* terms) { terms->budgets_month["refund"] = 8'000; });  // room for one
  REQUIRE(desk.pool
              ->Transact([](pqxx::work& transaction) {
                transaction.exec(
                    "CREATE OR REPLACE FUNCTION lock_limit(kind text, key text) RETURNS void LANGUAGE sql AS 'SELECT';"
                    "CREATE OR REPLACE FUNCTION allot_budget(budget_name text, limit_of_budget bigint) RETURNS void LANGUAGE "
                    "sql AS 'SELECT'");  // whose key would refuse the second
                return absl::OkStatus();
              })
              .ok());
  const auto overspent = [&] {
    for (const std::string& fault : desk.Faults()) {
      if (absl::StartsWith(fault, "OVERSPENT_BUDGET")) return true;
    }
    return false;
  };
  for (int round = 0; round < 100 && !overspent(); ++round) {
    std::vector<comp::Quotation> quotations;
    for (int i = 0; i < kThreads; ++i)
      quotations.push_back(desk.Quote(absl::StrCat("c", round, "-", i), absl::StrCat("orders/", round, "-", i)));
    AtOnce(kThreads, [&](int i) { desk.Commit(desk.Command(quotations[i], RemedyKind::kRefund)).status().IgnoreError(); });
    desk.time.Advance(absl::Hours(24 * 32));  // a new month, a new budget
  }
  CHECK(overspent());
}

TEST_CASE("Without the locks of the slices the same grants overspend one of them", "[compensation]") {
  constexpr int kThreads = 12;
  // Room for one, and then for one in each slice.
  CompensationDesk desk([](comp::Terms* terms) {
    terms->budgets_month["refund"] = 33 * 8'000;
    terms->agent_day_max = 1'000'000'000;
  });
  REQUIRE(desk.pool
              ->Transact([](pqxx::work& transaction) {
                transaction.exec(
                    "CREATE OR REPLACE FUNCTION try_limit(kind text, key text) RETURNS boolean LANGUAGE sql AS 'SELECT true'");
                return absl::OkStatus();
              })
              .ok());
  const auto overspent = [&] {
    for (const std::string& fault : desk.Faults()) {
      if (absl::StartsWith(fault, "OVERSPENT_BUDGET")) return true;
    }
    return false;
  };
  for (int round = 0; round < 100 && !overspent(); ++round) {
    const auto give = [&](int i) {
      const std::string id = absl::StrCat(round, "-", i);  // approved: no agent's day is locked
      desk.Commit(desk.Approved(desk.Quote("c" + id, "orders/" + id), RemedyKind::kRefund)).status().IgnoreError();
    };
    give(-1);  // allots the budget
    AtOnce(kThreads, give);
    desk.time.Advance(absl::Hours(24 * 32));  // a new month, a new budget
  }
  CHECK(overspent());
}

TEST_CASE("A grant that is not committed yet holds up no other of the same budget, while there is room", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->agent_day_max = 1'000'000'000; });
  REQUIRE(desk.Give("c0", "orders/0", RemedyKind::kRefund).ok());  // the first allots the budget
  const comp::Quotation held = desk.Quote("c1", "orders/1");
  const comp::GrantCommand command = desk.Command(held, RemedyKind::kRefund);
  int given = 0;
  REQUIRE(desk.pool
              ->Transact([&](pqxx::work& transaction) {
                const comp::Standing standing = comp::LockStanding(transaction, held, desk.Find(held, RemedyKind::kRefund),
                                                                   command, desk.policy->terms(), desk.time.Now());
                CHECK(standing.budget_slice.has_value());
                for (int i = 2; i < 12; ++i) {  // of agents of their own: the held one holds its agent's day
                  const std::string id = absl::StrCat(i);
                  const comp::Quotation other = desk.Quote("c" + id, "orders/" + id);
                  given += desk.Commit(desk.Command(other, RemedyKind::kRefund, "a-" + id)).ok();
                }
                return absl::OkStatus();
              })
              .ok());
  CHECK(given == 10);
  CHECK(desk.Faults().empty());
}

TEST_CASE("A budget that is lowered or raised between two starts is held by its new figure", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->agent_day_max = 1'000'000'000; });
  const auto limit = [&](int64_t minor) {
    *desk.policy = desk.policy->With([&](comp::Terms* terms) { terms->budgets_month["refund"] = minor; });
  };
  int number = 0;
  const auto give = [&] {
    const std::string id = absl::StrCat(++number);
    return ReasonOf(desk.Give("c" + id, "orders/" + id, RemedyKind::kRefund).status());
  };
  for (int i = 0; i < 5; ++i) CHECK(give().empty());
  limit(5 * 8'000);
  CHECK(give() == "OVER_BUDGET");
  limit(6 * 8'000);
  CHECK(give().empty());
  CHECK(give() == "OVER_BUDGET");
  limit(1'000'000);
  for (int i = 0; i < 20; ++i) CHECK(give().empty());
  CHECK(desk.Faults().empty());
}

TEST_CASE(
    "Of grants at once on a budget with little room, whatever their order, no sum is too much and none that fits is refused",
    "[compensation]") {
  constexpr int kBatches = 500;
  constexpr int64_t kBudget = 20'000;
  CompensationDesk desk([](comp::Terms* terms) {
    terms->budgets_month["refund"] = kBudget;
    terms->agent_day_max = 1'000'000'000;
  });
  std::mt19937 random(1);
  for (int batch = 0; batch < kBatches; ++batch) {
    std::vector<comp::GrantCommand> commands;
    std::vector<int64_t> amounts;
    for (int i = 0; i < 2 + static_cast<int>(random() % 3); ++i) {
      const std::string id = absl::StrCat(batch, "-", i);
      amounts.push_back(1'000 + static_cast<int64_t>(random() % 14'000));
      desk.shop.AddOrder("orders/" + id, amounts.back(), desk.time.Now());
      commands.push_back(desk.Approved(desk.Quote("c" + id, "orders/" + id), RemedyKind::kRefund));
    }
    std::vector<std::string> answers(commands.size());
    AtOnce(static_cast<int>(commands.size()), [&](int i) { answers[i] = ReasonOf(desk.Commit(commands[i]).status()); });
    int64_t given = 0;
    for (size_t i = 0; i < answers.size(); ++i) given += answers[i].empty() ? amounts[i] : 0;
    INFO("batch " << batch << ": " << given << " given");
    REQUIRE(given <= kBudget);
    for (size_t i = 0; i < answers.size(); ++i) {
      INFO(amounts[i] << " " << answers[i]);
      REQUIRE((answers[i].empty() || (answers[i] == "OVER_BUDGET" && given + amounts[i] > kBudget)));
    }
    desk.time.Advance(absl::Hours(24 * 32));  // a new month, a new budget
  }
  CHECK(desk.Faults().empty());
}

// Eight connections give, pay, refuse and reverse in an order of chance; what is taken is read, from a snapshot of its own, after
// each step.
TEST_CASE("10,000 interleaved grants, failures and reversals on one budget never overspend it", "[compensation]") {
  const char* wanted = std::getenv("REDRESS_INTERLEAVINGS");
  const int count = wanted != nullptr ? std::atoi(wanted) : 10'000;
  constexpr int kThreads = 8;
  constexpr int64_t kBudget = 400'000;  // 50 grants at a time
  CompensationDesk desk([](comp::Terms* terms) {
    terms->budgets_month["refund"] = kBudget;
    terms->agent_day_max = 1'000'000'000;
  });
  desk.shop.fault = [](const std::string& id, bool) { return id.back() < '8' ? ShopFault::kRefuse : ShopFault::kNone; };
  std::atomic<int> next{0};
  std::atomic<int64_t> most{0};
  Tally tally;
  AtOnce(kThreads, [&](int thread) {
    std::mt19937 random(thread);
    std::vector<std::string> mine;
    for (int i = next++; i < count; i = next++) {
      const comp::Quotation quotation = desk.Quote(absl::StrCat("c", i), absl::StrCat("orders/", i));
      const auto view = desk.Commit(desk.Approved(quotation, RemedyKind::kRefund));  // no agent's day is locked
      tally.Add(view.status());
      if (view.ok()) mine.push_back(view->grant.id);
      if (random() % 4 == 0) comp::PayRound(*desk.context, [] { return false; }).IgnoreError();
      if (!mine.empty() && random() % 3 == 0) {
        comp::ReverseGrant(*desk.context, desk.NewRequest(), {mine[random() % mine.size()], "", "test"}).IgnoreError();
      }
      const int64_t used = std::stoll(desk.Ask("SELECT coalesce(sum(amount_minor), 0) FROM budget_entry"));
      for (int64_t seen = most; used > seen && !most.compare_exchange_weak(seen, used);) {
      }
    }
  });
  desk.PayUntilSettled();
  CHECK(most <= kBudget);
  const Answers answers = tally.answers();
  for (const auto& [reason, times] : answers) {
    INFO(reason << ": " << times);
    CHECK((reason.empty() || reason == "OVER_BUDGET"));
  }
  CHECK(answers.count("") == 1);
  CHECK(answers.count("OVER_BUDGET") == 1);
  CHECK(desk.Ask("SELECT count(*) > 0 FROM budget_sum") == "t");
  CHECK(desk.Ask("SELECT count(*) FROM (SELECT partition FROM event GROUP BY partition HAVING max(sequence) <> count(*)) x") ==
        "0");
  CHECK(desk.Faults().empty());
}

}  // namespace
}  // namespace redress::test
