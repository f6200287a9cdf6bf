// Quotes and grants that are committed a batch at a time: what each is answered and what is written is as if each had come alone.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "libs/base/error.h"
#include "services/compensation/app/grant_group.h"
#include "services/compensation/app/quote_group.h"
#include "services/compensation/store/abuse_store.h"
#include "tests/component/compensation_crowd.h"
#include "tests/component/compensation_fixture.h"

namespace redress::test {
namespace {

using comp::GrantView;
using comp::RemedyKind;

// A request with its command.
struct Asked {
  comp::Request request;
  comp::GrantCommand command;
};

// What is answered to `count` calls that wait together, each begun by `begin(i, done)`: the first batches are full.
template <class View, class Group, class Begin>
std::vector<absl::StatusOr<View>> AnswersOf(Group& group, size_t count, const Begin& begin) {
  std::vector<absl::StatusOr<View>> answers(count, absl::UnknownError("not answered"));
  absl::BlockingCounter left(static_cast<int>(count));
  for (size_t i = 0; i < count; ++i) {
    begin(i, [&answers, &left, i](absl::StatusOr<View> answer) {
      answers[i] = std::move(answer);
      left.DecrementCount();
    });
  }
  group.Start();
  left.Wait();
  group.Stop();
  return answers;
}

std::vector<absl::StatusOr<GrantView>> CommitAll(CompensationDesk& desk, const std::vector<Asked>& asked, int threads = 2,
                                                 size_t batch = 64) {
  comp::GrantGroup group(*desk.context, {.queue_max = 10'000, .batch_max = batch, .threads = threads});
  return AnswersOf<GrantView>(group, asked.size(), [&](size_t i, auto done) {
    group.Commit({asked[i].request, asked[i].command, {}, std::move(done)});
  });
}

Answers ReasonsOf(const std::vector<absl::StatusOr<GrantView>>& answers) {
  Answers reasons;
  for (const auto& answer : answers) ++reasons[answer.ok() ? "" : ReasonOf(answer.status())];
  return reasons;
}

void NoAgentLimit(comp::Terms* terms) {
  terms->agent_day_max = 1'000'000'000;
}

TEST_CASE("Grants of one batch are each given whole, and paid once", "[compensation]") {
  CompensationDesk desk;
  REQUIRE(desk.Give("c", "orders/first", RemedyKind::kRefund).ok());  // allots the budget
  std::vector<Asked> asked;
  for (int i = 0; i < 100; ++i) {
    const std::string id = absl::StrCat(i);
    const RemedyKind kind = i % 3 == 0 ? RemedyKind::kCoupon : i % 3 == 1 ? RemedyKind::kReship : RemedyKind::kRefund;
    const comp::Quotation quotation = desk.Quote("c" + id, "orders/" + id, {"LOGISTICS", "LOST"},
                                                 absl::StrCat(absl::Hex(i + 1, absl::kZeroPad16), std::string(16, '0')));
    asked.push_back(
        {desk.NewRequest(), i % 5 == 0 ? desk.Approved(quotation, kind, "a-" + id) : desk.Command(quotation, kind, "a-" + id)});
  }
  const auto answers = CommitAll(desk, asked, 1);
  CHECK(ReasonsOf(answers) == Answers{{"", 100}});
  for (size_t i = 0; i < answers.size(); ++i) {
    const comp::Grant stored = desk.Get(answers[i]->grant.id);
    CHECK(comp::ViewOf(stored).etag == answers[i]->etag);
    CHECK(stored.option.id == asked[i].command.option);
    CHECK(stored.proposer == asked[i].command.proposer);
    CHECK(stored.approval.has_value() == asked[i].command.approval.has_value());
    CHECK(stored.alone == answers[i]->grant.alone);
    CHECK(stored.commit_time == answers[i]->grant.commit_time);
    CHECK(stored.customer == answers[i]->grant.customer);
    // Asked again, alone or in a batch, it is the same grant.
    CHECK(comp::CommitGrant(*desk.context, asked[i].request, asked[i].command)->name == answers[i]->name);
  }
  const auto again = CommitAll(desk, asked);
  for (size_t i = 0; i < answers.size(); ++i) CHECK(again[i]->name == answers[i]->name);
  CHECK(desk.Ask("SELECT count(*) FROM event WHERE type = 'redress.compensation.v1.GrantCommitted'") == "101");
  desk.PayUntilSettled();
  CHECK(desk.shop.operations() == 101);
  CHECK(desk.Faults().empty());
}

TEST_CASE("In a batch as well nothing is given twice, whatever is asked together", "[compensation]") {
  CompensationDesk desk(&NoAgentLimit);
  REQUIRE(desk.Give("c", "orders/first", RemedyKind::kRefund).ok());
  std::vector<Asked> asked;
  const comp::Quotation same[] = {desk.Quote("s1", "orders/same"), desk.Quote("s2", "orders/same")};
  for (int i = 0; i < 60; ++i) {
    const std::string id = absl::StrCat(i);
    asked.push_back(
        {desk.NewRequest(), desk.Command(same[i % 2], i % 3 == 0 ? RemedyKind::kReship : RemedyKind::kRefund, "a-" + id)});
    asked.push_back({desk.NewRequest(), desk.Command(desk.Quote("c" + id, "orders/" + id), RemedyKind::kRefund, "b-" + id)});
  }
  const Asked twin{desk.NewRequest(), desk.Command(desk.Quote("t", "orders/twin"), RemedyKind::kRefund, "t")};
  for (int i = 0; i < 20; ++i) asked.push_back(twin);
  Asked other = twin;  // the id of another request
  other.request.key.body_hash = "another";
  asked.push_back(other);
  Asked nothing = twin;
  nothing.request = desk.NewRequest();
  nothing.command.quotation = Uuid::Random().ToString();
  asked.push_back(nothing);
  std::shuffle(asked.begin(), asked.end() - 2, std::mt19937(1));
  const Answers reasons = ReasonsOf(CommitAll(desk, asked));
  CHECK(reasons == Answers{{"", 81}, {"ENTITLEMENT_TAKEN", 59}, {"REQUEST_ID_REUSED", 1}, {"QUOTATION_NOT_FOUND", 1}});
  CHECK(desk.Ask("SELECT count(*) FROM remedy_grant") == "63");  // 60, the same one, the twins' and the first
  desk.PayUntilSettled();
  CHECK(desk.Faults().empty());
}

TEST_CASE("A refusal in a batch is kept, and its neighbours are given", "[compensation]") {
  CompensationDesk desk;
  REQUIRE(desk.Give("c", "orders/first", RemedyKind::kRefund).ok());
  std::vector<Asked> asked;
  for (int i = 0; i < 20; ++i) {
    const std::string id = absl::StrCat(i);
    comp::GrantCommand command = desk.Command(desk.Quote("c" + id, "orders/" + id), RemedyKind::kRefund, "a-" + id);
    if (i % 4 == 0) command.case_total.minor = 100'000;  // needs an approval
    asked.push_back({desk.NewRequest(), command});
  }
  const auto answers = CommitAll(desk, asked, 1);
  CHECK(ReasonsOf(answers) == Answers{{"", 15}, {"APPROVAL_MISSING", 5}});
  const auto again = CommitAll(desk, asked, 1);
  for (size_t i = 0; i < asked.size(); ++i) CHECK(again[i].status() == answers[i].status());
  CHECK(desk.Faults().empty());
}

TEST_CASE("Batches on a budget with little room give what fits, and no more", "[compensation]") {
  constexpr int64_t kBudget = 400'000;  // 50 grants
  CompensationDesk desk([](comp::Terms* terms) {
    terms->budgets_month["refund"] = kBudget;
    NoAgentLimit(terms);
  });
  std::vector<Asked> asked;
  for (int i = 0; i < 200; ++i) {
    const std::string id = absl::StrCat(i);
    asked.push_back({desk.NewRequest(), desk.Command(desk.Quote("c" + id, "orders/" + id), RemedyKind::kRefund, "a-" + id)});
  }
  CHECK(ReasonsOf(CommitAll(desk, asked, 4, 8)) == Answers{{"", 50}, {"OVER_BUDGET", 150}});
  CHECK(desk.Ask("SELECT sum(amount_minor) FROM budget_entry") == absl::StrCat(kBudget));
  CHECK(desk.Faults().empty());
}

// Groups of two replicas, single grants, payments, refusals and reversals beside each other.
TEST_CASE("Batches beside single grants, failures and reversals never overspend a budget, and wait for nobody in a circle",
          "[compensation]") {
  constexpr int64_t kBudget = 1'600'000;
  CompensationDesk desk([](comp::Terms* terms) {
    terms->budgets_month["refund"] = kBudget;
    NoAgentLimit(terms);
  });
  desk.shop.fault = [](const std::string& id, bool) { return id.back() < '6' ? ShopFault::kRefuse : ShopFault::kNone; };
  std::atomic<int> next{0};
  Tally tally;
  AtOnce(4, [&](int thread) {
    std::mt19937 random(thread);
    std::vector<std::string> mine;
    for (int round = 0; round < 12; ++round) {
      std::vector<Asked> asked;
      for (int i = 0; i < 24; ++i) {
        const std::string id = absl::StrCat(random() % 4 == 0 ? random() % 50 : 1'000 + next++);  // some meet
        const RemedyKind kind = random() % 3 == 0 ? RemedyKind::kCoupon : RemedyKind::kRefund;
        const comp::Quotation quotation = desk.Quote("c" + id, "orders/" + id);
        asked.push_back({desk.NewRequest(), desk.Approved(quotation, kind, absl::StrCat("a-", random() % 100))});
      }
      if (thread == 0) {
        for (const Asked& one : asked) tally.Add(comp::CommitGrant(*desk.context, one.request, one.command).status());
      } else {
        for (const auto& answer : CommitAll(desk, asked, 2, 16)) {
          tally.Add(answer.status());
          if (answer.ok()) mine.push_back(answer->grant.id);
        }
      }
      comp::PayRound(*desk.context, [] { return false; }).IgnoreError();
      for (int i = 0; i < 4 && !mine.empty(); ++i) {
        comp::ReverseGrant(*desk.context, desk.NewRequest(), {mine[random() % mine.size()], "", "test"}).IgnoreError();
      }
    }
  });
  desk.PayUntilSettled();
  for (const auto& [reason, times] : tally.answers()) {
    INFO(reason << ": " << times);
    CHECK((reason.empty() || reason == "OVER_BUDGET" || reason == "ENTITLEMENT_TAKEN" || reason == "OVER_PAID_AMOUNT" ||
           reason == "OVER_CASE_LIMIT"));
  }
  CHECK(std::stoll(desk.Ask("SELECT coalesce(sum(amount_minor), 0) FROM budget_entry WHERE budget LIKE '%-refund'")) <= kBudget);
  CHECK(
      desk.Ask("SELECT count(*) FROM (SELECT sum(amount_minor) OVER (ORDER BY entry) AS taken FROM budget_entry WHERE budget LIKE"
               " '%-refund') t WHERE taken < 0") == "0");
  CHECK(desk.Faults().empty());
}

std::vector<absl::StatusOr<comp::QuotationView>> QuoteAll(
    CompensationDesk& desk, const std::vector<std::pair<comp::Request, comp::QuoteCommand>>& asked) {
  comp::QuoteGroup group(*desk.context, {.queue_max = 10'000, .batch_max = 32, .threads = 2});
  return AnswersOf<comp::QuotationView>(group, asked.size(), [&](size_t i, auto done) {
    group.Quote({asked[i].first, asked[i].second, {}, std::move(done)});
  });
}

TEST_CASE("Quotes of one batch are kept as they are answered, and as one alone would be", "[compensation]") {
  CompensationDesk desk;
  std::vector<std::pair<comp::Request, comp::QuoteCommand>> asked;
  for (int i = 0; i < 80; ++i) {
    const std::string order = absl::StrCat("orders/", i % 50);
    desk.shop.AddOrder(order, 8'000, desk.time.Now());
    comp::QuoteCommand command;
    command.case_number = absl::StrCat("c", i);
    command.claim.cause = {"LOGISTICS", i % 2 == 0 ? "LOST" : "DELAYED"};
    if (i % 7 != 0) command.claim.lines = {{order, i % 10 == 9 ? "no such line" : "1", 0}};
    if (i % 3 == 0) command.customer = absl::StrCat(absl::Hex(i + 1, absl::kZeroPad16), std::string(16, '0'));
    asked.emplace_back(desk.NewRequest(), command);
  }
  asked.push_back(asked.front());  // the same request twice
  const auto answers = QuoteAll(desk, asked);
  int refused = 0;
  for (size_t i = 0; i < asked.size(); ++i) {
    const comp::QuoteCommand& command = asked[i].second;
    if (!command.claim.lines.empty() && command.claim.lines.front().line == "no such line") {
      CHECK(absl::IsInvalidArgument(answers[i].status()));
      ++refused;
      continue;
    }
    const comp::Quotation& given = answers[i].value().quotation;
    const comp::Quotation read = comp::ReadQuotation(*desk.pool, given.id).value().quotation;
    CHECK(read.hash == given.hash);
    CHECK(comp::HashOf(read) == given.hash);
    CHECK(read.facts == given.facts);
    CHECK(read.decisions == given.decisions);
    CHECK(read.customer == command.customer);
    CHECK(read.case_number == command.case_number);
    CHECK(read.expire_time == given.expire_time);
    // Alone, it is offered the same.
    const comp::Quotation alone = comp::Quote(*desk.context, desk.NewRequest(), command).value().quotation;
    CHECK(alone.facts == given.facts);
    CHECK(alone.decisions == given.decisions);
    REQUIRE(alone.options.size() == read.options.size());
    for (size_t o = 0; o < read.options.size(); ++o) {
      CHECK(alone.options[o].kind == read.options[o].kind);
      CHECK(alone.options[o].amount == read.options[o].amount);
      CHECK(alone.options[o].rules == read.options[o].rules);
      CHECK(alone.options[o].reason_zh == read.options[o].reason_zh);
      CHECK(alone.options[o].line_paid == read.options[o].line_paid);
    }
  }
  // Each of the eighty, and each asked alone, the twin once more.
  CHECK(answers.front()->name == answers.back()->name);
  CHECK(desk.Ask("SELECT count(*) FROM request") == absl::StrCat(2 * (80 - refused) + 1));
}

TEST_CASE("In a batch as well a sign of abuse is seen with the first complaint or grant too many", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) {
    terms->abuse.of(comp::AbuseSign::kCustomerComplaints).allowed = 3;
    terms->abuse.of(comp::AbuseSign::kCustomerGrants).allowed = 2;
  });
  const auto customer = [](int number) { return absl::StrCat(absl::Hex(number, absl::kZeroPad16), std::string(16, '0')); };
  // The customer of each number has so many complaints and grants; four and five share a telephone, six complained long ago.
  const int complaints[] = {0, 3, 4, 0, 1, 1, 4}, grants[] = {0, 0, 0, 2, 0, 3, 0};
  std::vector<comp::Claimant> claimants;
  int given = 0;
  for (int i = 0; i < 7; ++i) {
    const bool shares = i == 4 || i == 5;
    for (int k = 0; k < complaints[i]; ++k) {
      claimants.push_back({absl::StrCat("k", i, "-", k),
                           absl::StrCat("k", i),
                           1,
                           customer(i),
                           desk.time.Now() - absl::Hours(i == 6 ? 24 * 31 : 1),
                           {}});
      if (shares) claimants.back().identifiers = {{"PHONE", customer(99)}};
    }
    for (int k = 0; k < grants[i]; ++k, ++given) {
      const std::string id = absl::StrCat("g", given);
      const comp::Quotation quotation = desk.Quote(id, "orders/" + id, {"LOGISTICS", "LOST"}, customer(i));
      REQUIRE(comp::CommitGrant(*desk.context, desk.NewRequest(), desk.Command(quotation, RemedyKind::kRefund, "a-" + id)).ok());
    }
  }
  REQUIRE(desk.pool
              ->Transact([&](pqxx::work& transaction) {
                comp::SaveClaimants(transaction, claimants);
                return absl::OkStatus();
              })
              .ok());
  std::vector<std::pair<comp::Request, comp::QuoteCommand>> asked;
  for (int i = 0; i < 7; ++i) {
    desk.shop.AddOrder(absl::StrCat("orders/", i), 8'000, desk.time.Now());
    comp::QuoteCommand command;
    command.case_number = absl::StrCat("c", i);
    command.customer = customer(i);
    command.claim.cause = {"LOGISTICS", "LOST"};
    command.claim.lines = {{absl::StrCat("orders/", i), "1", 0}};
    asked.emplace_back(desk.NewRequest(), command);
  }
  const auto answers = QuoteAll(desk, asked);
  for (int i = 0; i < 7; ++i) {
    INFO(i);
    const comp::Quotation& quotation = answers[i].value().quotation;
    const bool sign = std::any_of(quotation.facts.begin(), quotation.facts.end(),
                                  [](const auto& fact) { return fact.first.rfind("abuse:", 0) == 0; });
    CHECK(sign == (i == 2 || i == 5));
    CHECK(quotation.facts == comp::Quote(*desk.context, desk.NewRequest(), asked[i].second)->quotation.facts);
  }
  CHECK(desk.Ask("SELECT string_agg(sign, ' ' ORDER BY case_number) FROM abuse_flag") == "CUSTOMER_COMPLAINTS CUSTOMER_GRANTS");
}

// Every other case is decided by another version, which takes the first complaint for a sign.
class TwoVersions final : public comp::Policies {
 public:
  TwoVersions(const comp::DmnPolicy& one, const comp::DmnPolicy& other)
      : one_(std::make_shared<comp::DmnPolicy>(one)), other_(std::make_shared<comp::DmnPolicy>(other)) {}
  absl::StatusOr<comp::PolicyPtr> For(const comp::PolicyQuestion& question) const override {
    return question.case_number.back() % 2 == 0 ? one_ : other_;
  }
  absl::StatusOr<comp::PolicyPtr> OfVersion(const std::string&) const override { return one_; }
  comp::Terms terms() const override { return one_->terms(); }

 private:
  const comp::PolicyPtr one_, other_;
};

TEST_CASE("Each quotation of a batch is of the version that decides its case, and of its signs of abuse", "[compensation]") {
  CompensationDesk desk;
  const TwoVersions versions(*desk.policy, desk.policy->With([](comp::Terms* terms) {
    terms->version = "2";
    terms->abuse.of(comp::AbuseSign::kCustomerComplaints).allowed = 0;
  }));
  const comp::Context context{*desk.pool, desk.time, versions, desk.shop, {}, [](auto) {}, [] {}};
  const std::string customer = std::string(32, 'a');
  REQUIRE(desk.pool
              ->Transact([&](pqxx::work& transaction) {
                comp::SaveClaimants(transaction, {{"k", "k", 1, customer, desk.time.Now() - absl::Hours(1), {}}});
                return absl::OkStatus();
              })
              .ok());
  comp::QuoteGroup group(context, {.queue_max = 1'000, .batch_max = 64, .threads = 1});
  const auto answers = AnswersOf<comp::QuotationView>(group, 40, [&](size_t i, auto done) {
    const std::string order = absl::StrCat("orders/", i);
    desk.shop.AddOrder(order, 8'000, desk.time.Now());
    comp::QuoteCommand command;
    command.case_number = absl::StrCat("c", i);
    command.customer = i < 20 ? customer : "";
    command.claim.cause = {"LOGISTICS", "LOST"};
    command.claim.lines = {{order, "1", 0}};
    group.Quote({desk.NewRequest(), command, {}, std::move(done)});
  });
  for (size_t i = 0; i < answers.size(); ++i) {
    const comp::Quotation& quotation = answers[i].value().quotation;
    const bool sign = quotation.facts.back().first == "abuse:CUSTOMER_COMPLAINTS";
    CHECK(quotation.policy_version == (i % 2 == 0 ? "1" : "2"));
    CHECK(sign == (i % 2 == 1 && i < 20));
    CHECK(comp::HashOf(comp::ReadQuotation(*desk.pool, quotation.id).value().quotation) == quotation.hash);
  }
  CHECK(desk.Ask("SELECT count(*) FROM request") == "40");
}

}  // namespace
}  // namespace redress::test
