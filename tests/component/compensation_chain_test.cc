// The chain of the books: linked in the order of the log while others write, sealed each day, and whatever is changed in the past
// is found by VerifyLedger.
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "services/compensation/app/chain.h"
#include "tests/component/compensation_fixture.h"

namespace redress::test {
namespace {

using comp::RemedyKind;

// Rounds until nothing is left to link; how many entries were linked.
int LinkAll(const CompensationDesk& desk) {
  int linked = 0;
  for (int now = 1; now > 0; linked += now) now = comp::LinkAndSeal(*desk.context).value().linked;
  return linked;
}

// As somebody who may do everything at the database: no trigger, no constraint of another table.
absl::Status Tamper(const CompensationDesk& desk, const std::string& sql) {
  return desk.pool->Transact([&](pqxx::work& transaction) {
    transaction.exec("SET LOCAL session_replication_role = replica");
    transaction.exec(sql);
    return absl::OkStatus();
  });
}

bool Has(const std::vector<std::string>& faults, const std::string& reason) {
  for (const std::string& fault : faults) {
    if (absl::StartsWith(fault, reason)) return true;
  }
  return false;
}

// Three grants in one partition: two paid, of which one is charged to the seller and one reversed, one committed; linked, and
// sealed on two days.
void Write(CompensationDesk* desk) {
  REQUIRE(desk->Give("c1", "orders/1", RemedyKind::kRefund).ok());
  const std::string taken_back = desk->Give("c2", "orders/2", RemedyKind::kCoupon)->grant.id;
  desk->PayUntilSettled();
  REQUIRE(comp::ReverseGrant(*desk->context, desk->NewRequest(), {taken_back, "", "test"}).ok());
  desk->Find("c1", 1, comp::ChargedParty::kSeller);
  REQUIRE(LinkAll(*desk) == 6);
  desk->time.Advance(absl::Hours(24));
  REQUIRE(desk->Give("c3", "orders/3", RemedyKind::kReship).ok());
  REQUIRE(LinkAll(*desk) == 1);
}

TEST_CASE("Entries are linked in the order of the log, once, and sealed once a day", "[compensation]") {
  CompensationDesk desk;
  CHECK_FALSE(comp::LinkAndSeal(*desk.context)->sealed);  // nothing was ever given
  Write(&desk);
  CHECK(desk.Ask("SELECT count(*) FROM ledger_seal") == "2");
  CHECK(LinkAll(desk) == 0);
  CHECK(desk.Ask("SELECT count(*) FROM ledger_seal") == "2");
  CHECK(desk.Ask("SELECT string_agg(l.sequence::text, ' ' ORDER BY l.position) FROM ledger_link l") ==
        desk.Ask("SELECT string_agg(sequence::text, ' ' ORDER BY sequence) FROM event WHERE type NOT LIKE '%Sealed'"));
  CHECK(desk.Ask("SELECT string_agg(type || subject, ' ' ORDER BY sequence) FROM event WHERE type LIKE '%Sealed'") ==
        "redress.compensation.v1.LedgerSealedledgerSeals/1 redress.compensation.v1.LedgerSealedledgerSeals/2");
  const comp::Verification found = comp::VerifyLedger(*desk.context, false, Deadline::Never()).value();
  CHECK(found.faults.empty());
  CHECK(found.links == 7);
  CHECK(found.seals == 2);
  CHECK(found.last_seal->hash == desk.Ask("SELECT hash FROM ledger_seal WHERE number = 2"));
  for (const char* sql : {"UPDATE ledger_link SET entry = NULL", "DELETE FROM ledger_link", "TRUNCATE ledger_link",
                          "UPDATE ledger_seal SET day = '2026-01-01'", "DELETE FROM ledger_seal", "TRUNCATE ledger_seal"}) {
    INFO(sql);
    CHECK(ReasonOf(desk.pool->Transact([&](pqxx::work& transaction) {
            transaction.exec(sql);
            return absl::OkStatus();
          })) == "IMMUTABLE");
  }
}

// How a value of this type is changed in the least.
std::string Changed(const std::string& column, const std::string& type) {
  if (type == "uuid") return absl::StrCat("overlay(", column, "::text placing 'f' from 1)::uuid");
  if (type == "bigint[]" || type == "integer[]") return absl::StrCat("array_append(", column, "[2:], ", column, "[1] + 1)");
  if (type == "text[]") return absl::StrCat("array_append(", column, "[2:], repeat('0', 64))");
  if (column == "day") return "'2020-01-01'";
  if (column == "reason") return "'SETTLED'";
  if (type == "text") return absl::StrCat("translate(", column, ", 'abcdeflpCNY0123456789', 'bcdefapqDOZ1234567890')");
  return absl::StrCat(column, " + 1000");
}

TEST_CASE("One change of any column of an entry, a link or a seal is found, and its place is named", "[compensation]") {
  CompensationDesk desk;
  Write(&desk);
  REQUIRE(Tamper(desk, "ALTER TABLE ledger_entry ALTER entry DROP IDENTITY").ok());
  REQUIRE(desk.Faults().empty());
  struct Row {
    std::string table, where, fault;
  };
  // What was charged, its link, the older seal.
  const std::string entry = desk.Ask("SELECT min(entry) FROM ledger_entry WHERE reason = 'CHARGED'");
  const std::string position = desk.Ask(absl::StrCat("SELECT position FROM ledger_link WHERE entry = ", entry));
  const Row rows[] = {{"ledger_entry", absl::StrCat("entry = ", entry), "CHAIN_BROKEN"},
                      {"ledger_link", absl::StrCat("position = ", position), "CHAIN_BROKEN"},
                      {"ledger_seal", "number = 1", "SEAL_BROKEN"}};
  int changes = 0;
  for (const Row& row : rows) {
    const std::string columns = desk.Ask(
        absl::StrCat("SELECT string_agg(attname || ' ' || format_type(atttypid, NULL), ',') FROM pg_attribute WHERE attrelid = '",
                     row.table, "'::regclass AND attnum > 0 AND NOT attisdropped"));
    REQUIRE(Tamper(desk, absl::StrCat("CREATE TABLE saved AS SELECT * FROM ", row.table)).ok());
    for (const std::string& pair : std::vector<std::string>(absl::StrSplit(columns, ','))) {
      const std::vector<std::string> parts = absl::StrSplit(pair, absl::MaxSplits(' ', 1));
      INFO(row.table << " " << pair);
      const absl::Status changed = Tamper(
          desk, absl::StrCat("UPDATE ", row.table, " SET ", parts[0], " = ", Changed(parts[0], parts[1]), " WHERE ", row.where));
      INFO(changed.ToString());
      REQUIRE(changed.ok());
      const std::vector<std::string> faults = desk.Faults();
      INFO(absl::StrJoin(faults, "\n"));
      CHECK(Has(faults, row.fault));
      // A link that is elsewhere or an entry that has another id leaves its place empty, which is what is named.
      const bool moved = parts[0] == "entry" || parts[0] == "partition" || parts[0] == "position" || row.table == "ledger_seal";
      CHECK((moved || Has(faults, absl::StrCat("CHAIN_BROKEN ledgerEntries/", entry, ":"))));
      REQUIRE(Tamper(desk, absl::StrCat("DELETE FROM ", row.table, "; INSERT INTO ", row.table, " SELECT * FROM saved")).ok());
      REQUIRE(desk.Faults().empty());
      ++changes;
    }
    REQUIRE(Tamper(desk, "DROP TABLE saved").ok());
  }
  CHECK(changes == 10 + 5 + 7);
}

TEST_CASE("What is removed, forged or written anew is found", "[compensation]") {
  CompensationDesk desk;
  Write(&desk);
  const std::string last = desk.Ask("SELECT max(entry) FROM ledger_entry");
  SECTION("an entry that nobody told of") {
    REQUIRE(Tamper(desk,
                   "INSERT INTO ledger_entry (grant_id, reason, debit, credit, currency, amount_minor, create_us)"
                   " SELECT grant_id, 'FAILED', credit, debit, currency, amount_minor, 0 FROM ledger_entry"
                   " WHERE reason = 'PAID' LIMIT 1")
                .ok());
    CHECK(LinkAll(desk) == 0);
    CHECK(Has(desk.Faults(), "ENTRY_UNLINKED"));
  }
  SECTION("an entry that was removed") {
    REQUIRE(Tamper(desk, absl::StrCat("DELETE FROM ledger_entry WHERE entry = ", last)).ok());
    CHECK(Has(desk.Faults(), absl::StrCat("CHAIN_BROKEN ledgerEntries/", last)));
  }
  SECTION("the end of the chain cut off with its entry, after it was sealed") {
    REQUIRE(Tamper(desk, absl::StrCat("DELETE FROM ledger_link WHERE entry = ", last)).ok());
    CHECK(Has(desk.Faults(), "SEAL_BROKEN ledgerSeals/2"));
  }
  SECTION("an entry removed before it was linked") {
    REQUIRE(desk.Give("c4", "orders/4", RemedyKind::kRefund).ok());
    REQUIRE(Tamper(desk, "DELETE FROM ledger_entry WHERE entry = (SELECT max(entry) FROM ledger_entry)").ok());
    CHECK(LinkAll(desk) == 1);
    CHECK(Has(desk.Faults(), "CHAIN_BROKEN"));
  }
  SECTION("an entry changed and the chain written anew, with the linker's own code") {
    REQUIRE(Tamper(desk, absl::StrCat("UPDATE ledger_entry SET create_us = create_us + 1 WHERE entry = 1;"
                                      "DELETE FROM ledger_link"))
                .ok());
    CHECK(LinkAll(desk) == 7);
    const std::vector<std::string> faults = desk.Faults();
    CHECK(Has(faults, "SEAL_BROKEN ledgerSeals/1"));
    CHECK_FALSE(Has(faults, "CHAIN_BROKEN"));
  }
}

TEST_CASE("Grants by many are linked by several at once, each entry once, in the order of the log", "[compensation]") {
  CompensationDesk desk([](comp::Terms* terms) { terms->agent_day_max = 1'000'000'000; });
  std::vector<std::thread> threads;
  threads.reserve(6);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        const std::string id = absl::StrCat(t, "-", i);
        desk.Give("c" + id, "orders/" + id, RemedyKind::kRefund).status().IgnoreError();
        comp::PayRound(*desk.context, [] { return false; }).IgnoreError();
      }
    });
  }
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) comp::LinkAndSeal(*desk.context).IgnoreError();
    });
  }
  for (std::thread& thread : threads) thread.join();
  desk.PayUntilSettled();
  LinkAll(desk);
  CHECK(desk.Faults().empty());
  CHECK(desk.Ask("SELECT count(*) FROM ledger_link") == "200");
  CHECK(desk.Ask("SELECT count(*) FROM ledger_link a JOIN ledger_link b ON b.partition = a.partition AND"
                 " b.position = a.position + 1 WHERE b.sequence <= a.sequence") == "0");
}

TEST_CASE("The database itself refuses an entry that takes an account below its floor", "[compensation]") {
  CompensationDesk desk;
  const std::string grant = desk.Give("c1", "orders/1", RemedyKind::kRefund)->grant.id;
  const auto insert = [&](const std::string& reason, const std::string& debit, const std::string& credit, int amount) {
    return ReasonOf(desk.pool->Transact([&](pqxx::work& transaction) {
      transaction.exec_params(
          "INSERT INTO ledger_entry (grant_id, reason, debit, credit, currency, amount_minor, create_us)"
          " VALUES ($1, $2, $3, $4, 'CNY', $5, 0)",
          grant, reason, debit, credit, amount);
      return absl::OkStatus();
    }));
  };
  CHECK(insert("PAID", "liability", "paid", 8'001) == "BELOW_FLOOR");
  CHECK(insert("FAILED", "liability", "expense-refund", 8'001) == "BELOW_FLOOR");
  CHECK(insert("REVERSED", "paid", "expense-refund", 1) == "BELOW_FLOOR");
  CHECK(insert("FAILED", "liability", "expense-goods", 1) == "BELOW_FLOOR");
  CHECK(insert("PAID", "liability", "paid", 8'000).empty());
  CHECK(insert("FAILED", "liability", "expense-refund", 1) == "BELOW_FLOOR");
}

}  // namespace
}  // namespace redress::test
