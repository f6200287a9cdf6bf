// Money under faults: the shop loses questions, answers and reports, is late, slow, refuses and is killed; compensation is killed
// again and again; PostgreSQL stops. Whoever commits asks until it is answered. Each grant is paid once, or refused, and both
// books say so to the last fen.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "tests/torture/asking.h"
#include "tests/torture/payment_proof.h"
#include "tests/torture/payment_rig.h"
#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

using Faults = std::vector<PaymentRig::Fault>;
using test::PrivatePostgres;

PaymentRig::Fault Killed(const std::string& program) {
  return {"kill -9 " + program, [program](PaymentRig& rig) { rig.KillAndStart(program); }};
}

PaymentRig::Fault PostgresCrash() {
  return {"PostgreSQL stopped immediate", [](PaymentRig& rig) { rig.postgres.Restart(PrivatePostgres::Stopping::kImmediate); }};
}

// The shop is away while compensation asks, and is not asked what struck.
PaymentRig::Fault BothKilled() {
  return {"kill -9 of both", [](PaymentRig& rig) {
            rig.suite->Kill("compensation");
            rig.KillAndStart("platform");
            rig.suite->Start("compensation");
          }};
}

// Many kills of compensation, some of the shop, a few of the database, in an order of chance.
Faults ManyFaults() {
  Faults faults;
  for (int round = 0; round < Rounds(); ++round) {
    faults.insert(faults.end(), 40, Killed("compensation"));
    faults.insert(faults.end(), 8, Killed("platform"));
    faults.insert(faults.end(), 6, PostgresCrash());
    faults.insert(faults.end(), 3, BothKilled());
  }
  std::shuffle(faults.begin(), faults.end(), std::mt19937(7));
  return faults;
}

const std::vector<std::string> kNone;

void ProveAll(PaymentRig& rig) {
  const std::string pg = rig.postgres.connection();
  CHECK(rig.load->faults() == kNone);
  CHECK(ProveGranted(pg, rig.load->names()) == kNone);
  CHECK(ProvePaidOnce(pg) == kNone);
  CHECK(ProveBooks(pg) == kNone);
  CHECK(rig.Verify() == kNone);
}

std::string AskOne(PaymentRig& rig, const std::string& sql) {
  return torture::AskOne(rig.postgres.connection(), sql);
}

TEST_CASE("whatever is killed and whatever the shop loses, each grant is paid once or refused, and both books agree",
          "[torture]") {
  const Faults faults = ManyFaults();
  PaymentRig rig(800 * Rounds());
  rig.Disturb();
  rig.Suffer(faults);
  rig.Calm();
  REQUIRE(rig.Settle());
  ProveAll(rig);
  rig.load->AskAgain();
  ProveAll(rig);
  for (const auto& [fault, hits] : rig.hits()) {
    INFO(fault);
    CHECK(hits > 0);
  }
  std::cout << "proved after " << faults.size()
            << " faults: " << AskOne(rig, "SELECT count(*) FROM compensation.remedy_grant WHERE state = 'PAID'")
            << " grants paid, " << AskOne(rig, "SELECT count(*) FROM compensation.remedy_grant WHERE state = 'FAILED'")
            << " refused; asked up to " << AskOne(rig, "SELECT max(ask_count) FROM compensation.remedy_grant") << " times"
            << std::endl;
}

void Tamper(PaymentRig& rig, const std::string& sql) {
  torture::Tamper(rig.postgres.connection() + " options='-c search_path=compensation'", sql);
}

TEST_CASE("what the proofs of payment look for is noticed when it is there", "[torture]") {
  PaymentRig rig(12);
  rig.Suffer({{"nothing", [](PaymentRig&) {}}});
  REQUIRE(rig.Settle());
  ProveAll(rig);
  const std::string pg = rig.postgres.connection();
  const auto one = [](const std::string& kind, const std::string& as = "id") {
    return absl::StrCat("(SELECT ", as, " FROM compensation.remedy_grant WHERE kind = '", kind, "' ORDER BY id LIMIT 1)");
  };

  Tamper(rig, "UPDATE platform.operation SET reference = 'another' WHERE operation = " + one("REFUND", "id::text"));
  CHECK(ProvePaidOnce(pg).size() == 1);
  Tamper(rig, "UPDATE platform.operation SET amount_minor = 1 WHERE operation = " + one("REFUND", "id::text"));
  CHECK(ProvePaidOnce(pg).size() == 2);
  CHECK(rig.Verify().size() == 1);
  Tamper(rig, "UPDATE platform.customer_order SET refunded_minor = 0 WHERE refunded_minor > 0");
  CHECK(ProveBooks(pg).size() == 1);
  Tamper(rig, "UPDATE platform.order_line SET resent = 0 WHERE resent > 0");
  CHECK(ProveBooks(pg).size() == 2);
  Tamper(rig, "DELETE FROM platform.operation WHERE operation = " + one("RESHIP", "id::text"));
  CHECK(ProvePaidOnce(pg).size() == 3);
  CHECK(rig.Verify().size() == 2);
  rig.suite->Kill("compensation");  // which would pay what comes next
  Tamper(rig, "UPDATE remedy_grant SET state = 'PAYING', pay_us = NULL WHERE id = " + one("COUPON"));
  CHECK(CountUnsettled(pg) == 1);
  CHECK(ProvePaidOnce(pg).size() == 4);
  Tamper(rig, "DELETE FROM remedy_grant WHERE id = " + one("REFUND"));
  CHECK(ProvePaidOnce(pg).size() == 4);  // of which two went with the grant, and one came
  CHECK(ProveGranted(pg, rig.load->names()).size() == 1);
  Tamper(rig, "DELETE FROM ledger_entry WHERE reason = 'PAID'; DELETE FROM event WHERE sequence = 1; DELETE FROM effect");
  CHECK(ProveBooks(pg).size() >= 8);
}

}  // namespace
}  // namespace redress::torture
