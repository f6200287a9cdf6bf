// Signs of abuse on a real database: each raises one flag and asks for a supervisor, and none refuses anything. And cases that
// were merged away: what was given for them is borne like the rest.
#include <catch2/catch.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/compensation/app/abuse.h"
#include "tests/component/compensation_fixture.h"

namespace redress::test {
namespace {

using comp::Authority;
using comp::ChargedParty;
using comp::RemedyKind;

std::string Fingerprint(int number) {
  return absl::StrCat(absl::Hex(number, absl::kZeroPad16), absl::Hex(number, absl::kZeroPad16));
}

void Hear(const CompensationDesk& desk, const comp::Claimant& claimant) {
  const absl::Status heard = desk.pool->Transact([&](pqxx::work& transaction) {
    comp::SaveClaimants(transaction, {claimant});
    return absl::OkStatus();
  });
  if (!heard.ok()) throw std::runtime_error(heard.ToString());
}

// A complaint of the customer of that number, who told these identifiers.
comp::Claimant Complaint(const CompensationDesk& desk, int complaint, int customer,
                         const std::vector<std::pair<std::string, std::string>>& identifiers = {}) {
  return {absl::StrCat("k", complaint), absl::StrCat("c", complaint), 7, Fingerprint(customer), desk.time.Now(), identifiers};
}

void Merge(const CompensationDesk& desk, const std::string& from, const std::string& into) {
  const absl::Status heard = desk.pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    std::vector<events::NewEvent> said;
    const absl::Status status = comp::HearMerge(transaction, {from, into, desk.time.Now()}, desk.time.Now(), &said);
    return status.ok() && !said.empty() ? events::Append(transaction, said) : status;
  });
  if (!heard.ok()) throw std::runtime_error(heard.ToString());
}

std::vector<comp::AbuseFlag> Flags(const CompensationDesk& desk, const std::string& sign = "") {
  comp::FlagQuery query;
  query.sign = sign;
  return comp::ReadFlags(*desk.pool, query).value();
}

comp::Authority Needed(const comp::Quotation& quotation) {
  return CompensationDesk::Find(quotation, RemedyKind::kRefund).required;
}

TEST_CASE("A customer who complains too often is flagged once a case, and served all the same", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->abuse.of(comp::AbuseSign::kCustomerComplaints).allowed = 3; });
  int flagged = 0;
  desk.context->flagged = [&](comp::AbuseSign sign) { flagged += sign == comp::AbuseSign::kCustomerComplaints; };
  for (int i = 0; i < 3; ++i) Hear(desk, Complaint(desk, i, 1));
  Hear(desk, Complaint(desk, 2, 1));  // told again
  CHECK(Needed(desk.Quote("c2", "orders/1", {"LOGISTICS", "LOST"}, Fingerprint(1))) == Authority::kSpecialist);
  CHECK(Flags(desk).empty());

  Hear(desk, Complaint(desk, 3, 1));
  const comp::Quotation quotation = desk.Quote("c3", "orders/2", {"LOGISTICS", "LOST"}, Fingerprint(1));
  CHECK(Needed(quotation) == Authority::kSupervisor);
  CHECK(quotation.facts.back() == std::make_pair(std::string("abuse:CUSTOMER_COMPLAINTS"), std::string("4 > 3")));
  CHECK(comp::ReadQuotation(*desk.pool, quotation.id)->quotation.hash == quotation.hash);
  desk.Quote("c3", "orders/2", {"LOGISTICS", "LOST"}, Fingerprint(1));  // asked again
  const std::vector<comp::AbuseFlag> flags = Flags(desk);
  REQUIRE(flags.size() == 1);
  CHECK(flags[0].case_number == "c3");
  CHECK(flags[0].partition == 7);
  CHECK(flags[0].finding == comp::AbuseFinding{comp::AbuseSign::kCustomerComplaints, 4, 3});
  CHECK(flagged == 1);
  CHECK(desk.Ask("SELECT count(*) FROM event WHERE type = 'redress.compensation.v1.AbuseFlagged' AND partition = 7") == "1");

  CHECK(ReasonOf(desk.Commit(desk.Command(quotation, RemedyKind::kRefund)).status()) == "APPROVAL_MISSING");
  CHECK(desk.Commit(desk.Approved(quotation, RemedyKind::kRefund)).ok());
}

TEST_CASE("What lies before the window does not count, nor do others", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->abuse.of(comp::AbuseSign::kCustomerComplaints).allowed = 1; });
  Hear(desk, Complaint(desk, 1, 1));
  Hear(desk, Complaint(desk, 2, 2));
  desk.time.Advance(desk.policy->terms().abuse.window);
  Hear(desk, Complaint(desk, 3, 1));
  CHECK(Needed(desk.Quote("c3", "orders/1", {"LOGISTICS", "LOST"}, Fingerprint(1))) == Authority::kSpecialist);
  CHECK(Needed(desk.Quote("c4", "orders/2")) == Authority::kSpecialist);  // anonymous
  CHECK(Flags(desk).empty());
}

TEST_CASE("Customers who share a telephone or an address, directly or not, are a ring once several were given something",
          "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->abuse.of(comp::AbuseSign::kRing).allowed = 2; });
  const std::pair<std::string, std::string> phone = {"PHONE", Fingerprint(100)}, address = {"ADDRESS", Fingerprint(101)};
  Hear(desk, Complaint(desk, 1, 1, {phone}));
  Hear(desk, Complaint(desk, 2, 2, {phone, address}));
  Hear(desk, Complaint(desk, 3, 3, {address}));
  Hear(desk, Complaint(desk, 4, 4, {{"PHONE", address.second}}));  // the same fingerprint of another kind ties nobody
  for (int i = 1; i <= 4; ++i) {
    const auto given = desk.Give(absl::StrCat("c", i), absl::StrCat("orders/", i), RemedyKind::kRefund, Fingerprint(i));
    REQUIRE(given.ok());
  }
  CHECK(Flags(desk).empty());
  const comp::Quotation first = desk.Quote("c1", "orders/9", {"LOGISTICS", "LATE"}, Fingerprint(1));
  CHECK(first.facts.back() == std::make_pair(std::string("abuse:RING"), std::string("3 > 2")));
  desk.Quote("c4", "orders/9", {"LOGISTICS", "LATE"}, Fingerprint(4));
  const std::vector<comp::AbuseFlag> flags = Flags(desk, "RING");
  REQUIRE(flags.size() == 1);
  CHECK(flags[0].customer == Fingerprint(1));
}

TEST_CASE("An agent who favours a customer, or very many, is flagged with the grant", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) {
    terms->abuse.of(comp::AbuseSign::kSelfDealing).allowed = 2;
    terms->abuse.of(comp::AbuseSign::kAgentVelocity).allowed = 3;
  });
  for (int i = 0; i < 3; ++i) {
    const auto given = desk.Give(absl::StrCat("c", i), absl::StrCat("orders/", i), RemedyKind::kRefund, Fingerprint(1));
    REQUIRE(given.ok());
    CHECK(given->flags.size() == (i < 2 ? 0 : 1));  // with the answer, for whoever proposes
  }
  REQUIRE(Flags(desk).size() == 1);
  const comp::AbuseFlag favour = Flags(desk)[0];
  CHECK(favour.finding == comp::AbuseFinding{comp::AbuseSign::kSelfDealing, 3, 2});
  CHECK(favour.agent == "a-li");
  CHECK(desk.Get(favour.grant).case_number == "c2");
  REQUIRE(desk.Give("c3", "orders/3", RemedyKind::kRefund, Fingerprint(2)).ok());
  REQUIRE(Flags(desk, "AGENT_VELOCITY").size() == 1);
  CHECK(Flags(desk, "AGENT_VELOCITY")[0].finding.counted == 4);
  const comp::Quotation again = desk.Quote("c5", "orders/5", {"LOGISTICS", "LOST"}, Fingerprint(4));
  const comp::Request request = desk.NewRequest();
  const auto first = comp::CommitGrant(*desk.context, request, desk.Command(again, RemedyKind::kRefund));
  const auto second = comp::CommitGrant(*desk.context, request, desk.Command(again, RemedyKind::kRefund));
  REQUIRE(first->flags.size() == 1);
  REQUIRE(second->flags.size() == 1);
  CHECK(second->flags[0].id == first->flags[0].id);
  CHECK(comp::ReadGrant(*desk.pool, first->grant.id)->flags.empty());
  REQUIRE(Flags(desk, "AGENT_VELOCITY").size() == 2);
  const comp::Quotation other = desk.Quote("c4", "orders/4", {"LOGISTICS", "LOST"}, Fingerprint(3));
  REQUIRE(desk.Commit(desk.Command(other, RemedyKind::kRefund, "a-wang")).ok());
  CHECK(Flags(desk).size() == 3);
  CHECK(desk.Faults().empty());
}

TEST_CASE("One flag of a sign, however many ask at once", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->abuse.of(comp::AbuseSign::kCustomerComplaints).allowed = 1; });
  for (int i = 0; i < 2; ++i) Hear(desk, Complaint(desk, i, 1));
  desk.shop.AddOrder("orders/1", 8'000, desk.time.Now());
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5; ++i) desk.Quote("c1", "orders/1", {"LOGISTICS", "LOST"}, Fingerprint(1));
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(Flags(desk).size() == 1);
  CHECK(desk.Ask("SELECT count(*) FROM event WHERE type = 'redress.compensation.v1.AbuseFlagged'") == "1");
}

TEST_CASE("What was given for a case that was merged away is borne by whom the other one finds responsible", "[compensation]") {
  CompensationDesk desk;
  // Every order of: paid, merged, found. `x` goes into `b`, which goes into `c`.
  const std::string order = GENERATE("pmf", "pfm", "mpf", "mfp", "fpm", "fmp");
  CAPTURE(order);
  for (const char step : order) {
    if (step == 'p') {
      REQUIRE(desk.Give("x", "orders/1", RemedyKind::kRefund).ok());
      desk.PayUntilSettled();
    } else if (step == 'm') {
      Merge(desk, "x", "b");
      Merge(desk, "b", "c");
      Merge(desk, "x", "b");  // told again
    } else {
      desk.Find("c", 1, ChargedParty::kSeller);
    }
  }
  CHECK(desk.Ask("SELECT string_agg(party || ' ' || state || ' ' || amount_minor, ',') FROM claim") == "SELLER OPEN 8000");
  desk.Find("c", 2, ChargedParty::kCarrier);  // found again, otherwise
  CHECK(desk.Ask("SELECT string_agg(party || ' ' || state, ',' ORDER BY state) FROM claim") == "CARRIER OPEN,SELLER WITHDRAWN");
  CHECK(desk.Faults().empty());
}

TEST_CASE("A case that was taken out again is borne by what it is found itself", "[compensation]") {
  CompensationDesk desk;
  desk.Find("b", 1, ChargedParty::kSeller);
  Merge(desk, "x", "b");
  Merge(desk, "x", "");
  REQUIRE(desk.Give("x", "orders/1", RemedyKind::kRefund).ok());
  desk.PayUntilSettled();
  CHECK(desk.Ask("SELECT count(*) FROM claim") == "0");
  desk.Find("x", 1, ChargedParty::kCarrier);
  CHECK(desk.Ask("SELECT string_agg(party, ',') FROM claim") == "CARRIER");
  Merge(desk, "x", "b");  // merged after all: what stands, stands
  CHECK(desk.Ask("SELECT string_agg(party || ' ' || state, ',') FROM claim") == "CARRIER OPEN");
  CHECK(desk.Faults().empty());
}

TEST_CASE("A case that goes on is merged and paid for at the same instant: charged once", "[compensation]") {
  constexpr int kCases = 40;
  CompensationDesk desk([](comp::Terms* terms) { terms->agent_day_max = 1'000'000'000; });
  for (int i = 0; i < kCases; ++i) {
    REQUIRE(desk.Give(absl::StrCat("c", i), absl::StrCat("orders/", i), RemedyKind::kRefund).ok());
  }
  desk.Find("main", 1, ChargedParty::kSupplier);
  std::thread merging([&] {
    for (int i = 0; i < kCases; ++i) Merge(desk, absl::StrCat("c", i), "main");
  });
  std::thread paying([&] {
    while (comp::PayRound(*desk.context, [] { return false; })->asked > 0) {
    }
  });
  merging.join();
  paying.join();
  desk.PayUntilSettled();
  CHECK(desk.Ask("SELECT count(*) || ' ' || count(DISTINCT grant_id) FROM claim") == "40 40");
  CHECK(desk.Faults().empty());
}

}  // namespace
}  // namespace redress::test
