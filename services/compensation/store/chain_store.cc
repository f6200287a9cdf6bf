#include "services/compensation/store/chain_store.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/events/reading.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "redress/compensation/v1/compensation_events.pb.h"

namespace redress::compensation {
namespace {

constexpr char kEntryColumns[] =
    "e.entry, e.grant_id, e.reason, e.debit, e.credit, e.currency, e.amount_minor, e.create_us, e.claim, e.move";

EntryText EntryTextOf(const pqxx::row& row, int first) {
  return {row[first].as<int64_t>(),     row[first + 1].c_str(),
          row[first + 2].c_str(),       row[first + 3].c_str(),
          row[first + 4].c_str(),       row[first + 5].c_str(),
          row[first + 6].as<int64_t>(), BusinessTime::FromUnixMicros(row[first + 7].as<int64_t>()),
          row[first + 8].c_str(),       row[first + 9].as<int64_t>()};
}

absl::StatusOr<std::string> UuidOf(absl::string_view pattern, const std::string& name) {
  ASSIGN_OR_RETURN(std::string id, events::IdInEvent(pattern, name));
  if (!Uuid::Parse(id).ok()) return events::BadEvent("the event names nothing of ours");
  return id;
}

template <class Message, EntryReason kReason>
absl::StatusOr<EntryKey> OfGrant(const events::Event& event) {
  ASSIGN_OR_RETURN(const Message message, events::Parse<Message>(event));
  ASSIGN_OR_RETURN(std::string grant, UuidOf("grants/*", message.grant()));
  return EntryKey{event.partition, event.sequence, std::move(grant), kReason, "", 0};
}

template <class Message>
absl::StatusOr<EntryKey> OfClaim(const events::Event& event) {
  ASSIGN_OR_RETURN(const Message message, events::Parse<Message>(event));
  ASSIGN_OR_RETURN(std::string claim, UuidOf("claims/*", message.claim()));
  return EntryKey{event.partition, event.sequence, "", EntryReason::kCharged, std::move(claim), message.move()};
}

struct BookEvent {
  absl::string_view type;
  absl::StatusOr<EntryKey> (*key)(const events::Event&);
};
constexpr BookEvent kBookEvents[] = {
    {"redress.compensation.v1.GrantCommitted", &OfGrant<v1::GrantCommitted, EntryReason::kCommitted>},
    {"redress.compensation.v1.GrantPaid", &OfGrant<v1::GrantPaid, EntryReason::kPaid>},
    {"redress.compensation.v1.GrantFailed", &OfGrant<v1::GrantFailed, EntryReason::kFailed>},
    {"redress.compensation.v1.GrantReversed", &OfGrant<v1::GrantReversed, EntryReason::kReversed>},
    {"redress.compensation.v1.ClaimCharged", &OfClaim<v1::ClaimCharged>},
    {"redress.compensation.v1.ClaimSettled", &OfClaim<v1::ClaimSettled>},
    {"redress.compensation.v1.ClaimWrittenOff", &OfClaim<v1::ClaimWrittenOff>},
    {"redress.compensation.v1.ClaimWithdrawn", &OfClaim<v1::ClaimWithdrawn>},
};

std::vector<std::string> BookEvents() {
  std::vector<std::string> types;
  types.reserve(std::size(kBookEvents));
  for (const BookEvent& known : kBookEvents) types.emplace_back(known.type);
  return types;
}

// Of an event that is one of kBookEvents.
absl::StatusOr<EntryKey> KeyOf(const events::Event& event) {
  for (const BookEvent& known : kBookEvents) {
    if (known.type != event.type) continue;
    return known.key(event);
  }
  return events::BadEvent("the event tells of no entry");
}

Seal SealOf(const pqxx::row& row) {
  Seal seal;
  seal.number = row[0].as<int64_t>();
  seal.day = row[1].c_str();
  const std::vector<int64_t> partitions = pg::ParseIntArray(row[2].c_str()), positions = pg::ParseIntArray(row[3].c_str());
  const std::vector<std::string> hashes = pg::ParseTextArray(row[4].c_str());
  seal.heads.reserve(partitions.size());
  for (size_t i = 0; i < partitions.size(); ++i) {
    seal.heads.push_back({static_cast<int>(partitions[i]), positions.at(i), 0, hashes.at(i)});
  }
  seal.time = BusinessTime::FromUnixMicros(row[5].as<int64_t>());
  seal.hash = row[6].c_str();
  return seal;
}

constexpr char kSelectSeal[] = "SELECT number, day, partitions, positions, heads, seal_us, hash FROM ledger_seal ";

}  // namespace

bool TryLockChain(pqxx::transaction_base& transaction) {
  return transaction.exec1("SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || '/chain'), 0)")[0].as<bool>();
}

std::vector<Head> ReadHeads(pqxx::transaction_base& transaction) {
  std::vector<Head> heads;
  const pqxx::result rows = transaction.exec(
      "SELECT p, l.position, l.sequence, l.hash FROM (SELECT partitions FROM log_shape) s"
      " CROSS JOIN LATERAL generate_series(0, s.partitions - 1) p LEFT JOIN LATERAL"
      " (SELECT * FROM ledger_link WHERE partition = p::smallint ORDER BY position DESC LIMIT 1) l ON true ORDER BY p");
  heads.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    Head head{.partition = row[0].as<int>()};
    if (!row[1].is_null()) head = {head.partition, row[1].as<int64_t>(), row[2].as<int64_t>(), row[3].c_str()};
    heads.push_back(std::move(head));
  }
  return heads;
}

absl::StatusOr<std::vector<EntryKey>> ReadTold(pqxx::transaction_base& transaction, absl::Span<const Head> heads, int limit) {
  std::vector<int64_t> partitions, sequences;
  partitions.reserve(heads.size()), sequences.reserve(heads.size());
  for (const Head& head : heads) partitions.push_back(head.partition), sequences.push_back(head.sequence);
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT e.partition, e.sequence, e.type, e.data FROM unnest($1::smallint[], $2::bigint[]) h (p, s) CROSS JOIN LATERAL"
      " (SELECT * FROM event v WHERE v.partition = h.p AND v.sequence > h.s AND v.type = ANY ($3::text[])"
      "  ORDER BY v.sequence LIMIT $4) e ORDER BY e.partition, e.sequence",
      pg::ArrayOf(partitions), pg::ArrayOf(sequences), pg::ArrayOf(BookEvents()), limit);
  std::vector<EntryKey> keys;
  keys.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    events::Event event;
    event.partition = row[0].as<int>();
    event.sequence = row[1].as<int64_t>();
    event.type = row[2].c_str();
    event.data = pg::BytesOf(row[3]);
    ASSIGN_OR_RETURN(EntryKey key, KeyOf(event));
    keys.push_back(std::move(key));
  }
  return keys;
}

std::vector<std::vector<EntryText>> ReadEntries(pqxx::transaction_base& transaction, absl::Span<const EntryKey> keys) {
  std::vector<std::string> grants, reasons, claims;
  std::vector<int64_t> moves;
  for (std::vector<std::string>* texts : {&grants, &reasons, &claims}) texts->reserve(keys.size());
  moves.reserve(keys.size());
  for (const EntryKey& key : keys) {
    grants.push_back(key.grant), claims.push_back(key.claim);
    reasons.emplace_back(Word(key.reason));
    moves.push_back(key.move);
  }
  const pqxx::result rows =
      pg::Exec(transaction,
               absl::StrCat("WITH k AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])"
                            "   WITH ORDINALITY u (grant_id, reason, claim, move, place))"
                            " SELECT k.place, ",
                            kEntryColumns,
                            " FROM k JOIN ledger_entry e"
                            "   ON e.grant_id = nullif(k.grant_id, '')::uuid AND e.reason = k.reason AND e.claim IS NULL"
                            " UNION ALL SELECT k.place, ",
                            kEntryColumns,
                            " FROM k JOIN ledger_entry e"
                            "   ON e.claim = nullif(k.claim, '')::uuid AND e.move = k.move"
                            " ORDER BY 1, 2"),
               pg::ArrayOf(grants), pg::ArrayOf(reasons), pg::ArrayOf(claims), pg::ArrayOf(moves));
  std::vector<std::vector<EntryText>> entries(keys.size());
  for (const pqxx::row& row : rows) entries.at(row[0].as<size_t>() - 1).push_back(EntryTextOf(row, 1));
  return entries;
}

void InsertLinks(pqxx::transaction_base& transaction, absl::Span<const Link> links) {
  std::vector<int64_t> partitions, positions, sequences, entries;
  std::vector<std::string> hashes;
  for (std::vector<int64_t>* numbers : {&partitions, &positions, &sequences, &entries}) numbers->reserve(links.size());
  hashes.reserve(links.size());
  for (const Link& link : links) {
    partitions.push_back(link.partition), positions.push_back(link.position), sequences.push_back(link.sequence);
    entries.push_back(link.entry.value_or(0));
    hashes.push_back(link.hash);
  }
  pg::Exec(transaction,
           "INSERT INTO ledger_link (partition, position, sequence, entry, hash)"
           " SELECT p, n, s, nullif(e, 0), h FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])"
           " l (p, n, s, e, h)",
           pg::ArrayOf(partitions), pg::ArrayOf(positions), pg::ArrayOf(sequences), pg::ArrayOf(entries), pg::ArrayOf(hashes));
}

absl::optional<Seal> ReadLastSeal(pqxx::transaction_base& transaction) {
  const pqxx::result rows = transaction.exec(absl::StrCat(kSelectSeal, "ORDER BY number DESC LIMIT 1"));
  if (rows.empty()) return absl::nullopt;
  return SealOf(rows[0]);
}

void InsertSeal(pqxx::transaction_base& transaction, const Seal& seal) {
  std::vector<int64_t> partitions, positions;
  std::vector<std::string> hashes;
  partitions.reserve(seal.heads.size()), positions.reserve(seal.heads.size()), hashes.reserve(seal.heads.size());
  for (const Head& head : seal.heads) {
    partitions.push_back(head.partition), positions.push_back(head.position);
    hashes.push_back(head.hash);
  }
  pg::Exec(transaction,
           "INSERT INTO ledger_seal (number, day, partitions, positions, heads, seal_us, hash)"
           " VALUES ($1, $2, $3::integer[], $4::bigint[], $5::text[], $6, $7)",
           seal.number, seal.day, pg::ArrayOf(partitions), pg::ArrayOf(positions), pg::ArrayOf(hashes), seal.time.micros(),
           seal.hash);
}

std::vector<Link> ReadChain(pqxx::transaction_base& transaction) {
  std::vector<Link> links;
  const pqxx::result rows = transaction.exec(
      absl::StrCat("SELECT l.partition, l.position, l.sequence, l.entry, l.hash, ", kEntryColumns,
                   " FROM ledger_link l LEFT JOIN ledger_entry e ON e.entry = l.entry ORDER BY l.partition, l.position"));
  links.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    Link link{row[0].as<int>(), row[1].as<int64_t>(), row[2].as<int64_t>(), absl::nullopt, absl::nullopt, row[4].c_str()};
    if (!row[3].is_null()) link.entry = row[3].as<int64_t>();
    if (!row[5].is_null()) link.found = EntryTextOf(row, 5);
    links.push_back(std::move(link));
  }
  return links;
}

std::vector<Seal> ReadSeals(pqxx::transaction_base& transaction) {
  std::vector<Seal> seals;
  const pqxx::result rows = transaction.exec(absl::StrCat(kSelectSeal, "ORDER BY number"));
  seals.reserve(rows.size());
  for (const pqxx::row& row : rows) seals.push_back(SealOf(row));
  return seals;
}

std::vector<int64_t> ReadUnlinked(pqxx::transaction_base& transaction, int limit) {
  std::vector<int64_t> entries;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT e.entry FROM ledger_entry e JOIN remedy_grant g ON g.id = e.grant_id"
               " WHERE NOT EXISTS (SELECT 1 FROM ledger_link l WHERE l.entry = e.entry)"
               " AND NOT EXISTS (SELECT 1 FROM event v WHERE v.partition = g.partition AND v.type = ANY ($1::text[])"
               "   AND v.sequence > coalesce((SELECT l.sequence FROM ledger_link l WHERE l.partition = g.partition"
               "     ORDER BY l.position DESC LIMIT 1), 0))"
               " ORDER BY e.entry LIMIT $2",
               pg::ArrayOf(BookEvents()), limit);
  entries.reserve(rows.size());
  for (const pqxx::row& row : rows) entries.push_back(row[0].as<int64_t>());
  return entries;
}

}  // namespace redress::compensation
