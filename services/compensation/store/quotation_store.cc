#include "services/compensation/store/quotation_store.h"

#include <utility>

#include "libs/base/error.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/compensation/store/decision_proto.h"

namespace redress::compensation {
namespace {

constexpr char kInsertOption[] =
    "INSERT INTO quotation_option (quotation, option_id, kind, order_name, line, currency, amount_minor, quantity, required,"
    " within_ms, rules, reason_zh, reason_en, ground, line_paid_minor, line_quantity, order_paid_minor)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text[], $12, $13, $14, $15, $16, $17)";

}  // namespace

void InsertQuotation(pqxx::transaction_base& transaction, const Quotation& quotation) {
  std::vector<std::string> names, values;
  for (const auto& [name, value] : quotation.facts) names.push_back(name), values.push_back(value);
  v1::Quotation decisions;
  SetDecisions(quotation.decisions, &decisions);
  const std::string bytes = decisions.SerializeAsString();
  pg::Exec(
      transaction,
      "INSERT INTO quotation (quotation, case_number, customer, l1, l2, policy_version, hash, create_us, expire_us, fact_names,"
      " fact_values, decisions) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text[], $11::text[], $12)",
      quotation.id, quotation.case_number, quotation.customer, quotation.cause.l1, quotation.cause.l2, quotation.policy_version,
      quotation.hash, quotation.create_time.micros(), quotation.expire_time.micros(), pg::ArrayOf(names), pg::ArrayOf(values),
      pg::Bytes(bytes));
  for (const Option& option : quotation.options) {
    pg::Exec(transaction, kInsertOption, quotation.id, option.id, std::string(Word(option.kind)), option.order, option.line,
             std::string(option.amount.currency.code()), option.amount.minor, option.quantity, std::string(Word(option.required)),
             absl::ToInt64Milliseconds(option.within), pg::ArrayOf(option.rules), option.reason_zh, option.reason_en,
             option.ground, option.line_paid, option.line_quantity, option.order_paid);
  }
}

Option OptionOf(const pqxx::row& row) {
  Option option;
  option.id = row[0].c_str();
  option.kind = RemedyKindOf(row[1].c_str()).value();
  option.order = row[2].c_str();
  option.line = row[3].c_str();
  option.amount = {row[5].as<int64_t>(), Currency::Parse(row[4].c_str()).value()};
  option.quantity = row[6].as<int32_t>();
  option.required = AuthorityOf(row[7].c_str()).value();
  option.within = absl::Milliseconds(row[8].as<int64_t>());
  option.rules = pg::ParseTextArray(row[9].c_str());
  option.reason_zh = row[10].c_str();
  option.reason_en = row[11].c_str();
  option.ground = row[12].c_str();
  option.line_paid = row[13].as<int64_t>();
  option.line_quantity = row[14].as<int32_t>();
  option.order_paid = row[15].as<int64_t>();
  return option;
}

absl::StatusOr<Quotation> GetQuotation(pqxx::transaction_base& transaction, const std::string& id) {
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT quotation, case_number, customer, l1, l2, policy_version, hash, create_us, expire_us, fact_names, fact_values,"
      " decisions FROM quotation WHERE quotation = $1::uuid",
      id);
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "QUOTATION_NOT_FOUND", "no such quotation");
  const pqxx::row row = rows[0];
  Quotation quotation;
  quotation.id = row[0].c_str();
  quotation.case_number = row[1].c_str();
  quotation.customer = row[2].c_str();
  quotation.cause = {row[3].c_str(), row[4].c_str()};
  quotation.policy_version = row[5].c_str();
  quotation.hash = row[6].c_str();
  quotation.create_time = BusinessTime::FromUnixMicros(row[7].as<int64_t>());
  quotation.expire_time = BusinessTime::FromUnixMicros(row[8].as<int64_t>());
  std::vector<std::string> names = pg::ParseTextArray(row[9].c_str());
  std::vector<std::string> values = pg::ParseTextArray(row[10].c_str());
  for (size_t i = 0; i < names.size(); ++i) quotation.facts.emplace_back(std::move(names[i]), std::move(values[i]));
  if (!row[11].is_null()) {
    v1::Quotation decisions;
    decisions.ParseFromString(pg::BytesOf(row[11]));
    quotation.decisions = DecisionsIn(decisions);
  }
  const pqxx::result options = pg::Exec(
      transaction,
      "SELECT option_id, kind, order_name, line, currency, amount_minor, quantity, required, within_ms, rules, reason_zh,"
      " reason_en, ground, line_paid_minor, line_quantity, order_paid_minor"
      " FROM quotation_option WHERE quotation = $1::uuid ORDER BY option_id::int",
      id);
  for (const pqxx::row& option : options) quotation.options.push_back(OptionOf(option));
  return quotation;
}

}  // namespace redress::compensation
