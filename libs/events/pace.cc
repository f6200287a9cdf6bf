#include "libs/events/pace.h"

#include <map>

#include "libs/base/status_macros.h"
#include "libs/pg/exec.h"

namespace redress::events {

absl::StatusOr<std::vector<ConsumerPosition>> ReadConsumerPositions(pg::Pool& pool, const std::vector<Following>& followings,
                                                                    int partitions) {
  std::map<std::pair<std::string, std::string>, ConsumerPosition> found;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    found.clear();
    // One statement, hence one snapshot. The table holds little more than one row a stream: the rest is trimmed.
    const pqxx::result rows = pg::Exec(
        transaction,
        "SELECT s.consumer, s.source, s.epoch, coalesce(o.partition, 0), coalesce(max(o.\"to\"), 0)"
        " FROM consumer_source s LEFT JOIN consumer_offset o USING (consumer, source, epoch) GROUP BY 1, 2, 3, o.partition");
    for (const pqxx::row& row : rows) {
      ConsumerPosition& position = found[{row[0].c_str(), row[1].c_str()}];
      position.epoch = row[2].c_str();
      position.sequences.resize(static_cast<size_t>(partitions));
      const auto partition = row[3].as<size_t>();
      if (partition < position.sequences.size()) position.sequences[partition] = row[4].as<int64_t>();
    }
    return absl::OkStatus();
  }));
  std::vector<ConsumerPosition> positions;
  positions.reserve(followings.size());
  for (const Following& following : followings) {
    ConsumerPosition position = std::move(found[{following.consumer, following.source}]);
    position.consumer = following.consumer;
    position.source = following.source;
    position.sequences.resize(static_cast<size_t>(partitions));
    positions.push_back(std::move(position));
  }
  return positions;
}

absl::StatusOr<int64_t> CountParked(pg::Pool& pool) {
  int64_t count = 0;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    count = pg::Exec(transaction, "SELECT count(*) FROM parked_event")[0][0].as<int64_t>();
    return absl::OkStatus();
  }));
  return count;
}

}  // namespace redress::events
