// Grants on a real database: what is given once, and what no two grants together may exceed, under concurrency.
#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "tests/component/compensation_crowd.h"
#include "tests/component/compensation_fixture.h"

namespace redress::test {
namespace {

using comp::GrantState;
using comp::RemedyKind;

TEST_CASE("A grant is in the books, in its budget and in the log, and an effect is owed", "[compensation]") {
  CompensationDesk desk;
  const comp::GrantView view = desk.Give("c1", "orders/1", RemedyKind::kRefund).value();
  CHECK(view.grant.state == GrantState::kCommitted);
  CHECK(view.etag == "1");
  CHECK(desk.Ask("SELECT string_agg(debit || '>' || credit || ':' || amount_minor, ' ') FROM ledger_entry") ==
        "expense-refund>liability:8000");
  CHECK(desk.Ask("SELECT budget || ':' || amount_minor FROM budget_entry") ==
        absl::StrCat(comp::MonthOf(desk.time.Now(), desk.policy->terms()), "-refund:8000"));
  CHECK(desk.Ask("SELECT type || ' ' || subject || ' ' || partition FROM event") ==
        "redress.compensation.v1.GrantCommitted cases/c1 7");
  CHECK(desk.Ask("SELECT subject || '#' || occurrence FROM effect") == "orders/1/lines/1/causes/LOGISTICS.LOST/MAKE_GOOD#1");
  CHECK(desk.Faults().empty());
}

TEST_CASE("A quotation is read as it was given", "[compensation]") {
  CompensationDesk desk;
  const comp::Quotation given = desk.Quote("c1", "orders/1", {"LOGISTICS", "LOST"}, std::string(32, '0'));
  const comp::Quotation read = comp::ReadQuotation(*desk.pool, given.id).value().quotation;
  CHECK(comp::HashOf(read) == given.hash);
  CHECK(read.hash == given.hash);
  CHECK(read.facts == given.facts);
  CHECK(read.customer == given.customer);
  REQUIRE(read.options.size() == 3);
  CHECK(read.options[0].rules == given.options[0].rules);
  CHECK(read.options[0].reason_zh == given.options[0].reason_zh);
  CHECK(read.options[0].within == given.options[0].within);
  CHECK(ReasonOf(comp::ReadQuotation(*desk.pool, Uuid::Random().ToString()).status()) == "QUOTATION_NOT_FOUND");
}

TEST_CASE("The same request a hundred times at once is one grant", "[compensation]") {
  CompensationDesk desk;
  const comp::GrantCommand command = desk.Command(desk.Quote("c1", "orders/1"), RemedyKind::kRefund);
  const comp::Request request = desk.NewRequest();
  absl::Mutex mutex;
  std::set<std::string> names;
  AtOnce(100, [&](int) {
    const auto view = comp::CommitGrant(*desk.context, request, command);
    absl::MutexLock lock(&mutex);
    names.insert(view.ok() ? view->name : view.status().ToString());
  });
  CHECK(names.size() == 1);
  CHECK(desk.Ask("SELECT count(*) FROM remedy_grant") == "1");
  comp::Request other = request;
  other.key.body_hash = "another";
  CHECK(ReasonOf(comp::CommitGrant(*desk.context, other, command).status()) == "REQUEST_ID_REUSED");
}

TEST_CASE("The same grant asked a hundred times at once through two cases is given once", "[compensation]") {
  CompensationDesk desk;
  const comp::Quotation quotations[] = {desk.Quote("c1", "orders/1"), desk.Quote("c2", "orders/1")};
  Tally tally;
  AtOnce(100, [&](int i) {
    // Make-good is one entitlement, whichever of its alternatives is chosen.
    tally.Add(desk.Commit(desk.Command(quotations[i % 2], i % 3 == 0 ? RemedyKind::kReship : RemedyKind::kRefund)).status());
  });
  CHECK(tally.answers() == Answers{{"", 1}, {"ENTITLEMENT_TAKEN", 99}});
  desk.PayUntilSettled();
  CHECK(desk.shop.TotalDone() == 8'000);
  CHECK(desk.Faults().empty());
}

TEST_CASE("Of two grants that together exceed a budget one is refused", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->budgets_month["refund"] = 15'999; });
  const comp::Quotation quotations[] = {desk.Quote("c1", "orders/1"), desk.Quote("c2", "orders/2")};
  Tally tally;
  AtOnce(2, [&](int i) { tally.Add(desk.Commit(desk.Command(quotations[i], RemedyKind::kRefund)).status()); });
  CHECK(tally.answers() == Answers{{"", 1}, {"OVER_BUDGET", 1}});
  CHECK(desk.Faults().empty());
}

TEST_CASE("Of two grants of a customer that together exceed the limit one is refused, across cases", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->goodwill_customer_max = 5'999; });
  const std::string customer(32, 'f');
  const comp::Quotation quotations[] = {desk.Quote("c1", "orders/1", {"LOGISTICS", "LOST"}, customer),
                                        desk.Quote("c2", "orders/2", {"LOGISTICS", "LOST"}, customer)};
  Tally tally;
  AtOnce(2, [&](int i) { tally.Add(desk.Commit(desk.Command(quotations[i], RemedyKind::kCoupon)).status()); });
  CHECK(tally.answers() == Answers{{"", 1}, {"OVER_CUSTOMER_LIMIT", 1}});
  desk.time.Advance(absl::Hours(24 * 91));  // the window is over
  CHECK(desk.Give("c3", "orders/3", RemedyKind::kCoupon, customer).ok());
}

TEST_CASE("Of two grants of a case that together exceed the limit one is refused", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->goodwill_case_max = 5'999; });
  const comp::Quotation quotations[] = {desk.Quote("c1", "orders/1"), desk.Quote("c1", "orders/2")};
  Tally tally;
  AtOnce(2, [&](int i) { tally.Add(desk.Commit(desk.Command(quotations[i], RemedyKind::kCoupon)).status()); });
  CHECK(tally.answers() == Answers{{"", 1}, {"OVER_CASE_LIMIT", 1}});
}

TEST_CASE("What an agent gives alone on a day is limited, an approval lifts it, a new day begins anew", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->agent_day_max = 15'999; });
  CHECK(desk.Give("c1", "orders/1", RemedyKind::kRefund).ok());
  const comp::Quotation quotation = desk.Quote("c2", "orders/2");
  CHECK(ReasonOf(desk.Commit(desk.Command(quotation, RemedyKind::kRefund)).status()) == "OVER_AGENT_LIMIT");
  CHECK(desk.Commit(desk.Command(quotation, RemedyKind::kRefund, "a-sun")).ok());
  CHECK(desk.Commit(desk.Approved(desk.Quote("c3", "orders/3"), RemedyKind::kRefund)).ok());
  desk.time.Advance(absl::Hours(24));
  CHECK(desk.Give("c4", "orders/4", RemedyKind::kRefund).ok());
}

TEST_CASE("The authority counts what the case was given before, whatever the caller says", "[compensation]") {
  CompensationDesk desk;
  CHECK(desk.Give("c1", "orders/1", RemedyKind::kRefund).ok());  // ¥80 of ¥100
  const comp::Quotation quotation = desk.Quote("c1", "orders/2");
  CHECK(ReasonOf(desk.Commit(desk.Command(quotation, RemedyKind::kRefund)).status()) == "APPROVAL_MISSING");
  CHECK(desk.Commit(desk.Approved(quotation, RemedyKind::kRefund)).ok());
}

TEST_CASE("A line is refunded within what was paid, whatever the causes", "[compensation]") {
  CompensationDesk desk;
  CHECK(desk.Give("c1", "orders/1", RemedyKind::kRefund).ok());
  const comp::Quotation quotation = desk.Quote("c2", "orders/1", {"PRODUCT_QUALITY", "DEFECTIVE"});
  CHECK(ReasonOf(desk.Commit(desk.Approved(quotation, RemedyKind::kRefund)).status()) == "OVER_PAID_AMOUNT");
  CHECK(desk.Commit(desk.Approved(quotation, RemedyKind::kReship)).ok());
}

TEST_CASE("An expired quotation gives nothing", "[compensation]") {
  CompensationDesk desk;
  const comp::Quotation quotation = desk.Quote("c1", "orders/1");
  desk.time.Set(quotation.expire_time);
  CHECK(ReasonOf(desk.Commit(desk.Command(quotation, RemedyKind::kRefund)).status()) == "QUOTATION_EXPIRED");
}

TEST_CASE("The next occurrence comes only after a failure or a reversal", "[compensation]") {
  CompensationDesk desk;
  desk.shop.fault = [](const std::string&, bool) { return ShopFault::kRefuse; };
  const comp::Quotation quotation = desk.Quote("c1", "orders/1");
  const std::string first = desk.Commit(desk.Command(quotation, RemedyKind::kRefund)).value().grant.id;
  CHECK(ReasonOf(desk.Commit(desk.Command(quotation, RemedyKind::kReship)).status()) == "ENTITLEMENT_TAKEN");
  desk.PayUntilSettled();
  CHECK(desk.Get(first).state == GrantState::kFailed);
  CHECK(desk.Get(first).failure_reason == "REFUSED");

  desk.shop.fault = nullptr;
  const comp::GrantView second = desk.Commit(desk.Command(quotation, RemedyKind::kReship)).value();
  CHECK(second.grant.occurrence == 2);
  desk.PayUntilSettled();
  const comp::Grant paid = desk.Get(second.grant.id);
  CHECK(ReasonOf(comp::ReverseGrant(*desk.context, desk.NewRequest(), {paid.id, "1", "gone"}).status()) == "ETAG_MISMATCH");
  const auto reversed =
      comp::ReverseGrant(*desk.context, desk.NewRequest(), {paid.id, absl::StrCat(paid.version), "parcel came"});
  CHECK(reversed.value().grant.state == GrantState::kReversed);
  CHECK(ReasonOf(comp::ReverseGrant(*desk.context, desk.NewRequest(), {paid.id, "", "again"}).status()) == "ILLEGAL_TRANSITION");
  CHECK(desk.Commit(desk.Command(quotation, RemedyKind::kRefund)).value().grant.occurrence == 3);
  CHECK(desk.Ask("SELECT string_agg(type, ' ' ORDER BY sequence) FROM event") ==
        "redress.compensation.v1.GrantCommitted redress.compensation.v1.GrantFailed redress.compensation.v1.GrantCommitted "
        "redress.compensation.v1.GrantPaid redress.compensation.v1.GrantReversed redress.compensation.v1.GrantCommitted");
  CHECK(desk.Faults().empty());
}

TEST_CASE("A refusal is the answer of its request for ever, also to a twin of it that comes when what stood against it is gone",
          "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->budgets_month["refund"] = 15'999; });
  desk.shop.fault = [](const std::string&, bool) { return ShopFault::kRefuse; };
  const comp::Quotation one = desk.Quote("c1", "orders/1"), two = desk.Quote("c2", "orders/2");
  REQUIRE(desk.Commit(desk.Command(one, RemedyKind::kRefund)).ok());
  const comp::Request request = desk.NewRequest();
  const comp::GrantCommand command = desk.Command(two, RemedyKind::kRefund);
  const absl::Status refused = comp::CommitGrant(*desk.context, request, command).status();
  CHECK(ReasonOf(refused) == "OVER_BUDGET");
  desk.PayUntilSettled();  // fails: the budget is free again
  const absl::Status again = comp::CommitGrant(*desk.context, request, command).status();
  CHECK(again == refused);
  CHECK(desk.Ask("SELECT count(*) FROM remedy_grant") == "1");
  CHECK(desk.Commit(command).ok());
  // Twins at once: all are told the same, whichever came first.
  const comp::Request twin = desk.NewRequest();
  Tally tally;
  AtOnce(20, [&](int) { tally.Add(comp::CommitGrant(*desk.context, twin, command).status()); });
  CHECK(tally.answers() == Answers{{"ENTITLEMENT_TAKEN", 20}});
  CHECK(desk.Faults().empty());
}

TEST_CASE("The database itself refuses a second live grant and a change of the books", "[compensation]") {
  CompensationDesk desk;
  CHECK(desk.Give("c1", "orders/1", RemedyKind::kRefund).ok());
  const auto status = [&](const std::string& sql) {
    return desk.pool->Transact([&](pqxx::work& transaction) {
      transaction.exec(sql);
      return absl::OkStatus();
    });
  };
  // A copy of the grant as the next occurrence.
  const absl::Status second = status(
      "CREATE TEMPORARY TABLE copy ON COMMIT DROP AS SELECT * FROM remedy_grant;"
      "UPDATE copy SET id = gen_random_uuid(), occurrence = 2; INSERT INTO remedy_grant SELECT * FROM copy");
  CHECK(second.code() == absl::StatusCode::kAlreadyExists);
  CHECK(ReasonOf(second) == "entitlement_live");
  for (const char* sql : {"UPDATE ledger_entry SET amount_minor = 1", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry",
                          "UPDATE budget_entry SET amount_minor = 1", "UPDATE quotation SET hash = repeat('0', 64)",
                          "DELETE FROM quotation_option"}) {
    INFO(sql);
    CHECK(ReasonOf(status(sql)) == "IMMUTABLE");
  }
  CHECK_FALSE(status("INSERT INTO ledger_entry (grant_id, reason, debit, credit, currency, amount_minor, create_us)"
                     " SELECT id, 'PAID', 'paid', 'paid', 'CNY', 1, 0 FROM remedy_grant")
                  .ok());
  CHECK_FALSE(status("UPDATE remedy_grant SET state = 'PAID'").ok());
}

}  // namespace
}  // namespace redress::test
