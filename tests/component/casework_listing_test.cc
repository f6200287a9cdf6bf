// Cases as they are listed, on a real database: each once and newest first however many pages, only what an agent may read, and
// by an index whatever is stored.
#include <algorithm>
#include <catch2/catch.hpp>

#include "services/casework/store/case_batch_store.h"
#include "services/casework/store/delegation_store.h"
#include "services/casework/store/listing.h"
#include "services/casework/store/reader_store.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

using Numbers = std::vector<std::string>;

std::vector<CaseFile> Page(CaseworkDesk& desk, const CaseQuery& query) {
  return desk.Run<std::vector<CaseFile>>([&](pqxx::work& work) { return ListCases(work, desk.vault, query); }).value();
}

Numbers List(CaseworkDesk& desk, const CaseQuery& query) {
  Numbers numbers;
  const std::vector<CaseFile> page = Page(desk, query);
  for (const CaseFile& file : page) numbers.push_back(file.number);
  return numbers;
}

// Page after page.
Numbers ListAll(CaseworkDesk& desk, CaseQuery query) {
  Numbers numbers;
  while (true) {
    const std::vector<CaseFile> page = Page(desk, query);
    for (const CaseFile& file : page) numbers.push_back(file.number);
    if (static_cast<int>(page.size()) < query.limit) return numbers;
    query.after = CaseKey(page.back());
  }
}

bool Reads(CaseworkDesk& desk, const std::string& number, const std::string& agent) {
  return desk.Run<bool>([&](pqxx::work& work) -> absl::StatusOr<bool> { return MayRead(work, number, agent); }).value();
}

// 25 cases, five opened at each instant, of three owners and two states; every sixth has a second complaint.
std::vector<CaseFile> InsertMany(CaseworkDesk& desk) {
  std::vector<CaseFile> files;
  for (int n = 0; n < 25; ++n) {
    CaseFile file = NewCase(absl::StrCat("c-", 100 + n));
    file.open_time = kNow + absl::Hours(n / 5);
    file.owner = n % 4 == 3 ? "" : absl::StrCat("a-", n % 4);
    file.state = n % 2 == 0 ? CaseState::kOpen : CaseState::kVerifying;
    if (n % 6 == 0) file.complaints.push_back(absl::StrCat("again-", n));
    files.push_back(desk.Insert(file).value());
  }
  return files;
}

// Those that `keep` keeps, in the order of the listing.
template <class Keep>
Numbers Expected(std::vector<CaseFile> files, Keep keep) {
  std::sort(files.begin(), files.end(), [](const CaseFile& a, const CaseFile& b) {
    return std::make_pair(a.open_time, a.number) > std::make_pair(b.open_time, b.number);
  });
  Numbers numbers;
  for (const CaseFile& file : files) {
    if (keep(file)) numbers.push_back(file.number);
  }
  return numbers;
}

TEST_CASE("Pages of any size hold every case that the filter lets through once, newest first") {
  CaseworkDesk desk;
  const std::vector<CaseFile> files = InsertMany(desk);
  CaseQuery query;
  query.limit = GENERATE(1, 7, 25, 1'000);
  CHECK(ListAll(desk, query) == Expected(files, [](const CaseFile&) { return true; }));
  query.state = CaseState::kVerifying;
  CHECK(ListAll(desk, query) == Expected(files, [](const CaseFile& f) { return f.state == CaseState::kVerifying; }));
  query.owner = "a-1";
  CHECK(ListAll(desk, query) == Expected(files, [](const CaseFile& f) { return f.owner == "a-1"; }));
  query.state = {};
  query.owner = "";
  query.open_from = kNow + absl::Hours(3);
  CHECK(ListAll(desk, query) == Expected(files, [](const CaseFile& f) { return f.open_time >= kNow + absl::Hours(3); }));
  query.reader = "a-2";
  CHECK(ListAll(desk, query) ==
        Expected(files, [](const CaseFile& f) { return f.owner == "a-2" && f.open_time >= kNow + absl::Hours(3); }));
  query.open_from = {};
  query.state = CaseState::kOpen;
  CHECK(ListAll(desk, query) ==
        Expected(files, [](const CaseFile& f) { return f.owner == "a-2" && f.state == CaseState::kOpen; }));
}

TEST_CASE("A case is found by each of its complaints, and listed as it is read alone") {
  CaseworkDesk desk;
  InsertMany(desk);
  CaseFile full = FullCase();
  REQUIRE(desk.Insert(full).ok());
  CaseQuery query;
  query.complaint = "again-12";
  CHECK(List(desk, query) == Numbers{"c-112"});
  query.reader = "a-1";
  CHECK(List(desk, query).empty());
  query.reader = "a-0";
  CHECK(List(desk, query) == Numbers{"c-112"});
  query = {};
  query.complaint = "nothing";
  CHECK(List(desk, query).empty());
  const std::vector<CaseFile> all = Page(desk, CaseQuery());
  REQUIRE(all.size() == 26);
  for (const CaseFile& file : all) CHECK(file == desk.Get(file.number).value());
}

TEST_CASE("A page token of something else is refused, and a page is never longer than the most") {
  CaseworkDesk desk;
  InsertMany(desk);
  for (const char* const after : {"x", "1", "/c-1", "1/", "x/c-1"}) {
    CaseQuery query;
    query.after = after;
    const auto page = desk.Run<std::vector<CaseFile>>([&](pqxx::work& work) { return ListCases(work, desk.vault, query); });
    CHECK(ReasonOf(page.status()) == "INVALID_PAGE_TOKEN");
  }
  CaseQuery query;
  query.limit = -5;
  CHECK(List(desk, query).size() == 1);
  query.limit = 1'000'000;
  desk.Ask("SELECT 1");
  const auto sql = desk.Run<std::string>([&](pqxx::work& work) { return CaseListSql(work, query); }).value();
  CHECK(sql.substr(sql.find("LIMIT")) == "LIMIT 1000");
}

TEST_CASE("Who owns or owned a case may read it, and whoever had a work item of it; nobody else") {
  CaseworkDesk desk;
  const CaseFile first = desk.Insert(NewCase()).value();
  CHECK_FALSE(Reads(desk, kNumber, "a-li"));
  CaseFile next = first;
  next.owner = "a-li";
  const CaseFile second = desk.Update(first, next).value();
  next = second;
  next.owner = "a-wang";
  const CaseFile third = desk.Update(second, next).value();
  next = third;
  next.owner.clear();
  REQUIRE(desk.Update(third, next).ok());
  const auto add = [&](const std::string& number, const std::string& agent) {
    return desk.Run<bool>([&](pqxx::work& work) -> absl::StatusOr<bool> { return AddReader(work, number, agent); }).value();
  };
  CHECK(add(kNumber, "a-zhou"));
  CHECK(add(kNumber, "a-zhou"));
  CHECK_FALSE(add("none", "a-zhou"));
  for (const char* const agent : {"a-li", "a-wang", "a-zhou"}) {
    CHECK(Reads(desk, kNumber, agent));
    CaseQuery query;
    query.reader = agent;
    CHECK(List(desk, query) == Numbers{kNumber});
  }
  CHECK_FALSE(Reads(desk, kNumber, "a-qian"));
  CHECK_FALSE(Reads(desk, "none", "a-li"));
  CHECK(desk.Ask("SELECT count(*) FROM case_reader") == "3");
}

// 20,000 cases, nearly all closed long ago, each with two entries of its trail, an item checked, a question and a plan of one
// step.
CaseworkDesk& Busy() {
  static CaseworkDesk* desk = nullptr;
  if (desk == nullptr) {
    CaseworkPostgres();
    static CaseworkDesk made;
    desk = &made;
    const std::string hash(64, 'a');
    for (const std::string& sql : {
             absl::StrCat(
                 "case_file (case_number, partition, state, waiting_from, merged_from, tag_l1, tag_l2, tag_confirmed, severity, "
                 "channel,"
                 " vip_level, customer, signals, media, manager_escalated, owner, reopen_count, received_us, open_us, execute_us,"
                 " close_us, finding, closed_by, version, audit_sequence, audit_hash)"
                 " SELECT 'n' || n, n % 64, CASE WHEN n % 200 = 0 THEN 'OPEN' WHEN n % 200 = 1 THEN 'EXECUTING' ELSE 'CLOSED' "
                 "END,"
                 " 'INVESTIGATING', 'OPEN', '', '', false, 1, 1, 0, 'f' || n % 5000, '{}', false, false, 'a-' || n % 50, 0, n, "
                 "n, n, n,"
                 " 'NOT_A_COMPLAINT', 'agents/a-1', 2, 2, '",
                 hash, "' FROM generate_series(1, 20000) n"),
             std::string("case_key SELECT 'n' || n, NULL FROM generate_series(1, 20000) n"),
             std::string("case_complaint SELECT 'c' || n, 'n' || n, 1 FROM generate_series(1, 20000) n"),
             std::string("case_reader SELECT 'n' || n, 'a-' || n % 50, n FROM generate_series(1, 20000) n"),
             std::string(
                 "check_item SELECT 'n' || n, 'ORDER', 'CONFIRMED', NULL, 'agents/a-1', n FROM generate_series(1, 20000) n"),
             std::string("evidence_request SELECT 'n' || n, 'e1', 'SELLER', '', '', n, n + 1, 'DEFAULTED', NULL, n FROM"
                         " generate_series(1, 20000) n"),
             std::string("task SELECT 'n' || n, 't1', 'HR', 'hr', '', n, n + 1, false, '', n FROM generate_series(1, 20000) n"),
             absl::StrCat("plan SELECT 'n' || n, 1, 'a-1', '", hash,
                          "', '{}', '{}', 'SPECIALIST', 'ACCEPTED', n, n FROM"
                          " generate_series(1, 20000) n"),
             std::string("step SELECT 'n' || n, 1, 1, 'PERSON', 'a-1', n, '', '', '', '', '', 'APOLOGY', 0, '', 'DONE', '', '', "
                         "'', n FROM"
                         " generate_series(1, 20000) n"),
             absl::StrCat("approval SELECT 'n' || n, 'a1', '", hash,
                          "', 'a-1', 'SUPERVISOR', 'EXPIRED', '', '', 'SPECIALIST', NULL, n,"
                          " n + 1, n FROM generate_series(1, 20000) n"),
             std::string("callback SELECT 'n' || n, 0, 1, 'SATISFIED', 'a-1', n FROM generate_series(1, 20000) n"),
             absl::StrCat("audit SELECT 'n' || n, s, n, 'timer', 'X', '', '', '", hash, "', false, '", hash,
                          "' FROM"
                          " generate_series(1, 20000) n, generate_series(1, 2) s"),
             std::string("audit_reason SELECT 'n' || n, 1, '' FROM generate_series(1, 20000) n"),
             std::string("timer SELECT 'n' || n, 'TASK', 't1', n FROM generate_series(1, 20000) n"),
         }) {
      Must(desk->Exec("INSERT INTO " + sql));
    }
    Must(desk->Exec("ANALYZE"));
  }
  return *desk;
}

TEST_CASE("Every form of the listing walks an index to its page") {
  CaseworkDesk& desk = Busy();
  CaseQuery query;
  const std::string form = GENERATE("all", "state", "owner", "owner and state", "complaint", "since", "reader",
                                    "reader and state", "reader and complaint", "next page", "next page of a reader");
  const bool next = form.find("next page") == 0;
  if (form.find("state") != std::string::npos) query.state = CaseState::kOpen;
  if (form.find("owner") == 0) query.owner = "a-0";
  if (form.find("complaint") != std::string::npos) query.complaint = "c50";
  if (form == "since") query.open_from = BusinessTime::FromUnixMicros(19'900);
  if (form.find("reader") != std::string::npos) query.reader = "a-0";
  if (next) query.after = "15000/n15000";
  std::string plan;
  Must(desk.pool->Read([&](pqxx::transaction_base& read) -> absl::Status {
    ASSIGN_OR_RETURN(const std::string sql, CaseListSql(read, query));
    plan.clear();
    for (const pqxx::row& row : read.exec("EXPLAIN " + sql)) absl::StrAppend(&plan, row[0].c_str(), "\n");
    return absl::OkStatus();
  }));
  CAPTURE(form, plan);
  CHECK(plan.find("Seq Scan") == std::string::npos);
  // Two filters, or a complaint, let through so few that these are found by index and sorted.
  const bool few = form.find("and") != std::string::npos || form == "complaint";
  CHECK((few || plan.find("Sort") == std::string::npos));
  CHECK(List(desk, query).size() == (form.find("complaint") != std::string::npos ? 1 : 100));
}

// How often each table of casework was read from end to end.
std::string Scans(CaseworkDesk& desk) {
  desk.Ask("SELECT pg_stat_force_next_flush()");
  desk.Ask("SELECT 1");  // the flush comes at its end
  return desk.Ask(
      "SELECT string_agg(relname || ' ' || seq_scan, ', ' ORDER BY relname) FROM pg_stat_user_tables WHERE schemaname ="
      " current_schema() AND relname IN ('case_file', 'case_key', 'case_complaint', 'case_reader', 'check_item', "
      "'evidence_request',"
      " 'task', 'plan', 'step', 'approval', 'callback', 'audit', 'audit_reason', 'timer')");
}

TEST_CASE("Whatever is asked of the store is found by index: one case, a page of them, a trail, what is due") {
  CaseworkDesk& desk = Busy();
  const std::string before = Scans(desk);
  Must(desk.pool->Transact([&](pqxx::work& work) -> absl::Status {
    ASSIGN_OR_RETURN(const CaseFile file, GetCase(work, desk.vault, "n15077"));
    CHECK(file.plans[0].steps.size() == 1);
    CaseQuery query;
    query.limit = 20;  // of so few cases; a hundred of them would be half of all pages of the small tables
    CHECK(ListCases(work, desk.vault, query)->size() == 20);
    CHECK(ReadTrail(work, desk.vault, "n77", 0, 100)->size() == 2);
    CHECK(HoldersOf(work, {"c77"}).at("c77") == "n77");
    CHECK(EarlierCases(work, file, 10).size() == 3);
    CHECK(CasesOfCustomer(work, "f77").size() == 4);
    CHECK(DueCases(work, BusinessTime::FromUnixMicros(50), {}, 100).size() == 50);
    CHECK(ExecutingCases(work, "", 10).size() == 10);
    CHECK(MayRead(work, "n77", "a-27"));
    CHECK(AddReader(work, "n77", "a-28"));
    LockCases(work, {"n77", "n78"});
    CaseFile next = file;
    next.owner = "a-3";
    next.callbacks.push_back({0, 2, CallbackOutcome::kSatisfied, "a-1", kNow});
    return UpdateCase(work, desk.vault, file, next, {CaseworkDesk::Entry("CHANGED")}).status();
  }));
  CHECK(Scans(desk) == before);
  desk.Ask("SELECT count(*) FROM step WHERE description = ''");
  CHECK(Scans(desk) != before);  // what the counters would have shown
}

}  // namespace
}  // namespace redress::test
