#include "services/compensation/store/quotation_store.h"

#include <set>
#include <utility>

#include "google/protobuf/arena.h"
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

// Of whom a sign of abuse may be said, by $34, $35 and $36, nothing is claimed. Requests in the order of their ids, so that
// batches never wait for each other in a circle. What claims nothing keeps nothing. Facts and explanations come in one piece
// each, of which every quotation has a part: PostgreSQL reads that several times faster than arrays in arrays.
constexpr char kKeepQuotations[] =
    "WITH claimed AS (INSERT INTO request (caller, request_id, method, body_hash, answer_name)"
    "  SELECT caller, request, method, hash, 'quotations/' || id"
    "  FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bytea[], $5::uuid[], $7::text[]) AS u (caller, request, method, hash, "
    "id,"
    "  customer) WHERE NOT EXISTS (SELECT 1 FROM case_claimant c WHERE c.customer = u.customer AND c.receive_us > $34"
    "   OFFSET $35::integer)"
    "  AND NOT EXISTS (SELECT 1 FROM remedy_grant g WHERE g.customer = u.customer AND g.customer <> '' AND g.commit_us > $34"
    "   AND g.state <> 'FAILED' OFFSET $36::integer)"
    "  AND NOT EXISTS (SELECT 1 FROM claimant_identifier own CROSS JOIN LATERAL (SELECT 1 FROM claimant_identifier other"
    "   WHERE (other.kind, other.fingerprint) = (own.kind, own.fingerprint) AND other.customer <> own.customer LIMIT 1) shared"
    "   WHERE own.customer = u.customer)"
    "  ORDER BY request, caller ON CONFLICT DO NOTHING RETURNING answer_name),"
    " kept AS (INSERT INTO quotation (quotation, case_number, customer, l1, l2, policy_version, hash, create_us, expire_us,"
    "  fact_names, fact_values, decisions)"
    "  SELECT id, case_number, customer, l1, l2, version, hash, created, expire, ($14::text[])[facts_from:facts_to],"
    "  ($15::text[])[facts_from:facts_to], substring($16::bytea FROM bytes_from FOR bytes)"
    "  FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[],"
    "  $13::bigint[], $37::integer[], $38::integer[], $39::integer[], $40::integer[]) AS u (id, case_number, customer, l1, l2,"
    "  version, hash, created, expire, facts_from, facts_to, bytes_from, bytes)"
    "  WHERE 'quotations/' || id IN (SELECT answer_name FROM claimed) RETURNING quotation),"
    " offered AS (INSERT INTO quotation_option (quotation, option_id, kind, order_name, line, currency, amount_minor, quantity,"
    "  required, within_ms, rules, reason_zh, reason_en, ground, line_paid_minor, line_quantity, order_paid_minor)"
    "  SELECT id, option_id, kind, order_name, line, currency, amount, quantity, required, within_ms, rules::text[], zh, en,"
    "  ground, line_paid, line_quantity, order_paid"
    "  FROM unnest($17::uuid[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::bigint[], $24::integer[],"
    "  $25::text[], $26::bigint[], $27::text[], $28::text[], $29::text[], $30::text[], $31::bigint[], $32::integer[],"
    "  $33::bigint[]) AS u (id, option_id, kind, order_name, line, currency, amount, quantity, required, within_ms, rules, zh, "
    "en, ground, line_paid, line_quantity, order_paid) WHERE id IN (SELECT quotation FROM kept))"
    " SELECT quotation FROM kept";

std::string BytesOf(const std::vector<Explained>& decisions) {
  google::protobuf::Arena arena;  // of hundreds of small parts, all gone at once
  v1::Quotation& proto = *google::protobuf::Arena::CreateMessage<v1::Quotation>(&arena);
  SetDecisions(decisions, &proto);
  return proto.SerializeAsString();
}

using pg::ArrayOf;
using Texts = std::vector<std::string>;
using Numbers = std::vector<int64_t>;

// The options of a batch, a column each; rules as the text of an array.
struct OptionColumns {
  Texts quotations, ids, kinds, orders, lines, currencies, required, rules, reasons_zh, reasons_en, grounds;
  Numbers amounts, quantities, within, line_paid, line_quantities, order_paid;

  void Add(const std::string& quotation, const Option& option) {
    quotations.push_back(quotation), ids.push_back(option.id), kinds.emplace_back(Word(option.kind));
    orders.push_back(option.order), lines.push_back(option.line), currencies.emplace_back(option.amount.currency.code());
    required.emplace_back(Word(option.required)), rules.push_back(ArrayOf(option.rules));
    reasons_zh.push_back(option.reason_zh), reasons_en.push_back(option.reason_en), grounds.push_back(option.ground);
    amounts.push_back(option.amount.minor), quantities.push_back(option.quantity);
    within.push_back(absl::ToInt64Milliseconds(option.within)), line_paid.push_back(option.line_paid);
    line_quantities.push_back(option.line_quantity), order_paid.push_back(option.order_paid);
  }
};

// What quotations have of various lengths, one after the other, and where each one's begins (from 1) and ends.
struct Pieces {
  Texts names, values;
  std::string bytes;
  Numbers facts_from, facts_to, bytes_from, byte_counts;

  void Add(const Quotation& quotation) {
    facts_from.push_back(static_cast<int64_t>(names.size()) + 1);
    for (const auto& [name, value] : quotation.facts) names.push_back(name), values.push_back(value);
    facts_to.push_back(static_cast<int64_t>(names.size()));
    const std::string more = BytesOf(quotation.decisions);
    bytes_from.push_back(static_cast<int64_t>(bytes.size()) + 1), byte_counts.push_back(static_cast<int64_t>(more.size()));
    bytes += more;
  }
};

}  // namespace

std::vector<bool> KeepQuotations(pqxx::transaction_base& transaction, absl::Span<const QuotedRequest> quoted,
                                 const AbuseTerms& terms, BusinessTime now) {
  Texts callers, requests, methods, request_hashes;
  Texts ids, cases, customers, l1s, l2s, versions, hashes;
  Numbers created, expire;
  Pieces pieces;
  OptionColumns options;
  for (const auto& [request, quotation] : quoted) {
    callers.push_back(request->caller), requests.push_back(request->request_id.ToString());
    methods.push_back(request->method), request_hashes.push_back(request->body_hash);
    ids.push_back(quotation->id), cases.push_back(quotation->case_number), customers.push_back(quotation->customer);
    l1s.push_back(quotation->cause.l1), l2s.push_back(quotation->cause.l2), versions.push_back(quotation->policy_version);
    hashes.push_back(quotation->hash);
    created.push_back(quotation->create_time.micros()), expire.push_back(quotation->expire_time.micros());
    pieces.Add(*quotation);
    for (const Option& option : quotation->options) options.Add(quotation->id, option);
  }
  const pqxx::result rows = pg::Exec(
      transaction, kKeepQuotations, ArrayOf(callers), ArrayOf(requests), ArrayOf(methods), pg::ByteArrayOf(request_hashes),
      ArrayOf(ids), ArrayOf(cases), ArrayOf(customers), ArrayOf(l1s), ArrayOf(l2s), ArrayOf(versions), ArrayOf(hashes),
      ArrayOf(created), ArrayOf(expire), ArrayOf(pieces.names), ArrayOf(pieces.values), pg::Bytes(pieces.bytes),
      ArrayOf(options.quotations), ArrayOf(options.ids), ArrayOf(options.kinds), ArrayOf(options.orders), ArrayOf(options.lines),
      ArrayOf(options.currencies), ArrayOf(options.amounts), ArrayOf(options.quantities), ArrayOf(options.required),
      ArrayOf(options.within), ArrayOf(options.rules), ArrayOf(options.reasons_zh), ArrayOf(options.reasons_en),
      ArrayOf(options.grounds), ArrayOf(options.line_paid), ArrayOf(options.line_quantities), ArrayOf(options.order_paid),
      (now - terms.window).micros(), terms.of(AbuseSign::kCustomerComplaints).allowed,
      terms.of(AbuseSign::kCustomerGrants).allowed, ArrayOf(pieces.facts_from), ArrayOf(pieces.facts_to),
      ArrayOf(pieces.bytes_from), ArrayOf(pieces.byte_counts));
  std::set<std::string> kept;
  for (const pqxx::row& row : rows) kept.insert(row[0].c_str());
  std::vector<bool> fresh;
  fresh.reserve(quoted.size());
  for (const std::string& id : ids) fresh.push_back(kept.count(id) == 1);
  return fresh;
}

void InsertQuotation(pqxx::transaction_base& transaction, const Quotation& quotation) {
  std::vector<std::string> names, values;
  for (const auto& [name, value] : quotation.facts) names.push_back(name), values.push_back(value);
  const std::string bytes = BytesOf(quotation.decisions);
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
