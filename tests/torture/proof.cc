#include "tests/torture/proof.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/events/envelope.h"
#include "libs/events/publisher.h"
#include "libs/events/redis_client.h"
#include "libs/pg/pqxx_compat.h"
#include "tests/support/child_process.h"

namespace redress::torture {
namespace {

constexpr int kPartitions = 64;

pqxx::result Ask(const std::string& pg, const std::string& sql) {
  pqxx::connection connection(pg);
  pqxx::nontransaction transaction(connection);
  return transaction.exec(sql);
}

std::vector<std::string> Column(const std::string& pg, const std::string& sql) {
  std::vector<std::string> values;
  for (const auto& row : Ask(pg, sql)) {
    values.emplace_back(row[0].c_str());
  }
  return values;
}

// Statements that count what must not be.
struct Check {
  const char* fault;
  const char* sql;
};

template <size_t N>
FaultList Run(const std::string& pg, const Check (&checks)[N]) {
  FaultList faults;
  for (const Check& check : checks) {
    if (const std::string count = AskOne(pg, check.sql); count != "0") {
      faults.push_back(absl::StrCat(check.fault, ": ", count));
    }
  }
  return faults;
}

constexpr char kBehindHead[] =
    "SELECT count(*) FROM (SELECT 'intake' AS source, partition, max(sequence) AS head FROM intake.event GROUP BY 2"
    " UNION ALL SELECT 'casework', partition, max(sequence) FROM casework.event GROUP BY 2) e"
    " LEFT JOIN (SELECT source, partition, max(\"to\") AS place FROM routing.consumer_offset GROUP BY 1, 2) o"
    " USING (source, partition) WHERE place IS DISTINCT FROM head";

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
FaultList ProveStreams(const Places& places) {
  events::RedisClient redis({.address = places.redis});
  FaultList faults;
  for (const char* source : {"intake", "routing"}) {
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

constexpr char kItems[] =
    "SELECT concat_ws(' ', item, case_number, complaint, kind, team, severity, channel, vip_level, tag_l1, tag_l2, raise_count,"
    " received_us) FROM routing.work_item ORDER BY 1";

}  // namespace

std::string AskOne(const std::string& pg, const std::string& sql) {
  const pqxx::result rows = Ask(pg, sql);
  return rows.empty() ? "" : rows[0][0].c_str();
}

std::string CreateDatabase(const std::string& pg, const std::string& name) {
  Ask(pg, absl::StrCat("CREATE DATABASE ", name));
  return absl::StrCat(pg, " dbname=", name);
}

bool Settle(const Places& places, absl::Duration patience) {
  return test::Eventually(patience, [&] { return AskOne(places.pg, kBehindHead) == "0"; });
}

FaultList ProveStored(const Places& places, const std::vector<std::string>& names) {
  FaultList faults;
  const std::vector<std::string> rows =
      Column(places.pg, "SELECT 'complaints/' || intake.number_text(number) FROM intake.complaint");
  const std::set<std::string> stored(rows.begin(), rows.end());
  const std::set<std::string> distinct(names.begin(), names.end());
  if (distinct.size() != names.size()) {
    faults.push_back(absl::StrCat(names.size() - distinct.size(), " requests share a complaint, or were not acknowledged"));
  }
  int lost = 0;
  for (const std::string& name : distinct) {
    lost += static_cast<int>(1 - stored.count(name));
  }
  if (lost > 0) {
    faults.push_back(absl::StrCat("acknowledged and lost: ", lost));
  }
  if (rows.size() != names.size()) {
    faults.push_back(absl::StrCat("stored ", rows.size(), " of ", names.size()));
  }
  return faults;
}

FaultList ProveItems(const Places& places) {
  static constexpr Check kChecks[] = {
      {"cases without exactly one item",
       "SELECT count(*) FROM (SELECT DISTINCT intake.number_text(case_number) AS n FROM intake.complaint) c"
       " FULL JOIN (SELECT case_number AS n, count(*) AS k FROM routing.work_item GROUP BY 1) w USING (n) WHERE k IS DISTINCT "
       "FROM 1"},
      {"complaints that routing did not count once",
       "WITH said AS (SELECT 'complaints/' || intake.number_text(number) AS cause FROM intake.complaint),"
       " heard AS (SELECT cause FROM routing.case_input)"
       " SELECT (SELECT count(*) FROM (TABLE said EXCEPT TABLE heard) x) + (SELECT count(*) FROM (TABLE heard EXCEPT TABLE said) "
       "y)"},
      {"items raised too often or too seldom",
       "SELECT count(*) FROM routing.work_item w JOIN (SELECT case_number, count(*) AS n FROM routing.case_input GROUP BY 1) c"
       " USING (case_number) WHERE w.raise_count <> c.n - 1"},
      {"items without exactly one word of their creation",
       "SELECT (SELECT count(*) FROM routing.work_item) - (SELECT count(*) FROM routing.event WHERE type LIKE "
       "'%.WorkItemCreated')"},
      {"a matter that opened two cases",
       "SELECT count(*) FROM (SELECT o.order_index FROM intake.complaint_order o JOIN intake.complaint c USING (number)"
       " GROUP BY 1 HAVING count(DISTINCT c.case_number) > 1) x"},
  };
  return Run(places.pg, kChecks);
}

FaultList ProveAssignments(const Places& places, const std::vector<std::pair<std::string, std::string>>& accepted) {
  static constexpr Check kChecks[] = {
      {"items with two owners",
       "SELECT count(*) FROM (SELECT item FROM routing.assignment WHERE released_us IS NULL GROUP BY 1 HAVING count(*) > 1) x"},
      {"items that were given while somebody had them",
       "SELECT count(*) FROM (SELECT released_us, lead(assignment) OVER (PARTITION BY item ORDER BY assignment) AS next"
       " FROM routing.assignment) x WHERE next IS NOT NULL AND released_us IS NULL"},
      {"places that were given while in use",
       "SELECT count(*) FROM (SELECT released_us, lead(assignment) OVER (PARTITION BY agent, slot ORDER BY assignment) AS next"
       " FROM routing.assignment) x WHERE next IS NOT NULL AND released_us IS NULL"},
      {"places above the limit, ever",
       "SELECT count(*) FROM routing.assignment s JOIN routing.agent a USING (agent) WHERE s.slot > a.case_limit"},
      {"items that disagree with their place",
       "SELECT count(*) FROM routing.work_item w LEFT JOIN routing.assignment s ON s.item = w.item AND s.released_us IS NULL"
       " WHERE (w.state IN ('OFFERED', 'ACCEPTED')) <> (s.item IS NOT NULL)"
       " OR (s.item IS NOT NULL AND (s.agent <> w.agent OR s.state <> w.state::text))"},
      {"offers without exactly one word of them",
       "SELECT (SELECT count(*) FROM routing.assignment WHERE expire_us IS NOT NULL)"
       " - (SELECT count(*) FROM routing.event WHERE type LIKE '%.WorkItemOffered')"},
      {"acceptances without a word of them, or with two different ones",  // with another tag it is said again, as of then
       "SELECT (SELECT count(*) FROM routing.assignment WHERE accept_us IS NOT NULL)"
       " - (SELECT count(*) FROM (SELECT DISTINCT subject, time FROM routing.event WHERE type LIKE '%.WorkItemAccepted') x)"},
  };
  FaultList faults = Run(places.pg, kChecks);
  const std::vector<std::string> rows =
      Column(places.pg, "SELECT item || ' ' || agent FROM routing.assignment WHERE accept_us IS NOT NULL");
  const std::set<std::string> stored(rows.begin(), rows.end());
  for (const auto& [item, agent] : accepted) {
    if (stored.count(absl::StrCat(item, " ", agent)) == 0) {
      faults.push_back(absl::StrCat("acknowledged acceptance lost: ", item, " of ", agent));
    }
  }
  return faults;
}

FaultList ProveLogs(const Places& places) {
  static constexpr Check kChecks[] = {
      {"gaps in intake's log",
       "SELECT count(*) FROM (SELECT partition FROM intake.event GROUP BY 1 HAVING max(sequence) <> count(*) OR min(sequence) <> "
       "1) x"},
      {"gaps in routing's log",
       "SELECT count(*) FROM (SELECT partition FROM routing.event GROUP BY 1 HAVING max(sequence) <> count(*) OR min(sequence) "
       "<> 1) x"},
      {"partitions behind the head", kBehindHead},
      {"parked events", "SELECT count(*) FROM routing.parked_event"},
      {"parked events of intake", "SELECT count(*) FROM intake.parked_event"},
      {"parked events of casework", "SELECT count(*) FROM casework.parked_event"},
  };
  FaultList faults = Run(places.pg, kChecks);
  for (std::string& fault : ProveStreams(places)) {
    faults.push_back(std::move(fault));
  }
  return faults;
}

FaultList ProveReplay(const Places& places, const std::string& other_pg, absl::Duration patience) {
  std::string heads, reached;
  const bool done = test::Eventually(patience, [&] {
    heads = AskOne(places.pg,
                   "SELECT sum(m) FROM (SELECT max(sequence) m FROM intake.event GROUP BY partition"
                   " UNION ALL SELECT max(sequence) FROM casework.event GROUP BY partition) x");
    if (AskOne(other_pg, "SELECT count(*) FROM pg_tables WHERE (schemaname, tablename) = ('routing', 'consumer_offset')") ==
        "0") {
      return false;
    }
    reached =
        AskOne(other_pg, "SELECT sum(m) FROM (SELECT max(\"to\") m FROM routing.consumer_offset GROUP BY source, partition) x");
    return reached == heads;
  });
  if (!done) {
    return {absl::StrCat("the replay is at ", reached, " of ", heads)};
  }
  const std::vector<std::string> ours = Column(places.pg, kItems);
  const std::vector<std::string> others = Column(other_pg, kItems);
  FaultList faults;
  std::vector<std::string> different;
  std::set_symmetric_difference(ours.begin(), ours.end(), others.begin(), others.end(), std::back_inserter(different));
  for (size_t i = 0; i < different.size() && i < 10; ++i) {
    faults.push_back(absl::StrCat("only in one of both: ", different[i]));
  }
  if (ours.empty()) {
    faults.push_back("there are no items");
  }
  return faults;
}

}  // namespace redress::torture
