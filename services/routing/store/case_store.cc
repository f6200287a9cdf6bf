#include "services/routing/store/case_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/pg/exec.h"
#include "services/routing/store/columns.h"
#include "services/routing/store/item_store.h"

namespace redress::routing {
namespace {

constexpr char kStandingColumns[] =
    " s.case_number, s.partition, s.over, s.waiting, coalesce(s.merged_into, ''), s.reopen_count ";

CaseStanding StandingOfRow(const pqxx::row& row) {
  return {.number = row[0].c_str(),
          .partition = row[1].as<int>(),
          .told = true,
          .over = row[2].as<bool>(),
          .waiting = row[3].as<bool>(),
          .merged_into = row[4].c_str(),
          .reopen_count = row[5].as<int>()};
}

std::string ArrayOfAll(const std::set<std::string>& names) {
  return pg::ArrayOf(std::vector<std::string>(names.begin(), names.end()));
}

// `…-10` sorts before `…-2`: the newest is the longest, then the greatest id.
bool Older(const WorkItem& a, const WorkItem& b) {
  return std::make_pair(a.id.size(), absl::string_view(a.id)) < std::make_pair(b.id.size(), absl::string_view(b.id));
}

}  // namespace

KnownCases LockCases(pqxx::transaction_base& transaction, const std::set<std::string>& case_numbers) {
  KnownCases known;
  std::set<std::string> wanted = case_numbers;
  for (size_t before = 0; before != wanted.size();) {  // again with those that they became part of
    before = wanted.size();
    const pqxx::result rows =
        pg::Exec(transaction,
                 absl::StrCat("SELECT", kStandingColumns, "FROM case_standing s WHERE case_number = ANY ($1::text[])",
                              " ORDER BY case_number FOR UPDATE"),
                 ArrayOfAll(wanted));
    for (const pqxx::row& row : rows) {
      CaseStanding standing = StandingOfRow(row);
      if (!standing.merged_into.empty()) wanted.insert(standing.merged_into);
      known.standings[standing.number] = std::move(standing);
    }
  }
  const pqxx::result rows = pg::Exec(
      transaction,
      absl::StrCat("SELECT", kItemColumns, "FROM work_item w WHERE case_number = ANY ($1::text[]) ORDER BY item FOR UPDATE"),
      ArrayOfAll(wanted));
  for (const pqxx::row& row : rows) {
    WorkItem item = ItemOf(row);
    known.items[item.case_number].push_back(std::move(item));
  }
  for (auto& [number, items] : known.items) std::sort(items.begin(), items.end(), Older);
  return known;
}

CaseStanding StandingOf(pqxx::transaction_base& transaction, const std::string& case_number) {
  const pqxx::result rows =
      pg::Exec(transaction, absl::StrCat("SELECT", kStandingColumns, "FROM case_standing s WHERE case_number = $1"), case_number);
  return rows.empty() ? CaseStanding{.number = case_number} : StandingOfRow(rows[0]);
}

void PutStandings(pqxx::transaction_base& transaction, absl::Span<const CaseStanding> standings) {
  if (standings.empty()) return;
  TextColumn number, merged_into;
  NumberColumn partition, reopened;
  FlagColumn over, waiting;
  for (const CaseStanding& standing : standings) {
    number.Add(standing.number), merged_into.Add(standing.merged_into);
    partition.Add(standing.partition), reopened.Add(standing.reopen_count);
    over.Add(standing.over), waiting.Add(standing.waiting);
  }
  pg::Exec(transaction,
           "INSERT INTO case_standing (case_number, partition, over, waiting, merged_into, reopen_count)"
           " SELECT u.number, u.partition, u.over, u.waiting, nullif(u.merged_into, ''), u.reopened"
           " FROM unnest($1::text[], $2::smallint[], $3::boolean[], $4::boolean[], $5::text[], $6::integer[])"
           "   u(number, partition, over, waiting, merged_into, reopened) ORDER BY u.number"
           " ON CONFLICT (case_number) DO UPDATE SET over = excluded.over, waiting = excluded.waiting,"
           " merged_into = excluded.merged_into, reopen_count = excluded.reopen_count",
           number.Literal(), partition.Literal(), over.Literal(), waiting.Literal(), merged_into.Literal(), reopened.Literal());
}

absl::flat_hash_map<std::string, OwnerFacts> OwnersOf(pqxx::transaction_base& transaction, const KnownCases& known) {
  std::set<std::string> agents;
  for (const auto& [number, items] : known.items) {
    for (const WorkItem& item : items) {
      if (IsOpen(item) && !item.agent.empty()) agents.insert(item.agent);
    }
  }
  absl::flat_hash_map<std::string, OwnerFacts> owners;
  if (agents.empty()) return owners;
  for (const pqxx::row& row :
       pg::Exec(transaction, "SELECT agent, supervisor, teams FROM agent WHERE agent = ANY ($1::text[])", ArrayOfAll(agents))) {
    owners[row[0].c_str()] = {row[1].as<bool>(), pg::ParseTextArray(row[2].c_str())};
  }
  return owners;
}

absl::flat_hash_set<std::string> KnownCauses(pqxx::transaction_base& transaction, absl::Span<const std::string> causes) {
  absl::flat_hash_set<std::string> known;
  if (causes.empty()) return known;
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT cause FROM case_input WHERE cause = ANY ($1::text[])", pg::ArrayOf(causes));
  for (const pqxx::row& row : rows) known.insert(row[0].c_str());
  return known;
}

void PutCauses(pqxx::transaction_base& transaction, absl::Span<const CaseMessage> messages) {
  TextColumn cause, case_number, complaint, unlinked;
  NumberColumn received;
  for (const CaseMessage& message : messages) {
    if (const CaseInput* const input = std::get_if<CaseInput>(&message)) {
      cause.Add(input->cause), case_number.Add(input->case_number), complaint.Add(input->complaint);
      received.Add(input->received_time);
      if (input->unlinked) unlinked.Add(input->complaint);
    } else if (const CaseNews& news = std::get<CaseNews>(message); !news.cause.empty()) {
      cause.Add(news.cause), case_number.Add(news.case_number), complaint.Add(""), received.Add(news.time);
    }
  }
  if (cause.values.empty()) return;
  pg::Exec(transaction,
           "INSERT INTO case_input (cause, case_number, complaint, received_us)"
           " SELECT cause, case_number, nullif(complaint, ''), received_us"
           " FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) u(cause, case_number, complaint, received_us)",
           cause.Literal(), case_number.Literal(), complaint.Literal(), received.Literal());
  if (unlinked.values.empty()) return;
  pg::Exec(transaction, "UPDATE case_input SET complaint = NULL WHERE complaint = ANY ($1::text[]) AND case_number <> complaint",
           unlinked.Literal());
}

}  // namespace redress::routing
