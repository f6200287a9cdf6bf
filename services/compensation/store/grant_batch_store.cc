#include "services/compensation/store/grant_batch_store.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/events/effects.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/compensation/store/abuse_store.h"
#include "services/compensation/store/grant_store.h"
#include "services/compensation/store/quotation_store.h"

namespace redress::compensation {
namespace {

// A parameter of many statements: one text a grant.
using pg::ArrayOf;
using Texts = std::vector<std::string>;
using Numbers = std::vector<int64_t>;

Quotation WantedOf(const pqxx::row& row) {
  Quotation quotation;
  quotation.options.push_back(OptionOf(row));
  quotation.id = row[17].c_str();
  quotation.case_number = row[18].c_str();
  quotation.customer = row[19].c_str();
  quotation.cause = {row[20].c_str(), row[21].c_str()};
  quotation.expire_time = BusinessTime::FromUnixMicros(row[22].as<int64_t>());
  return quotation;
}

WantedStanding WantedStandingOf(const pqxx::row& row, bool anonymous) {
  WantedStanding wanted{StandingOf(row), {}};
  wanted.agent = {anonymous ? 0 : row[11].as<int32_t>() + 1, row[12].as<int32_t>() + 1};
  return wanted;
}

void InsertRows(pqxx::transaction_base& transaction, absl::Span<const DecidedGrant> decided, const Terms& terms) {
  Texts ids, cases, customers, quotations, options, kinds, entitlements, orders, lines, l1s, l2s, currencies, categories, budgets,
      proposers, hashes, approvers, authorities;
  Numbers partitions, occurrences, amounts, quantities, times;
  for (const DecidedGrant& one : decided) {
    const Grant& grant = *one.grant;
    const Option& option = grant.option;
    ids.push_back(grant.id), cases.push_back(grant.case_number), customers.push_back(grant.customer);
    quotations.push_back(grant.quotation), options.push_back(option.id), kinds.emplace_back(Word(option.kind));
    entitlements.emplace_back(Word(option.entitlement())), orders.push_back(option.order), lines.push_back(option.line);
    l1s.push_back(grant.cause.l1), l2s.push_back(grant.cause.l2), currencies.emplace_back(option.amount.currency.code());
    categories.emplace_back(CategoryOf(option.kind)), budgets.push_back(BudgetOf(option.kind, grant.commit_time, terms));
    proposers.push_back(grant.proposer), hashes.push_back(grant.plan_hash);
    const bool approved = grant.approval.has_value();
    approvers.push_back(approved ? grant.approval->approver : "");
    authorities.emplace_back(approved ? Word(grant.approval->authority) : "");
    times.push_back(approved ? grant.approval->time.micros() : 0);
    partitions.push_back(grant.partition), occurrences.push_back(grant.occurrence);
    amounts.push_back(option.amount.minor), quantities.push_back(option.quantity);
  }
  const BusinessTime now = decided.front().grant->commit_time;
  pg::Exec(
      transaction,
      "INSERT INTO remedy_grant (id, partition, case_number, customer, quotation, option_id, kind, entitlement, order_name, line,"
      " l1, l2, occurrence, currency, amount_minor, quantity, category, budget, state, proposer, plan_hash, alone, day, approver,"
      " approve_authority, approve_us, commit_us, version)"
      " SELECT id, partition, case_number, customer, quotation, option_id, kind, entitlement, order_name, line, l1, l2, "
      "occurrence,"
      " currency, amount, quantity, category, budget, 'COMMITTED', proposer, plan_hash, approver = '', $24, nullif(approver, ''),"
      " nullif(authority, ''), CASE WHEN approver <> '' THEN approve_us END, $25::bigint, 1"
      " FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[],"
      " $9::text[], $10::text[], $11::text[], $12::text[], $13::integer[], $14::text[], $15::bigint[], $16::integer[],"
      " $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::bigint[])"
      " AS u (id, partition, case_number, customer, quotation, option_id, kind, entitlement, order_name, line, l1, l2, "
      "occurrence,"
      " currency, amount, quantity, category, budget, proposer, plan_hash, approver, authority, approve_us)",
      ArrayOf(ids), ArrayOf(partitions), ArrayOf(cases), ArrayOf(customers), ArrayOf(quotations), ArrayOf(options),
      ArrayOf(kinds), ArrayOf(entitlements), ArrayOf(orders), ArrayOf(lines), ArrayOf(l1s), ArrayOf(l2s), ArrayOf(occurrences),
      ArrayOf(currencies), ArrayOf(amounts), ArrayOf(quantities), ArrayOf(categories), ArrayOf(budgets), ArrayOf(proposers),
      ArrayOf(hashes), ArrayOf(approvers), ArrayOf(authorities), ArrayOf(times), DayOf(now, terms), now.micros());
}

// What each takes of its budget, and writes into the books.
void InsertMoney(pqxx::transaction_base& transaction, absl::Span<const DecidedGrant> decided, const Terms& terms) {
  Texts ids, budgets, debits, credits, currencies;
  Numbers slices, amounts;
  for (const DecidedGrant& one : decided) {
    const Grant& grant = *one.grant;
    const Transfer transfer = TransferOf(EntryReason::kCommitted, CategoryOf(grant.option.kind), grant.option.amount);
    ids.push_back(grant.id), budgets.push_back(BudgetOf(grant.option.kind, grant.commit_time, terms));
    debits.push_back(transfer.debit), credits.push_back(transfer.credit);
    currencies.emplace_back(transfer.amount.currency.code());
    slices.push_back(one.slice), amounts.push_back(transfer.amount.minor);
  }
  pg::Exec(
      transaction,
      "WITH taken AS (INSERT INTO budget_entry (budget, slice, amount_minor, grant_id)"
      "  SELECT budget, slice, amount, id FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::bigint[])"
      "  AS u (id, budget, slice, amount))"
      " INSERT INTO ledger_entry (grant_id, reason, debit, credit, currency, amount_minor, create_us)"
      " SELECT id, 'COMMITTED', debit, credit, currency, amount, $8::bigint"
      " FROM unnest($1::uuid[], $5::text[], $6::text[], $7::text[], $4::bigint[]) AS u (id, debit, credit, currency, amount)",
      ArrayOf(ids), ArrayOf(budgets), ArrayOf(slices), ArrayOf(amounts), ArrayOf(debits), ArrayOf(credits), ArrayOf(currencies),
      decided.front().grant->commit_time.micros());
}

}  // namespace

std::vector<absl::optional<Quotation>> ReadWanted(pqxx::transaction_base& transaction,
                                                  absl::Span<const GrantCommand* const> commands) {
  Texts quotations, options;
  for (const GrantCommand* command : commands) {
    quotations.push_back(command->quotation), options.push_back(command->option);
  }
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT o.option_id, o.kind, o.order_name, o.line, o.currency, o.amount_minor, o.quantity, o.required, o.within_ms, "
      "o.rules,"
      " o.reason_zh, o.reason_en, o.ground, o.line_paid_minor, o.line_quantity, o.order_paid_minor, i.place, q.quotation,"
      " q.case_number, q.customer, q.l1, q.l2, q.expire_us"
      " FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS i (quotation, option_id, place)"
      " CROSS JOIN LATERAL (SELECT * FROM quotation q WHERE q.quotation = i.quotation LIMIT 1) q"
      " CROSS JOIN LATERAL (SELECT * FROM quotation_option o WHERE o.quotation = i.quotation AND o.option_id = i.option_id LIMIT "
      "1) o",
      ArrayOf(quotations), ArrayOf(options));
  std::vector<absl::optional<Quotation>> wanted(commands.size());
  for (const pqxx::row& row : rows) wanted[row[16].as<size_t>() - 1] = WantedOf(row);
  return wanted;
}

std::vector<WantedStanding> LockStandings(pqxx::transaction_base& transaction, absl::Span<const WantedGrant> wanted,
                                          const Terms& terms, BusinessTime now) {
  Texts orders, lines, l1s, l2s, entitlements, cases, customers, limited_customers, proposers, limited_agents, budgets;
  Numbers limits, amounts;
  for (const auto& [command, quotation] : wanted) {
    const Option& option = quotation->options.front();
    const bool goodwill = option.entitlement() == EntitlementKind::kGoodwill;
    orders.push_back(option.order), lines.push_back(option.line), entitlements.emplace_back(Word(option.entitlement()));
    l1s.push_back(quotation->cause.l1), l2s.push_back(quotation->cause.l2), cases.push_back(quotation->case_number);
    customers.push_back(quotation->customer), limited_customers.push_back(goodwill ? quotation->customer : "");
    proposers.push_back(command->proposer), limited_agents.push_back(command->approval.has_value() ? "" : command->proposer);
    budgets.push_back(BudgetOf(option.kind, now, terms)), limits.push_back(BudgetLimit(option.kind, terms));
    amounts.push_back(option.amount.minor);
  }
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT * FROM lock_standings($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
               ArrayOf(orders), ArrayOf(lines), ArrayOf(l1s), ArrayOf(l2s), ArrayOf(entitlements), ArrayOf(cases),
               ArrayOf(customers), ArrayOf(limited_customers), (now - terms.goodwill_customer_window).micros(),
               ArrayOf(proposers), ArrayOf(limited_agents), DayOf(now, terms), ArrayOf(budgets), ArrayOf(limits),
               ArrayOf(amounts), (now - terms.abuse.window).micros(), (now - absl::Hours(24)).micros(), AgentBound(terms.abuse));
  std::vector<WantedStanding> standings;
  standings.reserve(wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    standings.push_back(WantedStandingOf(rows.at(static_cast<int>(i)), wanted[i].quotation->customer.empty()));
  }
  return standings;
}

absl::Status InsertGrants(pqxx::transaction_base& transaction, absl::Span<const DecidedGrant> decided, const Terms& terms) {
  InsertRows(transaction, decided, terms);
  InsertMoney(transaction, decided, terms);
  std::vector<events::Effect> effects;
  effects.reserve(decided.size());
  for (const DecidedGrant& one : decided) effects.push_back(EffectOf(*one.grant));
  if (events::InsertEffects(transaction, effects) == static_cast<int64_t>(decided.size())) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "an occurrence of the batch was given already");
}

}  // namespace redress::compensation
