// Carries out rebuilds: folds all logs from their beginning into a schema beside, by the code of the consumers, never beyond
// where these are; compares a partition when both are at the same position of every log; swaps, if asked, in one transaction. One
// process at a time is at it; one that dies is followed by another, which begins anew.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/time.h"
#include "libs/events/feed.h"
#include "libs/pg/pool.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "redress/analytics/v1/analytics_service.pb.h"
#include "services/analytics/store/rebuild_store.h"
#include "services/analytics/store/shadow.h"
#include "services/analytics/worker/analytics_metrics.h"

namespace redress::analytics {

struct RebuilderOptions {
  std::vector<std::string> sources;
  int partitions = 64;
  absl::Duration look_every = absl::Seconds(1);  // all machine time
  absl::Duration lease = absl::Seconds(60);
};

class Rebuilder final : public rpc::Worker {
 public:
  // All must outlive the worker. `pool`: of the present facts, for this worker alone, without a limit on statements.
  Rebuilder(pg::Pool& pool, events::FeedReader& feed, const TimeSource& time, rpc::Wakeup& wakeup, AnalyticsMetrics& metrics,
            RebuilderOptions options)
      : pool_(pool), feed_(feed), time_(time), wakeup_(wakeup), metrics_(metrics), options_(std::move(options)) {}
  void Start() override;
  void Stop() override;

 private:
  // One rebuild under way.
  struct Work {
    RebuildRow row;
    std::string schema;
    std::unique_ptr<pg::Pool> shadow;
    std::map<std::string, SourcePositions> positions;         // up to where the shadow is folded
    std::set<std::string> skipped;                            // source and subject of what cannot be read, as a consumer parks it
    v1::Rebuild found;                                        // `tables`
    std::vector<std::pair<std::string, std::string>> hashes;  // of each table: those of its partitions so far, of both
  };

  void Loop();
  absl::Status RunOnce();
  absl::Status Rebuild(Work* work);
  absl::Status Prepare(Work* work);
  // Folds one partition of one source up to `target`.
  absl::Status CatchUp(Work* work, const std::string& source, int partition, int64_t target);
  absl::Status FoldPage(Work* work, const std::string& source, const std::vector<events::Event>& events);
  absl::Status FoldAll(Work* work);
  absl::Status ComparePartition(Work* work, int partition);
  // True: both were at the same positions and have been compared.
  absl::StatusOr<bool> TryToCompare(Work* work, int partition);
  void Take(Work* work, int table, const Comparison& comparison) const;
  absl::Status Finish(Work* work);
  absl::Status Keep(Work* work);

  pg::Pool& pool_;
  events::FeedReader& feed_;
  const TimeSource& time_;
  rpc::Wakeup& wakeup_;
  AnalyticsMetrics& metrics_;
  const RebuilderOptions options_;
  std::thread thread_;
};

}  // namespace redress::analytics
