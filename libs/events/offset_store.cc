#include "libs/events/offset_store.h"

#include <map>
#include <tuple>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"

namespace redress::events {
namespace {

// Rows of one stream that are worth a transaction of their own, and how many go in one.
constexpr int kTrimAfter = 128;
constexpr int kTrimRows = 2000;

}  // namespace

std::vector<OffsetClaim> ClaimsOf(absl::Span<const Event> events) {
  std::map<std::pair<int, std::string>, OffsetClaim> claims;  // ascending by partition
  for (const Event& event : events) {
    const auto [claim, added] = claims.try_emplace({event.partition, event.source});
    if (added) {
      claim->second = {event.source, event.epoch, event.partition, event.sequence - 1, 0};
    }
    claim->second.to = event.sequence;
  }
  std::vector<OffsetClaim> list;
  list.reserve(claims.size());
  for (auto& [key, claim] : claims) {
    list.push_back(std::move(claim));
  }
  return list;
}

absl::StatusOr<std::string> OffsetStore::FollowEpoch(const std::string& source, const std::string& present_epoch) {
  std::string followed;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    pg::Exec(transaction, "INSERT INTO consumer_source (consumer, source, epoch) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
             consumer_, source, present_epoch);
    followed =
        pg::Exec1(transaction, "SELECT epoch FROM consumer_source WHERE consumer = $1 AND source = $2", consumer_, source)[0]
            .as<std::string>();
    return absl::OkStatus();
  }));
  return followed;
}

absl::StatusOr<std::string> OffsetStore::FollowedEpoch(const std::string& source) {
  std::string epoch;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result rows =
        pg::Exec(transaction, "SELECT epoch FROM consumer_source WHERE consumer = $1 AND source = $2", consumer_, source);
    epoch = rows.empty() ? std::string() : rows[0][0].as<std::string>();
    return absl::OkStatus();
  }));
  return epoch;
}

absl::StatusOr<std::vector<int64_t>> OffsetStore::Read(const std::string& source, const std::string& epoch, int partitions) {
  std::vector<int64_t> offsets;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result rows = pg::Exec(
        transaction,
        "SELECT partition, max(\"to\") FROM consumer_offset WHERE (consumer, source, epoch) = ($1, $2, $3) GROUP BY partition",
        consumer_, source, epoch);
    offsets.assign(static_cast<size_t>(partitions), 0);
    for (const pqxx::row& row : rows) offsets.at(row[0].as<size_t>()) = row[1].as<int64_t>();
    return absl::OkStatus();
  }));
  return offsets;
}

absl::Status OffsetStore::Trim(const std::string& source, const std::string& epoch) {
  Untrimmed& rows = untrimmed_[source];
  const bool rests = rows.added == std::exchange(rows.seen, rows.added);
  if (rows.added == 0 || (rows.added < kTrimAfter && !rests)) return absl::OkStatus();
  RETURN_IF_ERROR(pool_.Autocommit([&](pqxx::nontransaction& transaction) {
    pg::Exec(transaction, "SELECT trim_offsets($1, $2, $3, $4)", consumer_, source, epoch, kTrimRows);
    return absl::OkStatus();
  }));
  rows = {};
  return absl::OkStatus();
}

absl::StatusOr<OffsetStore::Subjects> OffsetStore::Claim(pqxx::work& transaction, absl::Span<const Event> events) {
  std::vector<std::string> sources, epochs;
  std::vector<int> partitions;
  std::vector<int64_t> froms, tos;
  for (OffsetClaim& claim : ClaimsOf(events)) {
    sources.push_back(std::move(claim.source));
    epochs.push_back(std::move(claim.epoch));
    partitions.push_back(claim.partition);
    froms.push_back(claim.from);
    tos.push_back(claim.to);
    ++untrimmed_[sources.back()].added;
  }
  Subjects subjects;
  for (const Event& event : events) {
    subjects.insert(event.subject);
  }
  const pqxx::row row = pg::Exec1(
      transaction, "SELECT claim_offsets($1, $2::text[], $3::text[], $4::smallint[], $5::bigint[], $6::bigint[], $7::text[])",
      consumer_, pg::ArrayOf(sources), pg::ArrayOf(epochs), pg::ArrayOf(partitions), pg::ArrayOf(froms), pg::ArrayOf(tos),
      pg::ArrayOf(std::vector<std::string>(subjects.begin(), subjects.end())));
  const std::vector<std::string> parked = pg::ParseTextArray(row[0].c_str());
  return Subjects(parked.begin(), parked.end());
}

absl::Status OffsetStore::Park(pqxx::work& transaction, const Event& event, const std::string& reason, bool first) {
  pg::Exec(transaction,
           "INSERT INTO parked_event (consumer, subject, source, epoch, partition, sequence, envelope, reason, first) "
           "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
           consumer_, event.subject, event.source, event.epoch, event.partition, event.sequence, pg::Bytes(Encode(event)), reason,
           first);
  return absl::OkStatus();
}

absl::StatusOr<int> OffsetStore::ParkedLastMinute(pqxx::work& transaction, int partition) {
  return pg::Exec1(transaction,
                   "SELECT count(DISTINCT subject) FROM parked_event WHERE consumer = $1 AND partition = $2 AND first "
                   "AND parked > clock_timestamp() - interval '1 minute'",
                   consumer_, partition)[0]
      .as<int>();
}

}  // namespace redress::events
