#include "tests/torture/spine_proof.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/events/envelope.h"
#include "libs/events/publisher.h"
#include "libs/events/redis_client.h"
#include "tests/support/child_process.h"

namespace redress::torture {
namespace {

constexpr int kPartitions = 64;

// (sequence, id) of each partition.
using Entries = std::vector<std::pair<int64_t, std::string>>;
using Log = std::vector<Entries>;

Log LogOf(const std::string& pg, const std::string& schema) {
  Log log(kPartitions);
  for (const auto& row : Ask(pg, absl::StrCat("SELECT partition, sequence, id FROM ", schema, ".event ORDER BY 1, 2"))) {
    log.at(row[0].as<size_t>()).emplace_back(row[1].as<int64_t>(), row[2].c_str());
  }
  return log;
}

// The same of the stream's entries: its key's sequence and the id within its envelope.
absl::StatusOr<Entries> StreamOf(events::RedisClient& redis, const std::string& key) {
  absl::StatusOr<events::RedisReply> reply = redis.Run({"XRANGE", key, "-", "+"});
  if (!reply.ok()) {
    return reply.status();
  }
  Entries stream;
  for (size_t i = 0; i < (*reply)->elements; ++i) {
    const redisReply& entry = *(*reply)->element[i];
    const absl::StatusOr<events::Event> event = events::Decode(events::ReplyString(*entry.element[1]->element[1]));
    if (!event.ok()) {
      return event.status();
    }
    int64_t sequence = 0;
    const absl::string_view id = events::ReplyString(*entry.element[0]);
    if (!absl::SimpleAtoi(id.substr(0, id.find('-')), &sequence) || sequence != event->sequence) {
      return absl::DataLossError("an entry's id is not its event's sequence");
    }
    stream.emplace_back(sequence, event->id);
  }
  return stream;
}

// A stream is a part of its log without a hole, at least to `head`; what it has not at its beginning was trimmed or lost with
// Redis.
std::string FaultOfStream(const Entries& stream, int64_t head, const Entries& log) {
  if (head > 0 && (stream.empty() || stream.back().first < head)) {
    return absl::StrCat("the stream ends at ", stream.empty() ? 0 : stream.back().first, " of ", head);
  }
  const auto begin = std::find(log.begin(), log.end(), stream.empty() ? Entries::value_type() : stream.front());
  const bool equal = stream.size() <= static_cast<size_t>(log.end() - begin) && std::equal(stream.begin(), stream.end(), begin);
  return equal ? "" : "the stream is not a part of the log";
}

// The log goes on meanwhile: it is read before and after the streams.
FaultList ProveStreams(const Places& places, const std::vector<std::string>& logs) {
  events::RedisClient redis({.address = places.redis});
  FaultList faults;
  for (const std::string& source : logs) {
    const std::string epoch = AskOne(places.pg, absl::StrCat("SELECT epoch FROM ", source, ".log_epoch WHERE present"));
    const Log before = LogOf(places.pg, source);
    std::vector<absl::StatusOr<Entries>> streams;
    for (int partition = 0; partition < kPartitions; ++partition) {
      streams.push_back(StreamOf(redis, events::StreamKey(source, epoch, partition)));
    }
    const Log after = LogOf(places.pg, source);
    for (int partition = 0; partition < kPartitions; ++partition) {
      const int64_t head = before[partition].empty() ? 0 : before[partition].back().first;
      const std::string fault = streams[partition].ok() ? FaultOfStream(*streams[partition], head, after[partition])
                                                        : streams[partition].status().ToString();
      if (!fault.empty()) {
        faults.push_back(absl::StrCat(source, " ", partition, ": ", fault));
      }
    }
  }
  return faults;
}

// (source, partition, head) of logs.
std::string HeadsOf(const std::vector<std::string>& sources) {
  std::vector<std::string> selects;
  for (const std::string& source : sources) {
    selects.push_back(
        absl::StrCat("SELECT '", source, "' AS source, partition, max(sequence) AS head FROM ", source, ".event GROUP BY 2"));
  }
  return absl::StrJoin(selects, " UNION ALL ");
}

void ProveNone(const std::string& pg, const std::string& fault, const std::string& sql, FaultList* faults) {
  if (const std::string count = AskOne(pg, sql); count != "0") faults->push_back(absl::StrCat(fault, ": ", count));
}

}  // namespace

const Follower& Routing() {
  static const auto& follower = *new Follower{"routing", {"intake", "casework"}};
  return follower;
}

const Follower& Sla() {
  static const auto& follower = *new Follower{"sla", {"intake", "routing", "casework", "compensation", "outreach"}};
  return follower;
}

const Follower& Outreach() {
  static const auto& follower = *new Follower{"outreach", {"intake", "routing", "casework", "compensation"}};
  return follower;
}

const Spine& SpineOfRouting() {
  static const auto& spine = *new Spine{{"intake", "routing"}, {Routing()}};
  return spine;
}

const Spine& SpineOfAll() {
  static const auto& spine = *new Spine{{"intake", "routing", "casework", "compensation", "sla", "outreach"},
                                        {Routing(),
                                         Sla(),
                                         Outreach(),
                                         {"intake", {"casework"}},
                                         {"casework", {"intake", "routing", "compensation", "outreach"}},
                                         {"analytics", {"intake", "routing", "casework", "compensation", "sla", "outreach"}}}};
  return spine;
}

std::string CountBehind(const std::string& pg, const Follower& follower) {
  return AskOne(pg, absl::StrCat("SELECT count(*) FROM (", HeadsOf(follower.sources),
                                 ") e LEFT JOIN (SELECT source, partition, max(\"to\") AS place FROM ", follower.service,
                                 ".consumer_offset GROUP BY 1, 2) o USING (source, partition)"
                                 " WHERE place IS DISTINCT FROM head"));
}

FaultList ProveLogs(const Places& places, const Spine& spine) {
  FaultList faults;
  for (const std::string& log : spine.logs) {
    ProveNone(places.pg, absl::StrCat("partitions with gaps in the log of ", log),
              absl::StrCat("SELECT count(*) FROM (SELECT partition FROM ", log,
                           ".event GROUP BY 1 HAVING max(sequence) <> count(*) OR min(sequence) <> 1) x"),
              &faults);
  }
  for (const std::string& schema :
       Column(places.pg, "SELECT schemaname FROM pg_tables WHERE tablename = 'parked_event' ORDER BY 1")) {
    ProveNone(places.pg, "parked events of " + schema, absl::StrCat("SELECT count(*) FROM ", schema, ".parked_event"), &faults);
  }
  for (const Follower& follower : spine.followers) {
    if (const std::string behind = CountBehind(places.pg, follower); behind != "0") {
      faults.push_back(absl::StrCat("partitions in which ", follower.service, " is behind the head: ", behind));
    }
  }
  Append(ProveStreams(places, spine.logs), &faults);
  return faults;
}

FaultList ProveOnTime(const std::string& pg) {
  static constexpr Check kChecks[] = {
      {"timers that are overdue",
       "SELECT count(*) FROM sla.clock WHERE next_us <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"},
      {"notices that are due and were not sent",
       "SELECT count(*) FROM outreach.notice WHERE state IN ('PENDING', 'SENDING')"
       " AND send_after_us <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"},
  };
  return RunChecks(pg, kChecks);
}

FaultList CatchUp(const std::string& pg, const std::string& other_pg, const Follower& follower, absl::Duration patience) {
  std::string heads, reached;
  const bool done = test::Eventually(patience, [&] {
    heads = AskOne(pg, absl::StrCat("SELECT sum(head) FROM (", HeadsOf(follower.sources), ") x"));
    if (AskOne(other_pg, absl::StrCat("SELECT count(*) FROM pg_tables WHERE (schemaname, tablename) = ('", follower.service,
                                      "', 'consumer_offset')")) == "0") {
      return false;
    }
    reached = AskOne(other_pg, absl::StrCat("SELECT sum(m) FROM (SELECT max(\"to\") m FROM ", follower.service,
                                            ".consumer_offset GROUP BY source, partition) x"));
    return reached == heads;
  });
  if (done) {
    return {};
  }
  return {absl::StrCat("the replay of ", follower.service, " is at ", reached, " of ", heads)};
}

}  // namespace redress::torture
