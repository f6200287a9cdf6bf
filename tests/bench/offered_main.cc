// bench-offered: complaints as people write them, submitted at a fixed rate, and how long each takes until its work item is
// offered to an agent and, with --sla-epoch, its clocks are armed. Hires the staff first. Prints one line of JSON; tools/bench
// audits the rows afterwards.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/machine_time.h"
#include "tests/bench/calls.h"
#include "tests/bench/staff.h"
#include "tests/bench/way_watch.h"

namespace redress::bench {
namespace {

using intake::v1::SubmitComplaintRequest;

// One acknowledged complaint.
struct Submitted {
  std::string number;
  Clock::time_point due;
  Clock::time_point acknowledged;
};

// What was acknowledged, in no order. Thread safe.
class Ledger {
 public:
  void Add(Submitted submitted) {
    absl::MutexLock lock(&mutex_);
    all_.push_back(std::move(submitted));
  }
  std::vector<Submitted> Take() {
    absl::MutexLock lock(&mutex_);
    return std::move(all_);
  }

 private:
  absl::Mutex mutex_;
  std::vector<Submitted> all_ ABSL_GUARDED_BY(mutex_);
};

// Channel, text and remedy of each line; who says it and about which order is made new for each submission.
std::vector<SubmitComplaintRequest> ReadComplaints(const std::string& path) {
  std::vector<SubmitComplaintRequest> requests;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto json = nlohmann::json::parse(line);
    SubmitComplaintRequest request;
    type::v1::Channel channel;
    if (!type::v1::Channel_Parse(absl::StrCat("CHANNEL_", json.value("channel", "")), &channel)) continue;
    request.mutable_complaint()->set_channel(channel);
    request.mutable_complaint()->set_text(json.value("text", ""));
    request.mutable_complaint()->set_remedy_sought(json.value("remedy_sought", ""));
    requests.push_back(std::move(request));
  }
  return requests;
}

nlohmann::json Figures(std::vector<float> latencies) {
  std::sort(latencies.begin(), latencies.end());
  return {{"p50_ms", Percentile(latencies, 0.50)},
          {"p95_ms", Percentile(latencies, 0.95)},
          {"p99_ms", Percentile(latencies, 0.99)},
          {"max_ms", Percentile(latencies, 1)}};
}

float Milliseconds(Clock::duration duration) {
  return std::chrono::duration<float, std::milli>(duration).count();
}

// Joins what was submitted with what came through. What never did is missing, and nothing of it enters a percentile.
nlohmann::json Join(const LoadResult& result, const std::vector<Submitted>& submitted, const WayWatch& watch) {
  const auto passages = watch.passages();
  std::vector<float> from_due;
  std::vector<float> from_acknowledged;
  int64_t missing = 0;
  int64_t offered_again = 0;
  Clock::time_point first = Clock::time_point::max();
  Clock::time_point last = Clock::time_point::min();
  for (const Submitted& one : submitted) {
    const auto found = passages.find(one.number);
    const auto through = found == passages.end() ? absl::nullopt : watch.ThroughAt(found->second);
    if (!through.has_value()) {
      ++missing;
      continue;
    }
    offered_again += found->second.offer_count - 1;
    first = std::min(first, one.due);
    last = std::max(last, *through);
    if (one.due < result.counted_from || one.due >= result.counted_until) continue;
    from_due.push_back(Milliseconds(*through - one.due));
    from_acknowledged.push_back(Milliseconds(*through - one.acknowledged));
  }
  nlohmann::json json = nlohmann::json::parse(ToJson(result));
  json["counted"] = from_due.size();
  json["missing"] = missing;
  json["offered_again"] = offered_again;
  json["watch_failed"] = !watch.failure().ok();
  json["through_seconds"] = last > first ? std::chrono::duration<double>(last - first).count() : 0.0;
  json["from_due"] = Figures(std::move(from_due));
  json["from_acknowledged"] = Figures(std::move(from_acknowledged));
  return json;
}

struct Options {
  LoadPlan plan;
  std::string routing;
  WatchOptions watch;
  std::string token_file;
  std::string admin_token_file;
  std::string complaints;
  int agents = 1'000;
  int case_limit = 30;
  double seconds = 30;
  double warm_up_seconds = 3;
  double patience_seconds = 60;
};

int Run(Options options) {
  const auto complaints = ReadComplaints(options.complaints);
  if (complaints.empty()) {
    std::cerr << "bench-offered: no complaints in " << options.complaints << "\n";
    return 2;
  }
  const absl::Status hired =
      HireStaff(options.routing, ReadToken(options.admin_token_file), {options.agents, options.case_limit});
  if (!hired.ok()) {
    std::cerr << "bench-offered: no staff: " << hired << "\n";
    return 1;
  }
  Ledger ledger;
  WayWatch watch(options.watch);
  const LoadResult result = RunLoad(options.plan, ComplaintCalls(complaints, [&](auto due, const auto& complaint) {
                                      const absl::string_view name = complaint.name();
                                      ledger.Add({std::string(absl::StripPrefix(name, "complaints/")), due, Clock::now()});
                                    }));
  const Deadline deadline = Deadline::After(absl::Seconds(options.patience_seconds));
  Stopper pause;
  while (watch.through() < result.acknowledged && watch.failure().ok() && !deadline.Expired()) {
    pause.WaitFor(absl::Milliseconds(20));
  }
  std::cout << Join(result, ledger.Take(), watch).dump() << "\n";
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app{"Submits complaints at a fixed rate and measures the time until each is offered, and its clocks are armed."};
  Options options;
  options.plan.rate = 200;
  app.add_option("--intake", options.plan.target, "host:port")->required();
  app.add_option("--routing", options.routing, "host:port")->required();
  app.add_option("--redis", options.watch.redis, "host:port")->required();
  app.add_option("--epoch", options.watch.routing_epoch, "of routing's log")->required();
  app.add_option("--sla-epoch", options.watch.sla_epoch, "of sla's log; none: clocks are not waited for");
  app.add_option("--token-file", options.token_file, "who submits")->required();
  app.add_option("--admin-token-file", options.admin_token_file, "who hires")->required();
  app.add_option("--complaints", options.complaints, "JSON lines with channel and text, taken in turn")->required();
  app.add_option("--agents", options.agents, "so many are hired")->check(CLI::PositiveNumber);
  app.add_option("--case-limit", options.case_limit, "open cases of each")->check(CLI::Range(1, 1'000));
  app.add_option("--rate", options.plan.rate, "complaints a second")->check(CLI::PositiveNumber);
  app.add_option("--seconds", options.seconds, "measured time")->check(CLI::PositiveNumber);
  app.add_option("--warm-up", options.warm_up_seconds, "time before it")->check(CLI::NonNegativeNumber);
  app.add_option("--patience", options.patience_seconds, "how long the last one is waited for, s");
  CLI11_PARSE(app, argc, argv);
  options.plan.duration = absl::Seconds(options.seconds);
  options.plan.warm_up = absl::Seconds(options.warm_up_seconds);
  options.plan.token = ReadToken(options.token_file);
  const int status = Run(options);
  std::cout.flush();
  std::_Exit(status);  // as bench-load: not into globals that gRPC's threads still use
}

}  // namespace
}  // namespace redress::bench

int main(int argc, char** argv) {
  return redress::bench::Main(argc, argv);
}
