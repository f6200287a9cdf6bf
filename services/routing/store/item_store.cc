#include "services/routing/store/item_store.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
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
  NumberColumn severity, vip, raised, offer, expire, accept, done, version;

  void Add(const WorkItem& item) {
    id.Add(item.id), kind.Add(Word(item.kind)), state.Add(Word(item.state)), team.Add(item.team), agent.Add(item.agent);
    l1.Add(item.tag.l1), l2.Add(item.tag.l2);
    severity.Add(static_cast<int>(item.severity)), vip.Add(item.vip_level), raised.Add(item.raise_count);
    offer.Add(item.offer_time), expire.Add(item.offer_expire_time), accept.Add(item.accept_time), done.Add(item.done_time);
    version.Add(item.version);
  }
};

// Ends or settles the places that the changes' items have.
absl::Status ChangePlaces(pqxx::transaction_base& transaction, absl::Span<const Change> changes, BusinessTime now) {
  TextColumn item, state, reason, note;
  NumberColumn accepted, released;
  for (const Change& change : changes) {
    if (change.place == PlaceChange::kKeep) continue;
    const bool settle = change.place == PlaceChange::kSettle;
    item.Add(change.next.id);
    state.Add(settle ? "ACCEPTED" : change.place == PlaceChange::kFinish ? "DONE" : "RELEASED");
    reason.Add(change.place == PlaceChange::kRelease ? Word(change.reason) : "");
    note.Add(change.note);
    accepted.Add(settle ? now.micros() : 0);
    released.Add(settle ? 0 : std::max<int64_t>(1, change.facts.empty() ? now.micros() : change.facts[0].time.micros()));
  }
  if (item.values.empty()) return absl::OkStatus();
  const pqxx::result rows = transaction.exec_params(
      "UPDATE assignment a SET state = u.state, accept_us = coalesce(nullif(u.accepted, 0), a.accept_us),"
      " released_us = nullif(u.released, 0), release_reason = nullif(u.reason, ''), note = u.note"
      " FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])"
      "   u(item, state, reason, note, accepted, released)"
      " WHERE a.item = u.item AND a.released_us IS NULL",
      item.Literal(), state.Literal(), reason.Literal(), note.Literal(), accepted.Literal(), released.Literal());
  if (rows.affected_rows() == item.values.size()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the work item has changed meanwhile");
}

}  // namespace

const char kItemColumns[] =
    " w.item, w.partition, w.case_number, w.complaint, w.kind, w.state::text, w.team, coalesce(w.agent, ''), w.severity,"
    " w.channel, w.vip_level, w.tag_l1, w.tag_l2, w.prediction, w.raise_count, w.received_us, w.create_us, w.offer_us,"
    " w.offer_expire_us, w.accept_us, w.done_us, w.version ";

WorkItem ItemOf(const pqxx::row& row) {
  WorkItem item;
  item.id = row[0].c_str();
  item.partition = row[1].as<int>();
  item.case_number = row[2].c_str();
  item.complaint = row[3].c_str();
  item.kind = absl::string_view(row[4].c_str()) == Word(ItemKind::kTriage) ? ItemKind::kTriage : ItemKind::kHandleCase;
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
  return item;
}

absl::StatusOr<WorkItem> LockItem(pqxx::transaction_base& transaction, const std::string& id) {
  return OneItem(
      transaction.exec_params(absl::StrCat("SELECT", kItemColumns, "FROM work_item w WHERE item = $1 FOR UPDATE"), id));
}

absl::StatusOr<WorkItem> GetItem(pqxx::transaction_base& transaction, const std::string& id) {
  return OneItem(transaction.exec_params(absl::StrCat("SELECT", kItemColumns, "FROM work_item w WHERE item = $1"), id));
}

absl::flat_hash_map<std::string, std::vector<std::string>> ComplaintsOfCases(pqxx::transaction_base& transaction,
                                                                             absl::Span<const std::string> case_numbers) {
  absl::flat_hash_map<std::string, std::vector<std::string>> complaints;
  const pqxx::result rows = transaction.exec_params(
      "SELECT case_number, complaint FROM case_input WHERE case_number = ANY ($1::text[]) AND complaint IS NOT NULL"
      " ORDER BY case_number, complaint <> case_number, received_us, complaint",
      pg::ArrayOf(case_numbers));
  for (const pqxx::row& row : rows) complaints[row[0].c_str()].emplace_back(row[1].c_str());
  return complaints;
}

absl::flat_hash_map<std::string, CaseItems> LockCases(pqxx::transaction_base& transaction,
                                                      absl::Span<const std::string> case_numbers) {
  const pqxx::result rows = transaction.exec_params(
      absl::StrCat("SELECT", kItemColumns, "FROM work_item w WHERE case_number = ANY ($1::text[]) ORDER BY item FOR UPDATE"),
      pg::ArrayOf(case_numbers));
  absl::flat_hash_map<std::string, CaseItems> cases;
  for (const pqxx::row& row : rows) {
    WorkItem item = ItemOf(row);
    CaseItems& items = cases[item.case_number];
    ++items.count;
    // `…-10` sorts before `…-2`: the newest is the longest, then the greatest id.
    const auto age = [](const WorkItem& i) { return std::make_pair(i.id.size(), absl::string_view(i.id)); };
    if (!items.newest.has_value() || age(*items.newest) < age(item)) items.newest = std::move(item);
  }
  return cases;
}

absl::flat_hash_set<std::string> KnownCauses(pqxx::transaction_base& transaction, absl::Span<const std::string> causes) {
  absl::flat_hash_set<std::string> known;
  const pqxx::result rows =
      transaction.exec_params("SELECT cause FROM case_input WHERE cause = ANY ($1::text[])", pg::ArrayOf(causes));
  for (const pqxx::row& row : rows) known.insert(row[0].c_str());
  return known;
}

void PutCauses(pqxx::transaction_base& transaction, absl::Span<const CaseInput> inputs) {
  TextColumn cause, case_number, complaint, unlinked;
  NumberColumn received;
  for (const CaseInput& input : inputs) {
    cause.Add(input.cause), case_number.Add(input.case_number), complaint.Add(input.complaint), received.Add(input.received_time);
    if (input.unlinked) unlinked.Add(input.complaint);
  }
  transaction.exec_params(
      "INSERT INTO case_input (cause, case_number, complaint, received_us)"
      " SELECT cause, case_number, nullif(complaint, ''), received_us"
      " FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) u(cause, case_number, complaint, received_us)",
      cause.Literal(), case_number.Literal(), complaint.Literal(), received.Literal());
  if (unlinked.values.empty()) return;
  transaction.exec_params(
      "UPDATE case_input SET complaint = NULL WHERE complaint = ANY ($1::text[]) AND case_number <> complaint",
      unlinked.Literal());
}

void InsertItems(pqxx::transaction_base& transaction, absl::Span<const WorkItem> items) {
  if (items.empty()) return;
  TextColumn id, case_number, complaint, kind, team, l1, l2;
  BytesColumn prediction;
  NumberColumn partition, severity, channel, vip, raised, received, created, version;
  for (const WorkItem& item : items) {
    id.Add(item.id), case_number.Add(item.case_number), complaint.Add(item.complaint), kind.Add(Word(item.kind));
    team.Add(item.team), l1.Add(item.tag.l1), l2.Add(item.tag.l2), prediction.Add(item.prediction);
    partition.Add(item.partition), severity.Add(static_cast<int>(item.severity)), channel.Add(item.channel);
    vip.Add(item.vip_level), raised.Add(item.raise_count), received.Add(item.received_time), created.Add(item.create_time);
    version.Add(item.version);
  }
  transaction.exec_params(
      "INSERT INTO work_item (item, case_number, complaint, kind, team, tag_l1, tag_l2, prediction, partition, severity, channel,"
      " vip_level, raise_count, received_us, create_us, version, state)"
      " SELECT u.*, 'QUEUED' FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],"
      " $8::bytea[], $9::smallint[], $10::smallint[], $11::smallint[], $12::smallint[], $13::integer[], $14::bigint[],"
      " $15::bigint[], $16::bigint[]) u",
      id.Literal(), case_number.Literal(), complaint.Literal(), kind.Literal(), team.Literal(), l1.Literal(), l2.Literal(),
      prediction.Literal(), partition.Literal(), severity.Literal(), channel.Literal(), vip.Literal(), raised.Literal(),
      received.Literal(), created.Literal(), version.Literal());
}

absl::Status UpdateItems(pqxx::transaction_base& transaction, absl::Span<const WorkItem> items) {
  if (items.empty()) return absl::OkStatus();
  MutableColumns c;
  for (const WorkItem& item : items) c.Add(item);
  const pqxx::result rows = transaction.exec_params(
      "UPDATE work_item w SET kind = u.kind, state = u.state, team = u.team, agent = nullif(u.agent, ''), tag_l1 = u.l1,"
      " tag_l2 = u.l2, severity = u.severity, vip_level = u.vip, raise_count = u.raised, offer_us = nullif(u.offer, 0),"
      " offer_expire_us = nullif(u.expire, 0), accept_us = nullif(u.accept, 0), done_us = nullif(u.done, 0), version = u.version,"
      " undecidable = false"
      " FROM unnest($1::text[], $2::text[], $3::item_state[], $4::text[], $5::text[], $6::text[], $7::text[], $8::smallint[],"
      "   $9::smallint[], $10::integer[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[])"
      "   u(item, kind, state, team, agent, l1, l2, severity, vip, raised, offer, expire, accept, done, version)"
      " WHERE w.item = u.item AND w.version < u.version",
      c.id.Literal(), c.kind.Literal(), c.state.Literal(), c.team.Literal(), c.agent.Literal(), c.l1.Literal(), c.l2.Literal(),
      c.severity.Literal(), c.vip.Literal(), c.raised.Literal(), c.offer.Literal(), c.expire.Literal(), c.accept.Literal(),
      c.done.Literal(), c.version.Literal());
  if (rows.affected_rows() == items.size()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "CONCURRENT_CHANGE", "the work item has changed meanwhile");
}

absl::Status CommitChanges(pqxx::transaction_base& transaction, absl::Span<const Change> changes, BusinessTime now) {
  RETURN_IF_ERROR(ChangePlaces(transaction, changes, now));
  std::vector<WorkItem> items;
  items.reserve(changes.size());
  for (const Change& change : changes) {
    if (!change.claim_for.empty()) RETURN_IF_ERROR(ClaimAnyPlace(transaction, change, now));
    items.push_back(change.next);
  }
  return UpdateItems(transaction, items);
}

}  // namespace redress::routing
