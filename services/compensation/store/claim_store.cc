#include "services/compensation/store/claim_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/exec.h"
#include "services/compensation/store/page_key.h"

namespace redress::compensation {
namespace {

constexpr char kColumns[] =
    "c.id, c.grant_id, c.partition, c.case_number, c.order_name, c.party, c.charger, c.currency, c.amount_minor, c.settled_minor,"
    " c.written_off_minor, c.repaid_minor, c.state, c.withdraw_reason, c.charge_us, c.appeal_until_us, c.end_us, c.appeal,"
    " c.appellant, c.appeal_ground, c.appeal_us, c.decider, c.decision_ground, c.decide_us, c.version";
constexpr int kColumnCount = 25;

std::string Select(const std::string& rest) {
  return absl::StrCat("SELECT ", kColumns, " FROM claim c ", rest);
}

absl::optional<BusinessTime> TimeOrNothing(const pqxx::field& field) {
  if (field.is_null()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(field.as<int64_t>());
}

// For parameters: 0 is NULL in the statements.
int64_t MicrosOf(const absl::optional<BusinessTime>& time) {
  return time.has_value() ? time->micros() : 0;
}

PartyClaim ClaimOf(const pqxx::row& row) {
  PartyClaim claim;
  claim.id = row[0].c_str();
  claim.grant = row[1].c_str();
  claim.partition = row[2].as<int32_t>();
  claim.case_number = row[3].c_str();
  claim.order = row[4].c_str();
  claim.party = ChargedPartyOf(row[5].c_str()).value();
  claim.charger = row[6].c_str();
  claim.amount = {row[8].as<int64_t>(), Currency::Parse(row[7].c_str()).value()};
  claim.settled = row[9].as<int64_t>();
  claim.written_off = row[10].as<int64_t>();
  claim.repaid = row[11].as<int64_t>();
  claim.state = ClaimStateOf(row[12].c_str()).value();
  claim.withdraw_reason = row[13].c_str();
  claim.charge_time = BusinessTime::FromUnixMicros(row[14].as<int64_t>());
  claim.appeal_until = BusinessTime::FromUnixMicros(row[15].as<int64_t>());
  claim.end_time = TimeOrNothing(row[16]);
  claim.appeal = {AppealStateOf(row[17].c_str()).value(),
                  row[18].c_str(),
                  row[19].c_str(),
                  TimeOrNothing(row[20]),
                  row[21].c_str(),
                  row[22].c_str(),
                  TimeOrNothing(row[23])};
  claim.version = row[24].as<int64_t>();
  return claim;
}

absl::StatusOr<PartyClaim> One(const pqxx::result& rows) {
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "CLAIM_NOT_FOUND", "no such claim");
  return ClaimOf(rows[0]);
}

std::vector<PartyClaim> ClaimsOf(const pqxx::result& rows) {
  std::vector<PartyClaim> claims;
  claims.reserve(rows.size());
  for (const pqxx::row& row : rows) claims.push_back(ClaimOf(row));
  return claims;
}

void InsertEntries(pqxx::transaction_base& transaction, const ClaimMove& move, BusinessTime now) {
  for (const Transfer& transfer : move.transfers) {
    pg::Exec(transaction,
             "INSERT INTO ledger_entry (grant_id, reason, debit, credit, currency, amount_minor, create_us, claim, move)"
             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
             move.claim.grant, std::string(Word(transfer.reason)), transfer.debit, transfer.credit,
             std::string(transfer.amount.currency.code()), transfer.amount.minor, now.micros(), move.claim.id,
             move.claim.version);
  }
}

}  // namespace

absl::optional<CaseFinding> LockFinding(pqxx::transaction_base& transaction, const std::string& case_number) {
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT case_number, closing, party, charger, close_us FROM lock_finding($1)", case_number);
  if (rows.empty()) return absl::nullopt;
  const pqxx::row row = rows[0];
  return CaseFinding{row[0].c_str(), row[1].as<int>(), ChargedPartyOf(row[2].c_str()), row[3].c_str(),
                     BusinessTime::FromUnixMicros(row[4].as<int64_t>())};
}

void SaveFinding(pqxx::transaction_base& transaction, const CaseFinding& finding) {
  pg::Exec(
      transaction,
      "INSERT INTO case_finding (case_number, closing, party, charger, close_us) VALUES ($1, $2, $3, $4, $5)"
      " ON CONFLICT (case_number) DO UPDATE SET closing = excluded.closing, party = excluded.party, charger = excluded.charger,"
      " close_us = excluded.close_us",
      finding.case_number, finding.closing, finding.party.has_value() ? std::string(Word(*finding.party)) : "", finding.charger,
      finding.time.micros());
}

absl::StatusOr<PartyClaim> GetClaim(pqxx::transaction_base& transaction, const std::string& id) {
  return One(pg::Exec(transaction, Select("WHERE c.id = $1::uuid"), id));
}

absl::StatusOr<PartyClaim> LockClaim(pqxx::transaction_base& transaction, const std::string& id) {
  return One(pg::Exec(transaction, Select("WHERE c.id = $1::uuid FOR UPDATE"), id));
}

absl::optional<PartyClaim> LockStandingClaim(pqxx::transaction_base& transaction, const std::string& grant) {
  const pqxx::result rows =
      pg::Exec(transaction, Select("WHERE c.grant_id = $1::uuid AND c.state <> 'WITHDRAWN' FOR UPDATE"), grant);
  if (rows.empty()) return absl::nullopt;
  return ClaimOf(rows[0]);
}

std::string MergedInto(pqxx::transaction_base& transaction, const std::string& case_number) {
  return pg::Exec1(transaction, "SELECT merged_into($1)", case_number)[0].c_str();
}

void SaveMerge(pqxx::transaction_base& transaction, const CaseMerge& merge) {
  pg::Exec(transaction, "INSERT INTO case_merge (case_number, into_case, merge_us) VALUES ($1, $2, $3)", merge.case_number,
           merge.into, merge.time.micros());
}

std::vector<PartyClaim> LockClaimsOf(pqxx::transaction_base& transaction, const std::string& case_number) {
  return ClaimsOf(pg::Exec(
      transaction, Select("WHERE c.case_number IN (SELECT merged_cases($1)) AND c.state <> 'WITHDRAWN' ORDER BY c.id FOR UPDATE"),
      case_number));
}

std::vector<std::string> UnchargedGrants(pqxx::transaction_base& transaction, const std::string& case_number,
                                         ChargedParty party) {
  std::vector<std::string> grants;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT g.id FROM remedy_grant g WHERE g.case_number IN (SELECT merged_cases($1)) AND g.state = 'PAID'"
               " AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.grant_id = g.id"
               "   AND (c.state <> 'WITHDRAWN' OR (c.withdraw_reason = 'APPEAL_UPHELD' AND c.party = $2))) ORDER BY g.id",
               case_number, std::string(Word(party)));
  grants.reserve(rows.size());
  for (const pqxx::row& row : rows) grants.emplace_back(row[0].c_str());
  return grants;
}

void InsertClaim(pqxx::transaction_base& transaction, const ClaimMove& move, BusinessTime now) {
  const PartyClaim& claim = move.claim;
  pg::Exec(
      transaction,
      "INSERT INTO claim (id, grant_id, partition, case_number, order_name, party, charger, currency, amount_minor, "
      "settled_minor,"
      " written_off_minor, repaid_minor, state, withdraw_reason, charge_us, appeal_until_us, appeal, appellant, appeal_ground,"
      " decider, decision_ground, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, $10, '', $11, $12, 'NONE', '', '', '', '', $13)",
      claim.id, claim.grant, claim.partition, claim.case_number, claim.order, std::string(Word(claim.party)), claim.charger,
      std::string(claim.amount.currency.code()), claim.amount.minor, std::string(Word(claim.state)), claim.charge_time.micros(),
      claim.appeal_until.micros(), claim.version);
  InsertEntries(transaction, move, now);
}

absl::Status SaveClaim(pqxx::transaction_base& transaction, const ClaimMove& move, BusinessTime now) {
  const PartyClaim& claim = move.claim;
  const Appeal& appeal = claim.appeal;
  const pqxx::result rows = pg::Exec(
      transaction,
      "UPDATE claim SET settled_minor = $2, written_off_minor = $3, repaid_minor = $4, state = $5, withdraw_reason = $6,"
      " end_us = nullif($7::bigint, 0), appeal = $8, appellant = $9, appeal_ground = $10, appeal_us = nullif($11::bigint, 0),"
      " decider = $12, decision_ground = $13, decide_us = nullif($14::bigint, 0), version = $15"
      " WHERE id = $1::uuid AND version = $15 - 1",
      claim.id, claim.settled, claim.written_off, claim.repaid, std::string(Word(claim.state)), claim.withdraw_reason,
      MicrosOf(claim.end_time), std::string(Word(appeal.state)), appeal.appellant, appeal.ground, MicrosOf(appeal.time),
      appeal.decider, appeal.decision_ground, MicrosOf(appeal.decide_time), claim.version);
  if (rows.affected_rows() != 1) {
    return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the claim has changed meanwhile");
  }
  InsertEntries(transaction, move, now);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PartyClaim>> ListClaims(pqxx::transaction_base& transaction, const ClaimQuery& query) {
  std::vector<std::string> conditions = {"true"};
  const auto equal = [&](absl::string_view column, const std::string& value) {
    if (!value.empty()) conditions.push_back(absl::StrCat(column, " = ", transaction.quote(value)));
  };
  equal("c.case_number", query.case_number);
  equal("c.grant_id", query.grant);
  equal("c.party", query.party);
  equal("c.state", query.state);
  if (!query.after.empty()) {
    ASSIGN_OR_RETURN(std::string after, AfterPageKey(transaction, "c.charge_us, c.id", query.after));
    conditions.push_back(std::move(after));
  }
  return ClaimsOf(transaction.exec(Select(
      absl::StrCat("WHERE ", absl::StrJoin(conditions, " AND "), " ORDER BY c.charge_us DESC, c.id DESC LIMIT ", query.limit))));
}

std::string ClaimKey(const PartyClaim& claim) {
  return PageKey(claim.charge_time, claim.id);
}

std::vector<ClaimBook> ReadClaimBooks(pqxx::transaction_base& transaction) {
  std::vector<ClaimBook> books;
  const pqxx::result rows = transaction.exec(
      absl::StrCat("SELECT ", kColumns,
                   ", g.state, s.account, s.minor, s.entries FROM claim c JOIN remedy_grant g ON g.id = c.grant_id"
                   " LEFT JOIN LATERAL (SELECT account, sum(minor)::bigint AS minor, count(*) AS entries FROM ledger_entry e"
                   "   CROSS JOIN LATERAL (VALUES (e.debit, e.amount_minor), (e.credit, -e.amount_minor)) side (account, minor)"
                   "   WHERE e.claim = c.id AND e.currency = c.currency GROUP BY account) s ON true ORDER BY c.id, s.account"));
  for (const pqxx::row& row : rows) {
    if (books.empty() || books.back().claim.id != row[0].c_str())
      books.push_back({ClaimOf(row), row[kColumnCount].c_str(), {}, 0});
    if (row[kColumnCount + 1].is_null()) continue;
    books.back().entries += row[kColumnCount + 3].as<int64_t>();
    const int64_t minor = row[kColumnCount + 2].as<int64_t>();
    if (minor != 0) books.back().balances.push_back({row[kColumnCount + 1].c_str(), minor});
  }
  for (ClaimBook& book : books) book.entries /= 2;  // each was seen from both sides
  return books;
}

}  // namespace redress::compensation
