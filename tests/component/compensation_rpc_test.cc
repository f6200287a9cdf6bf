// Compensation over gRPC: the way of a remedy, a platform that fails as it is told, the process ended and started again in
// between, and what is refused.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "tests/component/compensation_suite.h"

namespace redress::test {
namespace {

using Suite = CompensationSuite;

Suite& TheSuite() {
  static Suite* const suite = new Suite();
  static const struct Ender {
    ~Ender() { delete suite; }
  } ender;
  return *suite;
}

TEST_CASE("A remedy goes from quotation to payment, and the books say so", "[compensation]") {
  Suite& suite = TheSuite();
  const v1::Grant committed = suite.Give("way-1", v1::REMEDY_KIND_COUPON);
  CHECK(committed.kind() == v1::REMEDY_KIND_COUPON);
  CHECK(committed.occurrence() == 1);
  CHECK(committed.proposer() == "agents/a-li");
  const v1::Grant paid = suite.WaitFor(committed.name(), {v1::Grant::STATE_PAID});
  CHECK_FALSE(paid.result_reference().empty());
  CHECK(paid.has_pay_time());

  v1::ListGrantsRequest grants;
  grants.set_filter("case = \"cases/way-1\" AND state = PAID");
  CHECK(suite.AsManager(&Service::Stub::ListGrants, grants).grants_size() == 1);
  v1::ListLedgerEntriesRequest entries;
  entries.set_filter(absl::StrCat("grant = \"", paid.name(), "\""));
  entries.set_page_size(1);
  const auto first = suite.AsManager(&Service::Stub::ListLedgerEntries, entries);
  entries.set_page_token(first.next_page_token());
  const auto second = suite.AsManager(&Service::Stub::ListLedgerEntries, entries);
  REQUIRE(first.ledger_entries_size() == 1);
  REQUIRE(second.ledger_entries_size() == 1);
  CHECK(first.ledger_entries(0).debit_account() == "accounts/expense-goodwill");
  CHECK(second.ledger_entries(0).credit_account() == "accounts/paid");
  CHECK(suite.AsManager(&Service::Stub::ListBudgets, v1::ListBudgetsRequest()).budgets_size() == 4);
  CHECK(suite.AsManager(&Service::Stub::ListAccounts, v1::ListAccountsRequest()).accounts_size() >= 3);
  CHECK(suite.Faults().empty());
}

TEST_CASE("Every kind of remedy is done by the platform, once", "[compensation]") {
  Suite& suite = TheSuite();
  const auto kind = GENERATE(v1::REMEDY_KIND_REFUND, v1::REMEDY_KIND_RESHIP, v1::REMEDY_KIND_COUPON);
  const v1::Grant grant = suite.Give(absl::StrCat("kind-", kind), kind);
  suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID});
  CHECK(suite.Done(grant.name()) == 1);
  CHECK(suite.Faults().empty());
}

TEST_CASE("Whatever fails at the platform, it is paid once", "[compensation]") {
  Suite& suite = TheSuite();
  const auto kind = GENERATE(Fault::KIND_ERROR_BEFORE, Fault::KIND_ERROR_AFTER, Fault::KIND_LATE);
  const std::string id = absl::StrCat("fault-", kind);
  suite.SetFault(kind, 1);
  const v1::Grant grant = suite.Give(id);
  if (kind == Fault::KIND_LATE) {
    suite.WaitUntilAsked(grant.name());
    CHECK(suite.Faults().empty());
    suite.Advance(absl::Hours(2));
  }
  suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID});
  suite.ClearFaults();
  CHECK(suite.Done(grant.name()) == 1);
  CHECK(suite.Faults().empty());
}

TEST_CASE("A refusal fails the grant, and the next occurrence is paid", "[compensation]") {
  Suite& suite = TheSuite();
  suite.SetFault(Fault::KIND_REFUSE, 1);
  const v1::Grant grant = suite.Give("refused");
  CHECK(suite.WaitFor(grant.name(), {v1::Grant::STATE_FAILED}).failure_reason() == "REFUSED");
  suite.ClearFaults();
  const v1::Grant next = suite.Give("refused");
  CHECK(next.occurrence() == 2);
  suite.WaitFor(next.name(), {v1::Grant::STATE_PAID});
  CHECK(suite.Faults().empty());
}

TEST_CASE("A process that ends while nobody knows the outcome leaves a grant that is paid once", "[compensation]") {
  Suite& suite = TheSuite();
  // Before it was asked, after it was lost on the way, after it was done, while it is pending.
  const auto kind = GENERATE(Fault::KIND_DOWN, Fault::KIND_ERROR_BEFORE, Fault::KIND_ERROR_AFTER, Fault::KIND_LATE);
  const std::string id = absl::StrCat("ended-", kind);
  suite.PutOrder(id);
  const v1::Quotation quotation = Suite::Need(suite.Call(&Service::Stub::Quote, suite.QuoteRequestFor(id)));
  suite.SetFault(kind);
  const v1::CommitGrantRequest request = suite.CommitRequestFor(quotation, v1::REMEDY_KIND_REFUND);
  const v1::Grant grant = Suite::Need(suite.Call(&Service::Stub::CommitGrant, request));
  suite.WaitFor(grant.name(), {v1::Grant::STATE_PAYING, v1::Grant::STATE_PAID});
  suite.Restart();  // the faults end with the platform's process
  suite.Advance(absl::Hours(2));
  const auto again = suite.Call(&Service::Stub::CommitGrant, request);  // the caller does not know either
  REQUIRE(again.ok());
  CHECK(again->name() == grant.name());
  suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID});
  CHECK(suite.Done(grant.name()) == 1);
  CHECK(suite.Faults().empty());
}

TEST_CASE("The platform's report is heard once, and not believed against what is known", "[compensation]") {
  Suite& suite = TheSuite();
  suite.SetFault(Fault::KIND_LATE, 1);
  const v1::Grant grant = suite.Give("reported");
  suite.WaitUntilAsked(grant.name());
  v1::ReportOperationRequest report;
  report.mutable_operation()->set_name("operations/" + grant.name().substr(grant.name().find('/') + 1));
  const auto tell = [&](platform::v1::Operation::State state) {
    report.mutable_operation()->set_state(state);
    return suite.CallAs<Service>("backends/platform", "BACKEND", &Service::Stub::ReportOperation, report);
  };
  // Another back end, which submits complaints perhaps, is not believed.
  report.mutable_operation()->set_state(platform::v1::Operation::STATE_SUCCEEDED);
  CHECK(ReasonOf(suite.CallAs<Service>("backends/shop", "BACKEND", &Service::Stub::ReportOperation, report).status()) ==
        "ANOTHER_CALLER");
  suite.Advance(absl::Hours(2));  // it ends over there as well
  for (int i = 0; i < 2; ++i) CHECK(tell(platform::v1::Operation::STATE_SUCCEEDED).value().state() == v1::Grant::STATE_PAID);
  CHECK(suite.Metrics().find("redress_compensation_outcomes_contradicted_total 0") != std::string::npos);
  CHECK(ReasonOf(tell(platform::v1::Operation::STATE_FAILED).status()) == "OUTCOME_CONTRADICTED");
  CHECK(suite.Metrics().find("redress_compensation_outcomes_contradicted_total 1") != std::string::npos);
  CHECK(ReasonOf(tell(platform::v1::Operation::STATE_UNSPECIFIED).status()) == "INVALID_FIELDS");
  report.mutable_operation()->set_name("operations/" + Uuid::Random().ToString());
  CHECK(ReasonOf(tell(platform::v1::Operation::STATE_SUCCEEDED).status()) == "GRANT_NOT_FOUND");
  CHECK(Eventually(kPatience, [&] { return suite.Done(grant.name()) == 1; }));
  CHECK(suite.Faults().empty());
}

TEST_CASE("Every bad field is named at once", "[compensation]") {
  Suite& suite = TheSuite();
  const auto fields = [](const absl::Status& status) {
    std::set<std::string> names;
    for (const FieldViolation& violation : ViolationsOf(status)) names.insert(violation.field);
    return names;
  };
  using Names = std::set<std::string>;
  v1::CommitGrantRequest commit;
  commit.mutable_approval();
  CHECK(fields(suite.Call(&Service::Stub::CommitGrant, commit).status()) ==
        Names{"request_id", "quotation", "option", "proposer", "plan_hash", "case_total", "partition", "approval.approver",
              "approval.plan_hash", "approval.authority", "approval.approve_time"});
  v1::QuoteRequest quote;
  quote.mutable_cause()->set_l1("late");
  quote.add_lines()->set_quantity(1);
  quote.add_findings("odd");
  quote.set_customer("C1");
  quote.mutable_claimed()->set_amount_minor(-1);
  CHECK(fields(suite.Call(&Service::Stub::Quote, quote).status()) ==
        Names{"request_id", "case", "cause", "lines[0].order", "lines[0].quantity", "findings[0]", "customer", "claimed"});
  CHECK(fields(suite.Call(&Service::Stub::Quote, suite.QuoteRequestFor("nobody-bought-it")).status()) == Names{"lines[0].order"});
  v1::ReverseGrantRequest reverse;
  reverse.set_name("grants/1");
  CHECK(fields(suite.Call(&Service::Stub::ReverseGrant, reverse).status()) == Names{"request_id", "name", "reason"});
}

TEST_CASE("A claim is settled, appealed and decided by those who may, and whatever is wrong with a request is named",
          "[compensation]") {
  Suite& suite = TheSuite();
  suite.Ask(
      "WITH told AS (INSERT INTO compensation.case_finding VALUES ('claimed', 1, 'CARRIER', 'agents/m-zhao', 0) RETURNING 1)"
      " SELECT count(*) FROM told");
  suite.WaitFor(suite.Give("claimed").name(), {v1::Grant::STATE_PAID});
  v1::ListClaimsRequest list;
  list.set_filter("case = \"cases/claimed\" AND party = CARRIER AND state = OPEN");
  const auto found = suite.AsManager(&Service::Stub::ListClaims, list);
  REQUIRE(found.claims_size() == 1);
  const v1::Claim charged = found.claims(0);
  CHECK(charged.outstanding().amount_minor() == 8'000);
  list.set_filter("party = CUSTOMER AND state = PAID AND grant = \"grants/1\"");
  CHECK(ReasonOf(suite.CallAs<Service>("agents/m-zhao", "MANAGER", &Service::Stub::ListClaims, list).status()) ==
        "INVALID_FIELDS");

  v1::RecordSettlementRequest settle;
  settle.set_request_id(Uuid::Random().ToString());
  settle.set_name(charged.name());
  settle.mutable_amount()->set_currency_code("CNY");
  settle.mutable_amount()->set_amount_minor(3'000);
  for (int i = 0; i < 2; ++i) {  // the same request twice is one settlement
    CHECK(suite.AsManager(&Service::Stub::RecordSettlement, settle).outstanding().amount_minor() == 5'000);
  }
  v1::AppealChargeRequest appeal;
  appeal.set_request_id(Uuid::Random().ToString());
  appeal.set_name(charged.name());
  appeal.set_ground("PARCEL_NOT_OURS");
  CHECK(ReasonOf(suite.CallAs<Service>("backends/shop", "BACKEND", &Service::Stub::AppealCharge, appeal).status()) ==
        "ANOTHER_CALLER");
  CHECK(suite.CallAs<Service>("backends/platform", "BACKEND", &Service::Stub::AppealCharge, appeal).value().appeal().state() ==
        v1::Claim::Appeal::STATE_PENDING);
  v1::DecideAppealRequest decide;
  decide.set_request_id(Uuid::Random().ToString());
  decide.set_name(charged.name());
  decide.set_upheld(true);
  decide.set_ground("NO_SCAN");
  CHECK(ReasonOf(suite.CallAs<Service>("agents/m-zhao", "MANAGER", &Service::Stub::DecideAppeal, decide).status()) ==
        "DECIDER_INVOLVED");
  const auto decided = suite.CallAs<Service>("agents/l-qian", "LEGAL", &Service::Stub::DecideAppeal, decide).value();
  CHECK(decided.state() == v1::Claim::STATE_WITHDRAWN);
  CHECK(decided.owed_back().amount_minor() == 3'000);
  v1::GetClaimRequest get;
  get.set_name(charged.name());
  CHECK(suite.AsManager(&Service::Stub::GetClaim, get).appeal().decider() == "agents/l-qian");
  get.set_name("claims/" + Uuid::Random().ToString());
  CHECK(ReasonOf(suite.CallAs<Service>("agents/m-zhao", "MANAGER", &Service::Stub::GetClaim, get).status()) == "CLAIM_NOT_FOUND");
  CHECK(suite.Faults().empty());

  const auto fields = [](const absl::Status& status) {
    std::set<std::string> names;
    for (const FieldViolation& violation : ViolationsOf(status)) names.insert(violation.field);
    return names;
  };
  using Names = std::set<std::string>;
  const auto as = [&](auto method, const auto& request) {
    return fields(suite.CallAs<Service>("agents/m-zhao", "MANAGER", method, request).status());
  };
  CHECK(as(&Service::Stub::RecordSettlement, v1::RecordSettlementRequest()) == Names{"request_id", "name", "amount"});
  CHECK(as(&Service::Stub::WriteOffClaim, v1::WriteOffClaimRequest()) == Names{"request_id", "name"});
  appeal.set_ground("they say it was not theirs");
  CHECK(as(&Service::Stub::AppealCharge, appeal) == Names{"ground"});
  CHECK(as(&Service::Stub::DecideAppeal, v1::DecideAppealRequest()) == Names{"request_id", "name", "ground"});
}

TEST_CASE("Signs of abuse are shown and listed, and what is asked for is given", "[compensation]") {
  Suite& suite = TheSuite();
  const std::string customer = "0123456789abcdef0123456789abcdef";
  suite.Ask("WITH told AS (INSERT INTO compensation.case_claimant SELECT 'often-' || n, 'often', 7, '" + customer +
            "', 9000000000000000 FROM generate_series(1, 30) n RETURNING 1) SELECT count(*) FROM told");
  const std::string order = suite.Give("often").order();
  v1::QuoteRequest quote = suite.QuoteRequestFor(order.substr(std::string("orders/").size()));
  quote.set_request_id(Uuid::Random().ToString());
  quote.set_case_("cases/often");
  quote.set_customer(customer);
  const v1::Quotation quotation = suite.Call(&Service::Stub::Quote, quote).value();
  for (const v1::RemedyOption& option : quotation.options()) {
    if (option.kind() != v1::REMEDY_KIND_APOLOGY) CHECK(option.required_authority() >= v1::AUTHORITY_SUPERVISOR);
  }
  v1::ListAbuseFlagsRequest list;
  list.set_filter("case = \"cases/often\" AND sign = CUSTOMER_COMPLAINTS");
  const auto found = suite.CallAs<Service>("agents/x-audit", "AUDITOR", &Service::Stub::ListAbuseFlags, list).value();
  REQUIRE(found.abuse_flags_size() == 1);
  CHECK(found.abuse_flags(0).sign() == v1::AbuseFlag::SIGN_CUSTOMER_COMPLAINTS);
  CHECK(found.abuse_flags(0).quotation() == quotation.name());
  CHECK(found.abuse_flags(0).customer() == customer);
  CHECK(found.abuse_flags(0).counted() == 30);
  CHECK(found.abuse_flags(0).allowed() == 20);
  list.set_filter("sign = MALICE");
  CHECK(ReasonOf(suite.CallAs<Service>("agents/x-audit", "AUDITOR", &Service::Stub::ListAbuseFlags, list).status()) ==
        "INVALID_FIELDS");
  CHECK(suite.CallAs<Service>("agents/a-li", "SPECIALIST", &Service::Stub::ListAbuseFlags, list).status().code() ==
        absl::StatusCode::kPermissionDenied);
}

TEST_CASE("The books are linked while the process runs", "[compensation]") {
  Suite& suite = TheSuite();
  const v1::Grant grant = suite.Give("linked");
  suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID});
  const auto linked = [&] {
    return suite.Ask(
               "SELECT count(*) FROM compensation.ledger_entry e LEFT JOIN compensation.ledger_link l USING (entry)"
               " WHERE l.entry IS NULL") == "0";
  };
  CHECK(Eventually(kPatience, linked));
  CHECK(Eventually(kPatience, [&] { return suite.Ask("SELECT count(*) > 0 FROM compensation.ledger_seal") == "t"; }));
  CHECK(suite.Faults().empty());
}

TEST_CASE("A specialist sees the grants that it proposed and no others; whoever supervises sees all", "[compensation]") {
  Suite& suite = TheSuite();
  const v1::Grant hers = suite.Give("seen-1", v1::REMEDY_KIND_COUPON, "agents/a-hers");
  const v1::Grant his = suite.Give("seen-2", v1::REMEDY_KIND_COUPON, "agents/a-his");
  const auto get = [&](const std::string& subject, const std::string& role, const v1::Grant& grant) {
    v1::GetGrantRequest request;
    request.set_name(grant.name());
    return ReasonOf(suite.CallAs<Service>(subject, role, &Service::Stub::GetGrant, request).status());
  };
  const auto list = [&](const std::string& subject, const std::string& role, const std::string& filter) {
    v1::ListGrantsRequest request;
    request.set_filter(filter);
    request.set_page_size(1);
    std::set<std::string> names;
    do {
      const auto page = Suite::Need(suite.CallAs<Service>(subject, role, &Service::Stub::ListGrants, request));
      for (const v1::Grant& grant : page.grants()) names.insert(grant.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  };
  using Names = std::set<std::string>;
  CHECK(get("agents/a-hers", "SPECIALIST", hers).empty());
  CHECK(get("agents/a-hers", "SPECIALIST", his) == "GRANT_NOT_FOUND");
  CHECK(list("agents/a-hers", "SPECIALIST", "") == Names{hers.name()});
  CHECK(list("agents/a-hers", "SPECIALIST", "case = \"cases/seen-2\"").empty());
  CHECK(list("a-hers", "SPECIALIST", "").empty());  // no agent
  for (const char* role : {"SUPERVISOR", "MANAGER", "LEGAL", "AUDITOR"}) {
    INFO(role);
    CHECK(get("agents/a-hers", role, his).empty());
    CHECK(list("agents/a-hers", role, "case = \"cases/seen-2\"") == Names{his.name()});
  }
}

TEST_CASE("Only casework grants, only back ends report", "[compensation]") {
  Suite& suite = TheSuite();
  for (const char* role : {"SPECIALIST", "SUPERVISOR", "MANAGER", "LEGAL", "ADMIN", "BACKEND"}) {
    INFO(role);
    CHECK(suite.CallAs<Service>("agents/x", role, &Service::Stub::CommitGrant, v1::CommitGrantRequest()).status().code() ==
          absl::StatusCode::kPermissionDenied);
    if (std::string(role) == "BACKEND") continue;
    CHECK(
        suite.CallAs<Service>("agents/x", role, &Service::Stub::ReportOperation, v1::ReportOperationRequest()).status().code() ==
        absl::StatusCode::kPermissionDenied);
  }
  CHECK(suite.CallAs<Service>("services/intake", "SERVICE", &Service::Stub::CommitGrant, v1::CommitGrantRequest())
            .status()
            .code() == absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace redress::test
