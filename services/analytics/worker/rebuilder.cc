#include "services/analytics/worker/rebuilder.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/analytics/store/fact_store.h"
#include "services/analytics/worker/reading.h"

namespace redress::analytics {
namespace {

constexpr int kPage = 500;             // events of one read, and of one transaction
constexpr int64_t kKeepEvery = 5'000;  // events
constexpr int kTriesMax = 1'000;
constexpr absl::Duration kPause = absl::Milliseconds(100);

absl::Status Stopping() {
  return absl::CancelledError("the process ends");
}

bool WaitsForOthers(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status);
}

}  // namespace

void Rebuilder::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Rebuilder::Stop() {
  wakeup_.Stop();
  thread_.join();
}

void Rebuilder::Loop() {
  while (wakeup_.WaitFor(options_.look_every)) {
    if (const absl::Status status = RunOnce(); !status.ok() && !wakeup_.stopping()) {
      obs::Log(obs::Level::kWarning, "rebuild_interrupted", {{"status", status}});
    }
  }
}

absl::Status Rebuilder::RunOnce() {
  Work work;
  absl::optional<RebuildRow> taken;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    taken = TakeRebuild(transaction, options_.lease);
    return absl::OkStatus();
  }));
  if (!taken.has_value()) return absl::OkStatus();
  work.row = *std::move(taken);
  absl::Status status = Rebuild(&work);
  // Interrupted, not failed: whoever takes it next begins anew.
  if (wakeup_.stopping() || WaitsForOthers(status) || ReasonOf(status) == "REBUILD_TAKEN") return status;
  if (!status.ok()) {
    work.row.state = "FAILED";
    work.row.failure_reason = ReasonOf(status);
    work.row.end_time = time_.Now();
    status = pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
      DropShadow(transaction, work.schema);
      return EndRebuild(transaction, work.row);
    });
  }
  metrics_.rebuilds.Increment();
  obs::Log(obs::Level::kInfo, "rebuild_ended",
           {{"rebuild", obs::Id(work.row.id)}, {"state", obs::Id(work.row.state)}, {"identical", work.row.identical}});
  return status;
}

absl::Status Rebuilder::Rebuild(Work* work) {
  RETURN_IF_ERROR(Prepare(work));
  RETURN_IF_ERROR(FoldAll(work));
  for (int partition = 0; partition < options_.partitions; ++partition) RETURN_IF_ERROR(ComparePartition(work, partition));
  return Finish(work);
}

absl::Status Rebuilder::Prepare(Work* work) {
  work->schema = absl::StrCat(pool_.schema(), "_rebuild_", work->row.id.substr(0, 8), "_", work->row.attempt);
  RETURN_IF_ERROR(MakeShadow(pool_.options().connection, pool_.schema(), work->schema));
  pg::PoolOptions shadow = pool_.options();
  shadow.schema = work->schema;
  shadow.size = 1;
  work->shadow = std::make_unique<pg::Pool>(std::move(shadow));
  work->row.event_count = work->row.event_total = work->row.row_count = 0;
  work->hashes.resize(kTableCount);
  for (const Table& table : Tables()) work->found.add_tables()->set_table(std::string(table.name));
  std::vector<std::string> names;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    work->positions.clear();
    names.clear();
    for (const auto& [source, epoch] : FollowedSources(transaction, options_.sources)) {
      work->positions[source] = {epoch, std::vector<int64_t>(options_.partitions, 0)};
      names.push_back(source);
      for (const int64_t applied : ReadPositions(transaction, source, epoch, options_.partitions))
        work->row.event_total += applied;
    }
    return absl::OkStatus();
  }));
  work->row.sources = absl::StrJoin(names, " ");
  return Keep(work);
}

absl::Status Rebuilder::Keep(Work* work) {
  return pool_.Transact(
      [&](pqxx::work& transaction) -> absl::Status { return KeepRebuild(transaction, work->row, options_.lease); });
}

absl::Status Rebuilder::FoldAll(Work* work) {
  for (const auto& [source, at] : work->positions) {
    std::vector<int64_t> targets;
    RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
      targets = ReadPositions(transaction, source, at.epoch, options_.partitions);
      return absl::OkStatus();
    }));
    for (int partition = 0; partition < options_.partitions; ++partition) {
      RETURN_IF_ERROR(CatchUp(work, source, partition, targets[partition]));
    }
    RETURN_IF_ERROR(Keep(work));
  }
  return absl::OkStatus();
}

absl::Status Rebuilder::CatchUp(Work* work, const std::string& source, int partition, int64_t target) {
  SourcePositions& at = work->positions[source];
  while (at.applied[partition] < target) {
    if (wakeup_.stopping()) return Stopping();
    const auto limit = static_cast<int>(std::min<int64_t>(kPage, target - at.applied[partition]));
    const absl::StatusOr<events::ReadResult> page = feed_.Read(source, at.epoch, partition, at.applied[partition], limit);
    if (!page.ok() && WaitsForOthers(page.status())) {  // its owner is away: waited for
      RETURN_IF_ERROR(Keep(work));
      if (!wakeup_.WaitFor(kPause)) return Stopping();
      continue;
    }
    RETURN_IF_ERROR(page.status());
    if (page->events.empty())
      return Error(absl::StatusCode::kDataLoss, "LOG_ENDS_EARLY", "a log ends before what was applied of it");
    RETURN_IF_ERROR(FoldPage(work, source, page->events));
    at.applied[partition] = page->events.back().sequence;
    const int64_t before =
        std::exchange(work->row.event_count, work->row.event_count + static_cast<int64_t>(page->events.size()));
    if (before / kKeepEvery != work->row.event_count / kKeepEvery) RETURN_IF_ERROR(Keep(work));
  }
  return absl::OkStatus();
}

absl::Status Rebuilder::FoldPage(Work* work, const std::string& source, const std::vector<events::Event>& events) {
  Updates all;
  for (const events::Event& event : events) {
    const std::string subject = absl::StrCat(source, " ", event.subject);
    if (work->skipped.contains(subject)) continue;
    absl::StatusOr<Updates> updates = UpdatesOf(event);
    if (!updates.ok()) {
      work->skipped.insert(subject);
      continue;
    }
    std::move(updates->begin(), updates->end(), std::back_inserter(all));
  }
  if (all.empty()) return absl::OkStatus();
  return work->shadow->Transact([&](pqxx::work& transaction) -> absl::Status {
    FoldInto(transaction, all);
    return absl::OkStatus();
  });
}

absl::Status Rebuilder::ComparePartition(Work* work, int partition) {
  for (int tries = 0; tries < kTriesMax; ++tries) {
    if (wakeup_.stopping()) return Stopping();
    ASSIGN_OR_RETURN(const bool compared, TryToCompare(work, partition));
    if (!compared) continue;
    return partition % 8 == 7 ? Keep(work) : absl::OkStatus();
  }
  return Error(absl::StatusCode::kFailedPrecondition, "NEVER_LEVEL", "the consumers are always ahead");
}

absl::StatusOr<bool> Rebuilder::TryToCompare(Work* work, int partition) {
  std::map<std::string, int64_t> targets;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    for (const auto& [source, at] : work->positions) {
      targets[source] = ReadPositions(transaction, source, at.epoch, options_.partitions)[partition];
    }
    return absl::OkStatus();
  }));
  for (const auto& [source, target] : targets) RETURN_IF_ERROR(CatchUp(work, source, partition, target));
  bool level = true;
  std::vector<Comparison> comparisons;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    level = true;
    comparisons.clear();
    for (const auto& [source, at] : work->positions) {
      LockConsumer(transaction, source, {partition});
      level = level && ReadPositions(transaction, source, at.epoch, options_.partitions)[partition] == at.applied[partition];
    }
    if (!level) return absl::OkStatus();
    for (const Table& table : Tables()) {
      const bool read = work->positions.contains(std::string(table.source));
      comparisons.push_back(read ? Compare(transaction, table, work->schema, partition) : Comparison());
    }
    return absl::OkStatus();
  }));
  for (int table = 0; level && table < kTableCount; ++table) Take(work, table, comparisons[table]);
  return level;
}

void Rebuilder::Take(Work* work, int table, const Comparison& comparison) const {
  v1::TableComparison& found = *work->found.mutable_tables(table);
  found.set_row_count(found.row_count() + comparison.rows);
  found.set_difference_count(found.difference_count() + comparison.differences);
  absl::StrAppend(&work->hashes[table].first, comparison.hash);
  absl::StrAppend(&work->hashes[table].second, comparison.rebuilt_hash);
  work->row.row_count += comparison.rows;
  if (!comparison.first.has_value()) return;
  if (found.has_first_difference() && found.first_difference().key() <= comparison.first->key) return;
  v1::Difference& first = *found.mutable_first_difference();
  first.set_key(comparison.first->key);
  first.set_column(comparison.first->column);
  first.set_value(comparison.first->value);
  first.set_rebuilt_value(comparison.first->rebuilt_value);
}

absl::Status Rebuilder::Finish(Work* work) {
  RebuildRow& row = work->row;
  row.state = "SUCCEEDED";
  row.end_time = time_.Now();
  int64_t differences = 0;
  for (const v1::TableComparison& table : work->found.tables()) differences += table.difference_count();
  row.identical = differences == 0;
  std::vector<int> partitions(options_.partitions);
  std::iota(partitions.begin(), partitions.end(), 0);
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    for (int table = 0; table < kTableCount; ++table) {
      work->found.mutable_tables(table)->set_hash(Sha256(transaction, work->hashes[table].first));
      work->found.mutable_tables(table)->set_rebuilt_hash(Sha256(transaction, work->hashes[table].second));
    }
    row.tables = work->found.SerializeAsString();
    if (row.swap) {
      // What consumers have applied since is applied again: their positions go back to those of the facts.
      for (const auto& [source, at] : work->positions) LockConsumer(transaction, source, partitions);
      Swap(transaction, work->schema, work->positions);
    }
    DropShadow(transaction, work->schema);
    return EndRebuild(transaction, row);
  }));
  metrics_.rebuild_differences.Increment(static_cast<double>(differences));
  return absl::OkStatus();
}

}  // namespace redress::analytics
