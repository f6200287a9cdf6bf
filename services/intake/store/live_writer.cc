#include "services/intake/store/live_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/idempotency.h"
#include "services/intake/domain/names.h"
#include "services/intake/store/row_fields.h"
#include "services/intake/store/say.h"

namespace redress::intake {
namespace {

std::string NameOf(const CallRow& call) {
  return CallName(call.row.id);
}
std::string NameOf(const TurnRow& turn) {
  return TurnName(turn.row.id);
}

bool SameFact(const CallRow& a, const CallRow& b) {
  return a.row.number == b.row.number && a.outcome == b.outcome && a.offered_time == b.offered_time &&
         a.outcome_time == b.outcome_time && a.talk_seconds == b.talk_seconds;
}
bool SameFact(const TurnRow& a, const TurnRow& b) {
  return a.row.number == b.row.number && a.channel == b.channel && a.speaker == b.speaker && a.spoken_time == b.spoken_time;
}

// True: it was new.
bool Insert(pqxx::work& transaction, const CallRow& call) {
  return !transaction
              .exec_params(
                  "INSERT INTO call_fact (key, call_id, number, outcome, offered_time, outcome_time, talk_seconds, source, "
                  "reporter, create_time) VALUES ($1, $2::uuid, nullif($3::bigint, 0), $4, $5::timestamptz, $6::timestamptz, $7, "
                  "$8, $9, "
                  "$10::timestamptz) ON CONFLICT DO NOTHING RETURNING 1",
                  pg::Bytes(call.row.key), call.row.id.ToString(), call.row.number.value_or(0), call.outcome,
                  call.offered_time.ToRfc3339(), call.outcome_time.ToRfc3339(), call.talk_seconds, call.row.source,
                  call.row.reporter, call.row.create_time.ToRfc3339())
              .empty();
}
bool Insert(pqxx::work& transaction, const TurnRow& turn) {
  return !transaction
              .exec_params(
                  "INSERT INTO turn_fact (key, turn_id, number, channel, speaker, spoken_time, source, reporter, create_time) "
                  "VALUES ($1, $2::uuid, nullif($3::bigint, 0), $4, $5, $6::timestamptz, $7, $8, $9::timestamptz) ON CONFLICT DO "
                  "NOTHING RETURNING 1",
                  pg::Bytes(turn.row.key), turn.row.id.ToString(), turn.row.number.value_or(0), turn.channel, turn.speaker,
                  turn.spoken_time.ToRfc3339(), turn.row.source, turn.row.reporter, turn.row.create_time.ToRfc3339())
              .empty();
}

// The columns that both have, in the order that ReadRow reads.
std::string RowColumns(const char* id) {
  return absl::StrCat(id, ", number, source, reporter, ", MicrosSql("create_time"), ", ");
}
constexpr int kRowColumns = 5;

absl::Status ReadRow(const pqxx::row& from, LiveRow* row) {
  ASSIGN_OR_RETURN(row->id, UuidOf(from[0]));
  row->number = from[1].is_null() ? absl::nullopt : absl::make_optional(from[1].as<int64_t>());
  row->source = from[2].c_str();
  row->reporter = from[3].c_str();
  row->create_time = TimeOf(from[4]);
  return absl::OkStatus();
}

absl::Status Read(pqxx::work& transaction, CallRow* call) {
  const pqxx::row found =
      transaction.exec_params1(absl::StrCat("SELECT ", RowColumns("call_id"), "outcome, ", MicrosSql("offered_time"), ", ",
                                            MicrosSql("outcome_time"), ", talk_seconds FROM call_fact WHERE key = $1"),
                               pg::Bytes(call->row.key));
  call->outcome = found[kRowColumns].as<int>();
  call->offered_time = TimeOf(found[kRowColumns + 1]);
  call->outcome_time = TimeOf(found[kRowColumns + 2]);
  call->talk_seconds = found[kRowColumns + 3].as<int>();
  return ReadRow(found, &call->row);
}
absl::Status Read(pqxx::work& transaction, TurnRow* turn) {
  const pqxx::row found = transaction.exec_params1(absl::StrCat("SELECT ", RowColumns("turn_id"), "channel, speaker, ",
                                                                MicrosSql("spoken_time"), " FROM turn_fact WHERE key = $1"),
                                                   pg::Bytes(turn->row.key));
  turn->channel = found[kRowColumns].as<int>();
  turn->speaker = found[kRowColumns + 1].as<int>();
  turn->spoken_time = TimeOf(found[kRowColumns + 2]);
  return ReadRow(found, &turn->row);
}

}  // namespace

template <class Row>
absl::StatusOr<LiveResult<Row>> LiveWriter::AddOne(const AdditionRequest& request, const Row& fact,
                                                   const events::NewEvent& event) {
  LiveResult<Row> result;
  const pg::RequestKey key{request.identity.caller, request.identity.request_id, request.method, request.identity.body_hash};
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    result = {fact, false};
    ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, key));
    if (claim.fresh() && Insert(transaction, fact)) {
      RETURN_IF_ERROR(pg::RecordAnswer(transaction, key, {NameOf(fact), ""}));
      result.added = true;
      if (fact.row.number.has_value()) return SayOfComplaint(transaction, *fact.row.number, event);
      return events::Append(transaction, {event});
    }
    RETURN_IF_ERROR(Read(transaction, &result.row));
    if (!claim.fresh()) return absl::OkStatus();
    if (!SameFact(result.row, fact)) {
      return Error(absl::StatusCode::kAlreadyExists, "FACT_ALREADY_REPORTED", "something else was said of this one before");
    }
    return pg::RecordAnswer(transaction, key, {NameOf(result.row), ""});
  }));
  return result;
}

absl::StatusOr<LiveResult<CallRow>> LiveWriter::Add(const AdditionRequest& request, const CallRow& call,
                                                    const events::NewEvent& event) {
  return AddOne(request, call, event);
}

absl::StatusOr<LiveResult<TurnRow>> LiveWriter::Add(const AdditionRequest& request, const TurnRow& turn,
                                                    const events::NewEvent& event) {
  return AddOne(request, turn, event);
}

}  // namespace redress::intake
