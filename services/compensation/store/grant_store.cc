#include "services/compensation/store/grant_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/effects.h"
#include "libs/pg/exec.h"
#include "services/compensation/store/quotation_store.h"

namespace redress::compensation {
namespace {

// Paying is never useless: the effect outlives every outage.
constexpr absl::Duration kPayWithin = absl::Hours(24 * 365);

absl::optional<BusinessTime> TimeOrNothing(const pqxx::field& field) {
  if (field.is_null()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(field.as<int64_t>());
}

// For parameters: 0 is NULL in the statements.
int64_t MicrosOf(const absl::optional<BusinessTime>& time) {
  return time.has_value() ? time->micros() : 0;
}

void InsertEntry(pqxx::transaction_base& transaction, const Grant& grant, EntryReason reason, BusinessTime time) {
  const Transfer transfer = TransferOf(reason, CategoryOf(grant.option.kind), grant.option.amount);
  pg::Exec(transaction,
           "INSERT INTO ledger_entry (grant_id, reason, debit, credit, currency, amount_minor, create_us)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7)",
           grant.id, std::string(Word(reason)), transfer.debit, transfer.credit, std::string(transfer.amount.currency.code()),
           transfer.amount.minor, time.micros());
}

absl::StatusOr<Grant> One(const pqxx::result& rows) {
  if (rows.empty()) return NoSuchGrant();
  return GrantOf(rows[0]);
}

// What a new state writes into the books; nothing for PAYING.
absl::optional<std::pair<EntryReason, BusinessTime>> EntryFor(const Grant& grant) {
  switch (grant.state) {
    case GrantState::kPaid:
      return std::make_pair(EntryReason::kPaid, *grant.pay_time);
    case GrantState::kFailed:
      return std::make_pair(EntryReason::kFailed, *grant.fail_time);
    case GrantState::kReversed:
      return std::make_pair(EntryReason::kReversed, *grant.reverse_time);
    case GrantState::kCommitted:
    case GrantState::kPaying:
      break;
  }
  return absl::nullopt;
}

// Writes the grant's share. Whoever holds the whole budget's lock allots what is left of it anew.
void TakeFromBudget(pqxx::transaction_base& transaction, const Grant& grant, const std::string& budget, const Standing& standing,
                    int64_t limit) {
  pg::Exec(transaction, "INSERT INTO budget_entry (budget, slice, amount_minor, grant_id) VALUES ($1, $2, $3, $4)", budget,
           standing.budget_slice.value_or(0), grant.option.amount.minor, grant.id);
  if (!standing.budget_slice.has_value()) pg::Exec(transaction, "SELECT allot_budget($1, $2)", budget, limit);
}

}  // namespace

const char kSelectGrant[] =
    "SELECT g.option_id, g.kind, g.order_name, g.line, g.currency, g.amount_minor, g.quantity, o.required, o.within_ms, o.rules,"
    " o.reason_zh, o.reason_en, o.ground, o.line_paid_minor, o.line_quantity, o.order_paid_minor,"
    " g.id, g.partition, g.case_number, g.customer, g.quotation, g.l1, g.l2, g.occurrence, g.state, g.proposer, g.plan_hash,"
    " g.alone, g.approver, g.approve_authority, g.approve_us, g.failure_reason, g.result_reference, g.reverse_reason,"
    " g.commit_us, g.pay_us, g.fail_us, g.reverse_us, g.version"
    " FROM remedy_grant g JOIN quotation_option o ON o.quotation = g.quotation AND o.option_id = g.option_id ";

Grant GrantOf(const pqxx::row& row) {
  Grant grant;
  grant.option = OptionOf(row);
  grant.id = row[16].c_str();
  grant.partition = row[17].as<int>();
  grant.case_number = row[18].c_str();
  grant.customer = row[19].c_str();
  grant.quotation = row[20].c_str();
  grant.cause = {row[21].c_str(), row[22].c_str()};
  grant.occurrence = row[23].as<int32_t>();
  grant.state = GrantStateOf(row[24].c_str()).value();
  grant.proposer = row[25].c_str();
  grant.plan_hash = row[26].c_str();
  grant.alone = row[27].as<bool>();
  if (!row[28].is_null()) {
    grant.approval = Approval{row[28].c_str(), AuthorityOf(row[29].c_str()).value(), grant.plan_hash,
                              BusinessTime::FromUnixMicros(row[30].as<int64_t>())};
  }
  grant.failure_reason = row[31].c_str();
  grant.result_reference = row[32].c_str();
  grant.reverse_reason = row[33].c_str();
  grant.commit_time = BusinessTime::FromUnixMicros(row[34].as<int64_t>());
  grant.pay_time = TimeOrNothing(row[35]);
  grant.fail_time = TimeOrNothing(row[36]);
  grant.reverse_time = TimeOrNothing(row[37]);
  grant.version = row[38].as<int64_t>();
  return grant;
}

int64_t BudgetLimit(RemedyKind kind, const Terms& terms) {
  const auto limit = terms.budgets_month.find(std::string(CategoryOf(kind)));
  return limit == terms.budgets_month.end() ? -1 : limit->second;
}

events::Effect EffectOf(const Grant& grant) {
  events::Effect effect;
  effect.kind = "platform.operation";
  effect.subject = absl::StrCat(grant.option.order, "/lines/", grant.option.line, "/causes/", grant.cause.l1, ".", grant.cause.l2,
                                "/", Word(grant.option.entitlement()));
  effect.occurrence = absl::StrCat(grant.occurrence);
  effect.useless_after = grant.commit_time + kPayWithin;
  effect.payload = absl::StrCat("operations/", grant.id);
  return effect;
}

Standing StandingOf(const pqxx::row& row) {
  Standing standing;
  if (!row[0].is_null()) standing.taken_by = row[0].c_str();
  standing.occurrences = row[1].as<int32_t>();
  standing.line_money = row[2].as<int64_t>();
  standing.line_pieces = row[3].as<int32_t>();
  standing.order_money = row[4].as<int64_t>();
  standing.case_total = row[5].as<int64_t>();
  standing.case_goodwill = row[6].as<int64_t>();
  standing.customer_goodwill = row[7].as<int64_t>();
  standing.agent_day = row[8].as<int64_t>();
  standing.budget_used = row[9].as<int64_t>();
  if (!row[10].is_null()) standing.budget_slice = row[10].as<int>();
  return standing;
}

std::string BudgetOf(RemedyKind kind, BusinessTime commit_time, const Terms& terms) {
  return absl::StrCat(MonthOf(commit_time, terms), "-", CategoryOf(kind));
}

Standing LockStanding(pqxx::transaction_base& transaction, const Quotation& quotation, const Option& option,
                      const GrantCommand& command, const Terms& terms, BusinessTime now) {
  const bool goodwill = option.entitlement() == EntitlementKind::kGoodwill;
  const std::string customer = goodwill ? quotation.customer : "";
  const std::string agent = command.approval.has_value() ? "" : command.proposer;
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT * FROM lock_standing($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", option.order,
               option.line, quotation.cause.l1, quotation.cause.l2, std::string(Word(option.entitlement())),
               quotation.case_number, customer, (now - terms.goodwill_customer_window).micros(), agent, DayOf(now, terms),
               BudgetOf(option.kind, now, terms), BudgetLimit(option.kind, terms), option.amount.minor);
  return StandingOf(rows.at(0));
}

absl::Status InsertGrant(pqxx::transaction_base& transaction, const Grant& grant, const Standing& standing, const Terms& terms) {
  const Option& option = grant.option;
  const std::string budget = BudgetOf(option.kind, grant.commit_time, terms);
  pg::Exec(
      transaction,
      "INSERT INTO remedy_grant (id, partition, case_number, customer, quotation, option_id, kind, entitlement, order_name, line,"
      " l1, l2, occurrence, currency, amount_minor, quantity, category, budget, state, proposer, plan_hash, alone, day, approver,"
      " approve_authority, approve_us, commit_us, version)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,"
      " nullif($24, ''), nullif($25, ''), nullif($26::bigint, 0), $27, $28)",
      grant.id, grant.partition, grant.case_number, grant.customer, grant.quotation, option.id, std::string(Word(option.kind)),
      std::string(Word(option.entitlement())), option.order, option.line, grant.cause.l1, grant.cause.l2, grant.occurrence,
      std::string(option.amount.currency.code()), option.amount.minor, option.quantity, std::string(CategoryOf(option.kind)),
      budget, std::string(Word(grant.state)), grant.proposer, grant.plan_hash, grant.alone, DayOf(grant.commit_time, terms),
      grant.approval.has_value() ? grant.approval->approver : "",
      grant.approval.has_value() ? std::string(Word(grant.approval->authority)) : "",
      grant.approval.has_value() ? grant.approval->time.micros() : 0, grant.commit_time.micros(), grant.version);
  TakeFromBudget(transaction, grant, budget, standing, BudgetLimit(option.kind, terms));
  InsertEntry(transaction, grant, EntryReason::kCommitted, grant.commit_time);
  ASSIGN_OR_RETURN(const bool fresh, events::InsertEffect(transaction, EffectOf(grant)));
  if (!fresh) return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "this occurrence was given already");
  return absl::OkStatus();
}

absl::Status NoSuchGrant() {
  return Error(absl::StatusCode::kNotFound, "GRANT_NOT_FOUND", "no such grant");
}

absl::StatusOr<Grant> GetGrant(pqxx::transaction_base& transaction, const std::string& id) {
  return One(pg::Exec(transaction, absl::StrCat(kSelectGrant, "WHERE g.id = $1::uuid"), id));
}

absl::StatusOr<Grant> LockGrant(pqxx::transaction_base& transaction, const std::string& id) {
  return One(pg::Exec(transaction, absl::StrCat(kSelectGrant, "WHERE g.id = $1::uuid FOR UPDATE OF g"), id));
}

absl::Status SaveMove(pqxx::transaction_base& transaction, const Grant& before, const Grant& after) {
  const pqxx::result rows = pg::Exec(
      transaction,
      "UPDATE remedy_grant SET state = $2, failure_reason = $3, result_reference = $4, reverse_reason = $5, pay_us = "
      "nullif($6::bigint, 0),"
      " fail_us = nullif($7::bigint, 0), reverse_us = nullif($8::bigint, 0), version = $9 WHERE id = $1::uuid AND version = $10",
      after.id, std::string(Word(after.state)), after.failure_reason, after.result_reference, after.reverse_reason,
      MicrosOf(after.pay_time), MicrosOf(after.fail_time), MicrosOf(after.reverse_time), after.version, before.version);
  if (rows.affected_rows() != 1) {
    return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the grant has changed meanwhile");
  }
  if (const auto entry = EntryFor(after); entry.has_value()) InsertEntry(transaction, after, entry->first, entry->second);
  if (IsLive(before.state) && !IsLive(after.state)) pg::Exec(transaction, "SELECT release_budget($1)", after.id);
  return absl::OkStatus();
}

std::vector<Ask> TakeAsks(pqxx::transaction_base& transaction, int limit, absl::Duration lease) {
  std::vector<Ask> asks;
  const pqxx::result taken = pg::Exec(transaction, "SELECT id, attempts FROM take_asks($1, $2 * interval '1 millisecond')", limit,
                                      absl::ToInt64Milliseconds(lease));
  for (const pqxx::row& row : taken) {
    const absl::StatusOr<Grant> grant = GetGrant(transaction, row[0].c_str());
    if (grant.ok()) asks.push_back({*grant, row[1].as<int>() == 0, row[1].as<int>()});
  }
  return asks;
}

OwedCounts CountOwed(pqxx::transaction_base& transaction) {
  const pqxx::row row = pg::Exec1(transaction,
                                  "SELECT count(*) FILTER (WHERE state = 'COMMITTED'), count(*) FILTER (WHERE state = 'PAYING')"
                                  " FROM remedy_grant WHERE state IN ('COMMITTED', 'PAYING')");
  return {row[0].as<int64_t>(), row[1].as<int64_t>()};
}

void AskAfter(pqxx::transaction_base& transaction, const std::string& id, absl::Duration delay) {
  pg::Exec(transaction,
           "UPDATE remedy_grant SET ask_after = clock_timestamp() + $2 * interval '1 millisecond'"
           " WHERE id = $1::uuid AND state IN ('COMMITTED', 'PAYING')",
           id, absl::ToInt64Milliseconds(delay));
}

}  // namespace redress::compensation
