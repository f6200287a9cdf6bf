// Policies as data, against a real database: kept, approved by somebody else, published, scheduled, taken back; followed by every
// replica; quotations made again bit for bit; simulations that go on whoever ends.
#include <catch2/catch.hpp>

#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "services/compensation/app/built_in_policy.h"
#include "services/compensation/app/policies.h"
#include "services/compensation/app/policy_book.h"
#include "services/compensation/app/simulate.h"
#include "services/compensation/domain/simulated_case.h"
#include "tests/component/compensation_fixture.h"

namespace redress::test {
namespace {

// A replica: a book of its own on the tables of a desk.
struct PolicyDesk {
  explicit PolicyDesk(CompensationDesk& desk) : desk(desk), book(*desk.pool, desk.time) {
    context = std::make_unique<comp::Context>(comp::Context{*desk.pool, desk.time, book, desk.shop, {}, [](auto) {}, [] {}});
  }
  comp::Request As(const std::string& who) { return {{who, Uuid::Random(), "test", "hash"}}; }
  comp::Quotation Quote(const std::string& case_number, const std::string& seller_tier = "") {
    desk.shop.AddOrder("orders/" + case_number, 8'000, desk.time.Now());
    comp::QuoteCommand command;
    command.case_number = case_number;
    command.claim.cause = {"LOGISTICS", "LOST"};
    command.claim.lines = {{"orders/" + case_number, "1", 0}};
    command.claim.seller_tier = seller_tier;
    return comp::Quote(*context, desk.NewRequest(), command).value().quotation;
  }
  // The coupon of a lost parcel, in fen: what the tests' policies differ in.
  int64_t Coupon(const std::string& case_number, const std::string& seller_tier = "") {
    return CompensationDesk::Find(Quote(case_number, seller_tier), comp::RemedyKind::kCoupon).amount.minor;
  }
  // A version with another coupon, approved.
  int64_t Approved(const std::string& fen) {
    const auto made = comp::CreatePolicy(*context, As("agents/owner"), {With(fen), "another coupon"}).value();
    REQUIRE(comp::ApprovePolicy(*context, As("agents/second"), {made.version.number, made.version.sha256}).ok());
    return made.version.number;
  }
  static comp::PolicyFiles With(const std::string& fen) {
    comp::PolicyFiles files = comp::BuiltInPolicy();
    for (comp::PolicyFile& file : files) {
      if (file.name == "goodwill.dmn")
        file.text = absl::StrReplaceAll(file.text, {{"<text>3000</text>", "<text>" + fen + "</text>"}});
    }
    return files;
  }
  absl::StatusOr<comp::PublicationView> Publish(comp::Publication publication, bool at_once = true) {
    return comp::PublishPolicy(*context, As("agents/owner"), {std::move(publication), at_once});
  }
  absl::StatusOr<comp::PublicationView> Publish(int64_t version) {
    comp::Publication publication;
    publication.version = version;
    return Publish(publication);
  }
  bool Same(const std::string& quotation) {
    const comp::Reproduction made = comp::ReproduceQuote(*context, quotation).value();
    for (const std::string& difference : made.differences) UNSCOPED_INFO(difference);
    return made.differences.empty();
  }

  CompensationDesk& desk;
  comp::PolicyBook book;
  std::unique_ptr<comp::Context> context;
};

TEST_CASE("The policy of the build is version 1, once, whoever starts first", "[compensation]") {
  CompensationDesk desk;
  PolicyDesk one(desk), two(desk);
  REQUIRE(one.book.Refresh().ok());
  REQUIRE(two.book.Refresh().ok());
  const comp::Quotation quotation = one.Quote("built-1");
  CHECK(quotation.policy_version == "1");
  CHECK_FALSE(quotation.decisions.empty());
  CHECK(desk.Ask("SELECT count(*) FROM policy_version") == "1");
  CHECK(desk.Ask("SELECT count(*) FROM policy_publication") == "1");
  const comp::PolicyView view = comp::ReadPolicy(*desk.pool, 1).value();
  CHECK(view.files == comp::BuiltInPolicy());
  CHECK(view.version.sha256 == comp::HashOf(comp::BuiltInPolicy()));
  CHECK(view.warnings.empty());
}

TEST_CASE("A version is kept once, approved by somebody else, published, and followed by every replica", "[compensation]") {
  CompensationDesk desk;
  PolicyDesk one(desk), two(desk);
  CHECK(one.Coupon("way-1") == 3'000);
  CHECK(two.Coupon("way-2") == 3'000);
  const comp::Request request = one.As("agents/owner");
  const comp::CreateCommand command{PolicyDesk::With("4000"), "another coupon"};
  const comp::PolicyView made = comp::CreatePolicy(*one.context, request, command).value();
  CHECK(made.name == "policyVersions/2");
  CHECK(comp::CreatePolicy(*one.context, request, command)->name == made.name);
  CHECK(ReasonOf(comp::CreatePolicy(*one.context, one.As("agents/other"), command).status()) == "POLICY_EXISTS");
  CHECK(ReasonOf(one.Publish(2).status()) == "NOT_APPROVED");
  const comp::ApproveCommand approve{2, made.version.sha256};
  CHECK(ReasonOf(comp::ApprovePolicy(*one.context, one.As("agents/owner"), approve).status()) == "APPROVAL_SELF_GIVEN");
  CHECK(comp::ApprovePolicy(*one.context, one.As("agents/second"), approve)->version.approver == "agents/second");
  CHECK(ReasonOf(comp::ApprovePolicy(*one.context, one.As("agents/third"), approve).status()) == "ALREADY_APPROVED");
  REQUIRE(one.Publish(2).ok());
  CHECK(one.Coupon("way-3") == 4'000);
  REQUIRE(two.book.Refresh().ok());
  const comp::Quotation quotation = two.Quote("way-4");
  CHECK(quotation.policy_version == "2");
  CHECK(two.Same(quotation.id));
}

TEST_CASE("One call takes a publication back, and what was quoted meanwhile can still be made again", "[compensation]") {
  CompensationDesk desk;
  PolicyDesk one(desk);
  CHECK(ReasonOf(comp::RollbackPolicy(*one.context, one.As("agents/owner"), {0, "no"}).status()) == "NOTHING_TO_ROLL_BACK");
  REQUIRE(one.Publish(one.Approved("4000")).ok());
  const comp::Quotation meanwhile = one.Quote("back-1");
  const auto back = comp::RollbackPolicy(*one.context, one.As("agents/m-zhao"), {0, "too dear"});
  REQUIRE(back.ok());
  CHECK(back->publication.canceller == "agents/m-zhao");
  const comp::Quotation after = one.Quote("back-2");
  CHECK(after.policy_version == "1");
  CHECK(CompensationDesk::Find(meanwhile, comp::RemedyKind::kCoupon).amount.minor == 4'000);
  CHECK(one.Same(meanwhile.id));
  CHECK(one.Same(after.id));
}

TEST_CASE("A publication decides from its time on, until its end, for its scope, for its share", "[compensation]") {
  CompensationDesk desk;
  PolicyDesk one(desk);
  comp::Publication scheduled;
  scheduled.version = one.Approved("4000");
  scheduled.from = desk.time.Now() + absl::Hours(1);
  scheduled.until = desk.time.Now() + absl::Hours(2);
  REQUIRE(one.Publish(scheduled, false).ok());
  CHECK(one.Coupon("time-1") == 3'000);
  desk.time.Advance(absl::Hours(1));
  CHECK(one.Coupon("time-2") == 4'000);
  desk.time.Advance(absl::Hours(1));
  CHECK(one.Coupon("time-3") == 3'000);

  comp::Publication scoped;
  scoped.version = one.Approved("5000");
  scoped.scope.seller_tier = "GOLD";
  REQUIRE(one.Publish(scoped).ok());
  CHECK(one.Coupon("scope-1", "GOLD") == 5'000);
  CHECK(one.Coupon("scope-2", "SILVER") == 3'000);

  comp::Publication canary;
  canary.version = one.Approved("6000");
  canary.share_percent = 50;
  const comp::Publication published = one.Publish(canary)->publication;
  int on_it = 0;
  for (int i = 0; i < 20; ++i) {
    const std::string number = absl::StrCat("canary-", i);
    const bool expected = comp::InShare(number, published);
    CHECK(one.Coupon(number) == (expected ? 6'000 : 3'000));
    on_it += expected ? 1 : 0;
  }
  const auto sums = comp::ComparePolicies(*one.context, desk.time.Now() - absl::Hours(24)).value();
  REQUIRE(sums.front().version == "4");
  CHECK(sums.front().quotations == on_it);
  CHECK(sums.front().cost.minor == int64_t{on_it} * (8'000 + 6'000));
  CHECK(sums.front().approvals == std::vector<std::pair<std::string, int64_t>>{{"SPECIALIST", on_it}});
}

TEST_CASE("What is wrong is refused with its place, and nothing is kept", "[compensation]") {
  CompensationDesk desk;
  PolicyDesk one(desk);
  const auto made = comp::CreatePolicy(*one.context, one.As("agents/owner"), {PolicyDesk::With("order_payed"), "a slip"});
  CHECK(ReasonOf(made.status()) == "INVALID_POLICY");
  CHECK(made.status().message().find("goodwill.dmn:") != absl::string_view::npos);
  CHECK(desk.Ask("SELECT count(*) FROM policy_version") == "0");
}

TEST_CASE("A quotation that was changed behind our back does not come out the same", "[compensation]") {
  CompensationDesk desk;
  PolicyDesk one(desk);
  const comp::Quotation quotation = one.Quote("forged");
  desk.Ask("SELECT 1");
  REQUIRE(desk.pool
              ->Transact([&](pqxx::work& transaction) {
                transaction.exec("ALTER TABLE quotation_option DISABLE TRIGGER quotation_option_immutable");
                transaction.exec("UPDATE quotation_option SET amount_minor = amount_minor + 1 WHERE kind = 'COUPON'");
                return absl::OkStatus();
              })
              .ok());
  const comp::Reproduction made = comp::ReproduceQuote(*one.context, quotation.id).value();
  CHECK(made.differences == std::vector<std::string>{"options[2].amount"});
  CHECK(made.hash == quotation.hash);
}

TEST_CASE("A simulation tells what a version would have given, and goes on after an end", "[compensation]") {
  CompensationDesk desk;
  PolicyDesk one(desk);
  for (int i = 0; i < 9; ++i) one.Quote(absl::StrCat("past-", i));
  desk.time.Advance(absl::Seconds(1));
  const int64_t candidate = one.Approved("4000");
  const comp::Request request = one.As("agents/owner");
  const comp::SimulationView begun = comp::SimulatePolicy(*one.context, request, {candidate, 0, 30}).value();
  CHECK(begun.simulation.total == 9);
  CHECK(begun.simulation.baseline == 1);
  CHECK(comp::SimulatePolicy(*one.context, request, {candidate, 0, 30})->name == begun.name);
  comp::SimulateOptions options;
  options.page = 4;
  options.lease = absl::ZeroDuration();  // whoever comes next may take it at once
  int asked = 0;
  REQUIRE(comp::RunSimulation(*one.context, options, [&] { return ++asked > 1; }).value());  // ends after a page
  const comp::Simulation half = comp::ReadSimulation(*desk.pool, begun.simulation.id)->simulation;
  CHECK(half.state == comp::Simulation::State::kRunning);
  CHECK(half.sums.done == 4);
  PolicyDesk other(desk);
  REQUIRE(comp::RunSimulation(*other.context, options, [] { return false; }).value());
  const comp::Simulation done = comp::ReadSimulation(*desk.pool, begun.simulation.id)->simulation;
  CHECK(done.state == comp::Simulation::State::kDone);
  CHECK(done.sums.done == 9);
  CHECK(done.sums.gain == 9 * 1'000);
  CHECK(done.sums.candidate.cost == 9 * 12'000);
  CHECK(done.sums.baseline.cost == 9 * 11'000);
  CHECK_FALSE(comp::RunSimulation(*other.context, options, [] { return false; }).value());
}

TEST_CASE("A simulation over cases that come with it goes on after an end, and forgets them when it is done", "[compensation]") {
  CompensationDesk desk;
  PolicyDesk one(desk);
  one.Quote("past");  // is not looked at
  const int64_t candidate = one.Approved("4000");
  comp::SimulateCommand command{candidate, 1, 0, {}};
  Violations violations;
  for (int i = 0; i < 9; ++i) {
    comp::NamedFacts facts = {{"l1", "LOGISTICS"}, {"l2", i < 5 ? "LOST" : "DELAYED"}, {"line_paid", "8000"}};
    if (i == 0) facts.emplace_back("seller_tier", "GOLD");
    command.cases.push_back(comp::SimulatedFacts(facts, "cases", &violations));
  }
  REQUIRE(violations.empty());
  const comp::Request request = one.As("agents/owner");
  const comp::SimulationView begun = comp::SimulatePolicy(*one.context, request, command).value();
  CHECK(begun.simulation.total == 9);
  CHECK(comp::SimulatePolicy(*one.context, request, command)->name == begun.name);
  CHECK(desk.Ask("SELECT count(*) FROM policy_simulation_case") == "9");
  comp::SimulateOptions options;
  options.page = 3;  // the last page is full, and an empty one ends it
  options.lease = absl::ZeroDuration();
  int asked = 0;
  REQUIRE(comp::RunSimulation(*one.context, options, [&] { return ++asked > 1; }).value());
  CHECK(comp::ReadSimulation(*desk.pool, begun.simulation.id)->simulation.sums.done == 3);
  PolicyDesk other(desk);
  REQUIRE(comp::RunSimulation(*other.context, options, [] { return false; }).value());
  const comp::Simulation done = comp::ReadSimulation(*desk.pool, begun.simulation.id)->simulation;
  CHECK(done.state == comp::Simulation::State::kDone);
  CHECK(done.sums.done == 9);
  CHECK(done.sums.skipped == 0);
  CHECK(done.sums.gain == 5 * 1'000);
  CHECK(done.sums.gain_count == 5);
  CHECK(done.sums.groups.at({"LOGISTICS", "LOST", "GOLD"}).gains == 1);
  CHECK(done.sums.groups.at({"LOGISTICS", "LOST", ""}).gains == 4);
  CHECK(done.sums.groups.at({"LOGISTICS", "LOST", ""}).losses == 0);
  CHECK(desk.Ask("SELECT count(*) FROM policy_simulation_case") == "0");
}

}  // namespace
}  // namespace redress::test
