#include "services/intake/store/complaint_writer.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/intake/domain/names.h"
#include "services/intake/store/batch_columns.h"
#include "services/intake/store/row_fields.h"

namespace redress::intake {
namespace {

// The parameters of store_complaints by their types.
constexpr char kStoreSql[] =
    "SELECT outcomes, names, cases, placed, sequences, positions FROM store_complaints("
    "$1::text[], $2::uuid[], $3::bytea[], $4::text, "
    "$5::bigint[], $6::smallint[], $7::smallint[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz, "
    "$11::bytea[], $12::smallint[], $13::bigint[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], "
    "$19::smallint[], $20::bytea[], $21::uuid[], $22::int[], $23::int[], $24::bytea, $25::bytea[], $26::bigint[], "
    "$27::int[], $28::bytea[], $29::int[], $30::bytea[], "
    "$31::int[], $32::uuid[], $33::bytea[], $34::text[], $35::bigint[], $36::bytea[], "
    "$37::bytea[], $38::uuid[], $39::bytea[], $40::text[], $41::int[], $42::int[], $43::bytea, $44::text[], $45::boolean[], "
    "$46::interval, $47::uuid[])";

// One probe a key, also while the plan was made on an empty table.
constexpr char kFindKeysSql[] =
    "SELECT u.owner, k.key_id, k.wrapped FROM unnest($1::bytea[]) u(owner) "
    "CROSS JOIN LATERAL (SELECT x.key_id, x.wrapped FROM data_key x WHERE x.owner = u.owner LIMIT 1) k";

absl::StatusOr<std::vector<StoreResult>> ResultsOf(const pqxx::row& row, const NewBatch& batch) {
  const std::vector<int64_t> outcomes = pg::ParseIntArray(row[0].c_str());
  const std::vector<std::string> names = pg::ParseTextArray(row[1].c_str());
  const std::vector<int64_t> cases = pg::ParseIntArray(row[2].c_str());
  const std::vector<int64_t> placed = pg::ParseIntArray(row[3].c_str());
  const std::vector<int64_t> sequences = pg::ParseIntArray(row[4].c_str());
  const std::vector<std::string> positions = pg::ParseTextArray(row[5].c_str());
  if (outcomes.size() != batch.complaints.size()) return absl::InternalError("store_complaints answered another batch");
  size_t said = 0;
  std::vector<StoreResult> results(outcomes.size());
  for (size_t i = 0; i < results.size(); ++i) {
    StoreResult& result = results[i];
    result.outcome = static_cast<StoreOutcome>(outcomes[i]);
    result.number = batch.complaints[i].facts.number;
    result.case_number = cases[i];
    result.partition = static_cast<int>(placed[i]);
    if (result.outcome == StoreOutcome::kStored) {
      result.sequence = sequences.at(said);
      ASSIGN_OR_RETURN(result.after, events::ParsePositions(positions.at(said)));
      ++said;
    }
    if (result.outcome == StoreOutcome::kSameRequest || result.outcome == StoreOutcome::kSameMessage) {
      ASSIGN_OR_RETURN(const ComplaintNumber number, ParseComplaintName(names[i], "name"));
      result.number = ToStored(number);
    }
    const bool answered_with_own =
        result.outcome == StoreOutcome::kSameRequest && result.number == batch.complaints[i].facts.number;
    result.own = result.outcome == StoreOutcome::kStored || answered_with_own;
  }
  return results;
}

}  // namespace

std::map<std::string, std::string> ComplaintWriter::Statements() {
  return {{"store_complaints", kStoreSql}, {"find_keys", kFindKeysSql}};
}

absl::StatusOr<std::vector<StoreResult>> ComplaintWriter::StoreIn(pqxx::transaction_base& transaction, const NewBatch& batch) {
  const BatchColumns c = ToColumns(batch);
  const pqxx::result rows = transaction.exec_prepared(
      "store_complaints", c.callers, c.request_ids, c.body_hashes, kSubmitMethod, c.numbers, c.partitions, c.channels,
      c.received_times, c.event_times, c.now, c.customers, c.vip_levels, c.amounts, c.currencies, c.products, c.sellers,
      c.sources, c.languages, c.missings, c.key_owners, c.key_ids, c.content_starts, c.content_sizes, pg::Bytes(c.contents),
      c.message_keys, c.replies_to, c.order_places, c.order_indexes, c.matter_places, c.matter_keys, c.evidence_places,
      c.evidence_ids, c.evidence_hashes, c.evidence_types, c.evidence_sizes, c.evidence_uris, c.new_owners, c.new_key_ids,
      c.new_wrapped, c.traceparents, c.event_starts, c.event_sizes, pg::Bytes(c.events), c.names, c.keys_known,
      absl::StrCat(absl::ToInt64Microseconds(batch.repeat_within), " microseconds"), c.event_ids);
  return ResultsOf(rows.front(), batch);
}

absl::StatusOr<std::vector<StoreResult>> ComplaintWriter::Store(const NewBatch& batch) {
  std::vector<StoreResult> results;
  RETURN_IF_ERROR(pool_.Autocommit([&](pqxx::nontransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(results, StoreIn(transaction, batch));
    return absl::OkStatus();
  }));
  return results;
}

absl::StatusOr<int64_t> ComplaintWriter::ReserveNumbers() {
  int64_t first = 0;
  RETURN_IF_ERROR(pool_.Autocommit([&](pqxx::nontransaction& transaction) -> absl::Status {
    first = pg::Exec1(transaction, "SELECT nextval('complaint_sequence')")[0].as<int64_t>();
    return absl::OkStatus();
  }));
  return first;
}

absl::StatusOr<std::vector<WrappedKey>> ComplaintWriter::FindKeys(const std::vector<std::string>& owners) {
  std::vector<WrappedKey> keys;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    keys.clear();
    for (const pqxx::row& row : transaction.exec_prepared("find_keys", pg::ByteArrayOf(owners))) {
      ASSIGN_OR_RETURN(const Uuid key_id, UuidOf(row[1]));
      keys.push_back({pg::BytesOf(row[0]), key_id, pg::BytesOf(row[2])});
    }
    return absl::OkStatus();
  }));
  return keys;
}

}  // namespace redress::intake
