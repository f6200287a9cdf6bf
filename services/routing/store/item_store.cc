#include "services/routing/store/item_store.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/exec.h"
#include "services/routing/domain/item_state.h"
#include "services/routing/store/claims.h"
#include "services/routing/store/columns.h"

namespace redress::routing {
namespace {

absl::optional<BusinessTime> TimeOrNothing(const pqxx::field& field) {
  if (field.is_null()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(field.as<int64_t>());
}

absl::StatusOr<WorkItem> OneItem(const pqxx::result& rows) {
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "WORK_ITEM_NOT_FOUND", "no such work item");
  return ItemOf(rows[0]);
}

// The columns that may change after an item was made.
struct MutableColumns {
  TextColumn id, kind, state, team, agent, l1, l2;
  NumberColumn severity, vip, raised, offer, expire, accept, done, version, due;
  FlagColumn supervisors_only, waiting;

  void Add(const WorkItem& item) {
    id.Add(item.id), kind.Add(Word(item.kind)), state.Add(Word(item.state)), team.Add(item.team), agent.Add(item.agent);
    l1.Add(item.tag.l1), l2.Add(item.tag.l2);
    severity.Add(static_cast<int>(item.severity)), vip.Add(item.vip_level), raised.Add(item.raise_count);
    offer.Add(item.offer_time), expire.Add(item.offer_expire_time), accept.Add(item.accept_time), done.Add(item.done_time);
    version.Add(item.version), due.Add(item.due_time);
    supervisors_only.Add(item.supervisors_only), waiting.Add(item.waiting);
  }
};

// Ends or settles the places that the changes' items have.
absl::Status ChangePlaces(pqxx::transaction_base& transaction, absl::Span<const Change> changes) {
  TextColumn item, state, reason, note;
  NumberColumn accepted, released;
  for (const Change& change : changes) {
    const bool settle = change.place == PlaceChange::kSettle;
    const bool release = change.place == PlaceChange::kRelease;
    if (!settle && !release && change.place != PlaceChange::kFinish) continue;
    item.Add(change.next.id);
    state.Add(settle ? "ACCEPTED" : release ? "RELEASED" : "DONE");
    reason.Add(release ? Word(change.reason) : "");
    note.Add(change.note);
    accepted.Add(settle ? change.place_time.micros() : 0);
    released.Add(settle ? 0 : std::max<int64_t>(1, change.place_time.micros()));
  }
  if (item.values.empty()) return absl::OkStatus();
  const pqxx::result rows =
      pg::Exec(transaction,
               "UPDATE assignment a SET state = u.state, accept_us = coalesce(nullif(u.accepted, 0), a.accept_us),"
               " released_us = nullif(u.released, 0), release_reason = nullif(u.reason, ''), note = u.note"
               " FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])"
               "   u(item, state, reason, note, accepted, released)"
               " WHERE a.item = u.item AND a.released_us IS NULL",
               item.Texts(), state.Literal(), reason.Texts(), note.Texts(), accepted.Literal(), released.Literal());
  if (rows.affected_rows() == item.values.size()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the work item has changed meanwhile");
}

// Gives back the numbered places of items that wait, also of those that were accepted or given while they do, and takes some for
// those that go on.
void WaitOrResume(pqxx::transaction_base& transaction, absl::Span<const Change> changes) {
  TextColumn waiting, resumed;
  BusinessTime when;
  for (const Change& change : changes) {
    const bool gets_place = change.place == PlaceChange::kSettle || !change.claim_for.empty();
    if (change.place == PlaceChange::kResume) {
      resumed.Add(change.next.id);
      when = std::max(when, change.place_time);
    } else if (change.next.waiting && change.next.state == ItemState::kAccepted &&
               (gets_place || change.place == PlaceChange::kWait)) {
      waiting.Add(change.next.id);
    }
  }
  if (!waiting.values.empty()) {
    pg::Exec(transaction, "UPDATE assignment SET slot = NULL WHERE item = ANY ($1::text[]) AND released_us IS NULL",
             waiting.Texts());
  }
  if (!resumed.values.empty()) {
    pg::Exec(transaction, "SELECT resume_places($1::text[], $2)", resumed.Texts(), when.micros());
  }
}

}  // namespace

const char kItemColumns[] =
    " w.item, w.partition, w.case_number, w.complaint, w.kind, w.state::text, w.team, coalesce(w.agent, ''), w.severity,"
    " w.channel, w.vip_level, w.tag_l1, w.tag_l2, w.prediction, w.raise_count, w.received_us, w.create_us, w.offer_us,"
    " w.offer_expire_us, w.accept_us, w.done_us, w.version, w.subject, w.supervisors_only, w.waiting, coalesce(w.proposer, ''),"
    " coalesce(w.preferred, ''), w.due_us ";

WorkItem ItemOf(const pqxx::row& row) {
  WorkItem item;
  item.id = row[0].c_str();
  item.partition = row[1].as<int>();
  item.case_number = row[2].c_str();
  item.complaint = row[3].c_str();
  item.kind = ItemKindOf(row[4].c_str()).value();
  item.state = ItemStateOf(row[5].c_str()).value();
  item.team = row[6].c_str();
  item.agent = row[7].c_str();
  item.severity = static_cast<Severity>(row[8].as<int>());
  item.channel = row[9].as<int>();
  item.vip_level = row[10].as<int>();
  item.tag = {row[11].c_str(), row[12].c_str()};
  item.prediction = pg::BytesOf(row[13]);
  item.raise_count = row[14].as<int>();
  item.received_time = BusinessTime::FromUnixMicros(row[15].as<int64_t>());
  item.create_time = BusinessTime::FromUnixMicros(row[16].as<int64_t>());
  item.offer_time = TimeOrNothing(row[17]);
  item.offer_expire_time = TimeOrNothing(row[18]);
  item.accept_time = TimeOrNothing(row[19]);
  item.done_time = TimeOrNothing(row[20]);
  item.version = row[21].as<int64_t>();
  item.subject = row[22].c_str();
  item.supervisors_only = row[23].as<bool>();
  item.waiting = row[24].as<bool>();
  item.proposer = row[25].c_str();
  item.preferred = row[26].c_str();
  item.due_time = TimeOrNothing(row[27]);
  return item;
}

absl::StatusOr<WorkItem> LockItem(pqxx::transaction_base& transaction, const std::string& id) {
  return OneItem(pg::Exec(transaction, absl::StrCat("SELECT", kItemColumns, "FROM work_item w WHERE item = $1 FOR UPDATE"), id));
}

absl::StatusOr<WorkItem> GetItem(pqxx::transaction_base& transaction, const std::string& id) {
  return OneItem(pg::Exec(transaction, absl::StrCat("SELECT", kItemColumns, "FROM work_item w WHERE item = $1"), id));
}

absl::flat_hash_map<std::string, std::vector<std::string>> ComplaintsOfCases(pqxx::transaction_base& transaction,
                                                                             absl::Span<const std::string> case_numbers) {
  absl::flat_hash_map<std::string, std::vector<std::string>> complaints;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT case_number, complaint FROM case_input WHERE case_number = ANY ($1::text[]) AND complaint IS NOT NULL"
               " ORDER BY case_number, complaint <> case_number, received_us, complaint",
               pg::ArrayOf(case_numbers));
  for (const pqxx::row& row : rows) complaints[row[0].c_str()].emplace_back(row[1].c_str());
  return complaints;
}

void InsertItems(pqxx::transaction_base& transaction, absl::Span<const WorkItem> items) {
  if (items.empty()) return;
  TextColumn id, case_number, complaint, kind, subject, state, team, l1, l2, proposer, preferred, agent;
  BytesColumn prediction;
  NumberColumn partition, severity, channel, vip, raised, received, created, due, done, version, offer, expire;
  FlagColumn supervisors_only, waiting;
  for (const WorkItem& item : items) {
    id.Add(item.id), case_number.Add(item.case_number), complaint.Add(item.complaint), kind.Add(Word(item.kind));
    subject.Add(item.subject), state.Add(Word(item.state)), proposer.Add(item.proposer), preferred.Add(item.preferred);
    team.Add(item.team), l1.Add(item.tag.l1), l2.Add(item.tag.l2), prediction.Add(item.prediction);
    partition.Add(item.partition), severity.Add(static_cast<int>(item.severity)), channel.Add(item.channel);
    vip.Add(item.vip_level), raised.Add(item.raise_count), received.Add(item.received_time), created.Add(item.create_time);
    due.Add(item.due_time), done.Add(item.done_time), version.Add(item.version);
    supervisors_only.Add(item.supervisors_only), waiting.Add(item.waiting);
    agent.Add(item.agent), offer.Add(item.offer_time), expire.Add(item.offer_expire_time);
  }
  pg::Exec(
      transaction,
      "INSERT INTO work_item (item, case_number, complaint, kind, subject, state, team, tag_l1, tag_l2, proposer, preferred,"
      " prediction, partition, severity, channel, vip_level, raise_count, received_us, create_us, due_us, done_us, version,"
      " supervisors_only, waiting, agent, offer_us, offer_expire_us)"
      " SELECT u.item, u.case_number, u.complaint, u.kind, u.subject, u.state, t.team, u.l1, u.l2, nullif(u.proposer, ''),"
      " nullif(u.preferred, ''), u.prediction, u.partition, u.severity, u.channel, u.vip, u.raised, u.received, u.created,"
      " nullif(u.due, 0), nullif(u.done, 0), u.version, u.supervisors_only, u.waiting,"
      " nullif(u.agent, ''), nullif(u.offer, 0), nullif(u.expire, 0)"
      " FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::item_state[], $7::text[], $8::text[],"
      " $9::text[], $10::text[], $11::text[], $12::bytea[], $13::smallint[], $14::smallint[], $15::smallint[], $16::smallint[],"
      " $17::integer[], $18::bigint[], $19::bigint[], $20::bigint[], $21::bigint[], $22::bigint[], $23::boolean[],"
      " $24::boolean[], $25::text[], $26::bigint[], $27::bigint[])"
      " u(item, case_number, complaint, kind, subject, state, team, l1, l2, proposer, preferred, prediction, partition, severity,"
      "   channel, vip, raised, received, created, due, done, version, supervisors_only, waiting, agent, offer, expire)"
      " LEFT JOIN team t ON t.team = u.team",  // NULL, which the table refuses, for a team that is not there
      id.Texts(), case_number.Texts(), complaint.Texts(), kind.Texts(), subject.Texts(), state.Literal(), team.Texts(),
      l1.Texts(), l2.Texts(), proposer.Texts(), preferred.Texts(), prediction.Bytes(), partition.Literal(), severity.Literal(),
      channel.Literal(), vip.Literal(), raised.Literal(), received.Literal(), created.Literal(), due.Literal(), done.Literal(),
      version.Literal(), supervisors_only.Literal(), waiting.Literal(), agent.Texts(), offer.Literal(), expire.Literal());
}

absl::Status UpdateItems(pqxx::transaction_base& transaction, absl::Span<const WorkItem> items) {
  if (items.empty()) return absl::OkStatus();
  MutableColumns c;
  for (const WorkItem& item : items) c.Add(item);
  const pqxx::result rows = pg::Exec(
      transaction,
      "UPDATE work_item w SET kind = u.kind, state = u.state, team = t.team, agent = nullif(u.agent, ''), tag_l1 = u.l1,"
      " tag_l2 = u.l2, severity = u.severity, vip_level = u.vip, raise_count = u.raised, offer_us = nullif(u.offer, 0),"
      " offer_expire_us = nullif(u.expire, 0), accept_us = nullif(u.accept, 0), done_us = nullif(u.done, 0), version = u.version,"
      " due_us = nullif(u.due, 0), supervisors_only = u.supervisors_only, waiting = u.waiting, undecidable = false"
      " FROM unnest($1::text[], $2::text[], $3::item_state[], $4::text[], $5::text[], $6::text[], $7::text[], $8::smallint[],"
      "   $9::smallint[], $10::integer[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[],"
      "   $16::bigint[], $17::boolean[], $18::boolean[])"
      "   u(item, kind, state, team, agent, l1, l2, severity, vip, raised, offer, expire, accept, done, version, due,"
      "     supervisors_only, waiting)"
      " LEFT JOIN team t ON t.team = u.team"
      " WHERE w.item = u.item AND w.version < u.version",
      c.id.Texts(), c.kind.Texts(), c.state.Literal(), c.team.Texts(), c.agent.Texts(), c.l1.Texts(), c.l2.Texts(),
      c.severity.Literal(), c.vip.Literal(), c.raised.Literal(), c.offer.Literal(), c.expire.Literal(), c.accept.Literal(),
      c.done.Literal(), c.version.Literal(), c.due.Literal(), c.supervisors_only.Literal(), c.waiting.Literal());
  if (rows.affected_rows() == items.size()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the work item has changed meanwhile");
}

absl::Status CommitChanges(pqxx::transaction_base& transaction, absl::Span<const Change> changes, BusinessTime now) {
  RETURN_IF_ERROR(ChangePlaces(transaction, changes));
  std::vector<WorkItem> items;
  items.reserve(changes.size());
  for (const Change& change : changes) {
    if (!change.claim_for.empty()) RETURN_IF_ERROR(ClaimAnyPlace(transaction, change, now));
    items.push_back(change.next);
  }
  WaitOrResume(transaction, changes);
  return UpdateItems(transaction, items);
}

}  // namespace redress::routing
