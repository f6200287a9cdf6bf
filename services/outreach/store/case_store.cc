#include "services/outreach/store/case_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/outreach/store/batch_store.h"

namespace redress::outreach {
namespace {

constexpr char kSelect[] =
    "SELECT case_number, partition, customer, channel, regulator, complaint, severity, tag, phase, reopens, received_us,"
    " progress_count, progress_due_us, intent FROM case_view WHERE case_number = ANY ($1::text[])";

absl::optional<BusinessTime> TimeOrNothing(const pqxx::field& field) {
  if (field.is_null()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(field.as<int64_t>());
}

CaseView ViewOf(const pqxx::row& row) {
  CaseView view;
  view.number = row[0].c_str();
  view.partition = row[1].as<int>();
  view.customer = row[2].c_str();
  view.channel = row[3].as<int>();
  view.regulator = row[4].as<bool>();
  view.complaint = row[5].c_str();
  view.severity = static_cast<Severity>(row[6].as<int>());
  view.tag = row[7].c_str();
  view.phase = static_cast<CasePhase>(row[8].as<int>());
  view.reopens = row[9].as<int>();
  view.received_time = BusinessTime::FromUnixMicros(row[10].as<int64_t>());
  view.progress_count = row[11].as<int>();
  view.progress_due = TimeOrNothing(row[12]);
  view.intent = row[13].c_str();
  return view;
}

CaseViews ViewsOf(const pqxx::result& rows) {
  CaseViews views;
  views.reserve(rows.size());
  for (const pqxx::row& row : rows) views.emplace(row[0].c_str(), ViewOf(row));
  return views;
}

}  // namespace

CaseViews LockCases(pqxx::transaction_base& transaction, const std::vector<std::string>& numbers) {
  if (numbers.empty()) return {};
  return ViewsOf(pg::Exec(transaction, absl::StrCat(kSelect, " ORDER BY case_number FOR UPDATE"), pg::ArrayOf(numbers)));
}

CaseViews GetCases(pqxx::transaction_base& transaction, const std::vector<std::string>& numbers) {
  return ViewsOf(pg::Exec(transaction, kSelect, pg::ArrayOf(numbers)));
}

absl::optional<CaseView> LockCase(pqxx::transaction_base& transaction, const std::string& case_number) {
  CaseViews views = LockCases(transaction, {case_number});
  if (views.empty()) return absl::nullopt;
  return std::move(views.begin()->second);
}

absl::StatusOr<CaseView> GetCase(pqxx::transaction_base& transaction, const std::string& case_number) {
  CaseViews views = GetCases(transaction, {case_number});
  if (views.empty()) return Error(absl::StatusCode::kNotFound, "CASE_NOT_FOUND", "no such case");
  return std::move(views.begin()->second);
}

void SaveCases(pqxx::transaction_base& transaction, absl::Span<const CaseView> views) {
  if (views.empty()) return;
  std::vector<std::string> numbers, customers, complaints, tags, intents;
  std::vector<int64_t> partitions, channels, severities, phases, reopens, received, counts, due;
  std::vector<bool> regulators;
  for (const CaseView& view : views) {
    numbers.push_back(view.number), customers.push_back(view.customer), complaints.push_back(view.complaint);
    tags.push_back(view.tag), intents.push_back(view.intent);
    partitions.push_back(view.partition), channels.push_back(view.channel), regulators.push_back(view.regulator);
    severities.push_back(static_cast<int>(view.severity)), phases.push_back(static_cast<int>(view.phase));
    reopens.push_back(view.reopens), received.push_back(view.received_time.micros()), counts.push_back(view.progress_count);
    due.push_back(view.progress_due.has_value() ? view.progress_due->micros() : 0);
  }
  const auto integers = [](const std::vector<int64_t>& values) { return pg::ArrayOf(absl::MakeConstSpan(values)); };
  pg::Exec(
      transaction,
      "INSERT INTO case_view (case_number, partition, customer, channel, regulator, complaint, severity, tag, phase, reopens,"
      " received_us, progress_count, progress_due_us, intent)"
      " SELECT u.number, u.partition, u.customer, u.channel, u.regulator, u.complaint, u.severity, u.tag, u.phase, u.reopens,"
      " u.received, u.count, nullif(u.due, 0), u.intent"
      " FROM unnest($1::text[], $2::smallint[], $3::text[], $4::smallint[], $5::boolean[], $6::text[], $7::smallint[], "
      "$8::text[],"
      " $9::smallint[], $10::integer[], $11::bigint[], $12::integer[], $13::bigint[], $14::text[])"
      " u(number, partition, customer, channel, regulator, complaint, severity, tag, phase, reopens, received, count, due, "
      "intent)"
      " ON CONFLICT (case_number) DO UPDATE SET customer = excluded.customer, channel = excluded.channel,"
      " regulator = excluded.regulator, complaint = excluded.complaint, severity = excluded.severity, tag = excluded.tag,"
      " phase = excluded.phase, reopens = excluded.reopens, received_us = excluded.received_us,"
      " progress_count = excluded.progress_count, progress_due_us = excluded.progress_due_us, intent = excluded.intent",
      pg::ArrayOf(numbers), integers(partitions), pg::ArrayOf(customers), integers(channels), pg::ArrayOf(regulators),
      pg::ArrayOf(complaints), integers(severities), pg::ArrayOf(tags), integers(phases), integers(reopens), integers(received),
      integers(counts), integers(due), pg::ArrayOf(intents));
}

std::vector<std::string> CasesWithProgressDue(pqxx::transaction_base& transaction, BusinessTime now, int limit) {
  std::vector<std::string> numbers;
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT case_number FROM case_view WHERE progress_due_us <= $1 ORDER BY progress_due_us LIMIT $2",
               now.micros(), limit);
  numbers.reserve(rows.size());
  for (const pqxx::row& row : rows) numbers.emplace_back(row[0].c_str());
  return numbers;
}

IntentState GetIntent(pqxx::transaction_base& transaction, const std::string& case_number) {
  IntentState state;
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT intent, intent_answer_us, intent_judge_us, coalesce(intent_solved, false) FROM case_view WHERE case_number = $1",
      case_number);
  if (rows.empty()) return state;
  state.intent = rows[0][0].c_str();
  state.answer_time = TimeOrNothing(rows[0][1]);
  state.judge_time = TimeOrNothing(rows[0][2]);
  state.solved = rows[0][3].as<bool>();
  return state;
}

bool MarkAnswered(pqxx::transaction_base& transaction, const std::string& case_number, BusinessTime time) {
  const pqxx::result rows =
      pg::Exec(transaction, "UPDATE case_view SET intent_answer_us = $2 WHERE case_number = $1 AND intent_answer_us IS NULL",
               case_number, time.micros());
  return rows.affected_rows() == 1;
}

void MarkJudged(pqxx::transaction_base& transaction, const std::string& case_number, bool solved, BusinessTime time) {
  pg::Exec(transaction, "UPDATE case_view SET intent_solved = $2, intent_judge_us = $3 WHERE case_number = $1", case_number,
           solved, time.micros());
}

void InsertGiven(pqxx::transaction_base& transaction, const Given& given) {
  pg::Exec(
      transaction,
      "INSERT INTO given (grant_id, case_number, kind, currency, amount_minor, reference, pay_us) VALUES ($1, $2, $3, $4, $5, "
      "$6, $7)"
      " ON CONFLICT DO NOTHING",
      given.grant, given.case_number, given.kind, std::string(given.amount.currency.code()), given.amount.minor, given.reference,
      given.pay_time.micros());
}

void DeleteGiven(pqxx::transaction_base& transaction, const std::string& grant) {
  pg::Exec(transaction, "DELETE FROM given WHERE grant_id = $1", grant);
}

std::vector<Given> ListGiven(pqxx::transaction_base& transaction, const std::string& case_number) {
  std::vector<Given> all;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT grant_id, case_number, kind, currency, amount_minor, reference, pay_us FROM given WHERE case_number = $1"
               " ORDER BY pay_us, grant_id",
               case_number);
  all.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    const Money amount{row[4].as<int64_t>(), Currency::Parse(row[3].c_str()).value_or(Currency())};
    all.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int>(), amount, row[5].c_str(),
                   BusinessTime::FromUnixMicros(row[6].as<int64_t>())});
  }
  return all;
}

}  // namespace redress::outreach
