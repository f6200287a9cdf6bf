#include "libs/obs/process_metrics.h"

#include <prometheus/metric_family.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace redress::obs {
namespace {

// Places in the line, counted from the state, which follows the program's name (proc(5) counts from 1 and calls it 3).
constexpr size_t kUserTicks = 11;
constexpr size_t kSystemTicks = 12;
constexpr size_t kThreads = 17;
constexpr size_t kResidentPages = 21;

absl::optional<int64_t> OpenFiles() {
  std::error_code error;
  std::filesystem::directory_iterator files("/proc/self/fd", error);
  if (error) return absl::nullopt;
  return std::distance(begin(files), end(files)) - 1;  // without the folder itself, which is open meanwhile
}

prometheus::MetricFamily Family(std::string name, std::string help, prometheus::MetricType type, double value) {
  prometheus::MetricFamily family;
  family.name = std::move(name);
  family.help = std::move(help);
  family.type = type;
  family.metric.emplace_back();
  (type == prometheus::MetricType::Counter ? family.metric[0].counter.value : family.metric[0].gauge.value) = value;
  return family;
}

}  // namespace

absl::optional<ProcessFigures> ParseProcessStat(absl::string_view line) {
  const size_t name_end = line.rfind(')');
  if (name_end == absl::string_view::npos) return absl::nullopt;
  const std::vector<absl::string_view> fields = absl::StrSplit(line.substr(name_end + 1), ' ', absl::SkipWhitespace());
  if (fields.size() <= kResidentPages) return absl::nullopt;
  ProcessFigures figures;
  int64_t user = 0;
  int64_t system = 0;
  if (!absl::SimpleAtoi(fields[kUserTicks], &user) || !absl::SimpleAtoi(fields[kSystemTicks], &system) ||
      !absl::SimpleAtoi(fields[kThreads], &figures.threads) ||
      !absl::SimpleAtoi(fields[kResidentPages], &figures.resident_pages)) {
    return absl::nullopt;
  }
  figures.cpu_ticks = user + system;
  return figures;
}

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> families;
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  using Type = prometheus::MetricType;
  if (const absl::optional<ProcessFigures> figures = ParseProcessStat(line)) {
    families.push_back(Family("process_resident_memory_bytes", "Memory of the process that is in RAM", Type::Gauge,
                              static_cast<double>(figures->resident_pages * ::sysconf(_SC_PAGESIZE))));
    families.push_back(Family("process_cpu_seconds_total", "Processor time that the process took", Type::Counter,
                              static_cast<double>(figures->cpu_ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK))));
    families.push_back(Family("process_threads", "Threads of the process", Type::Gauge, static_cast<double>(figures->threads)));
  }
  if (const absl::optional<int64_t> files = OpenFiles()) {
    families.push_back(Family("process_open_fds", "Open files and sockets", Type::Gauge, static_cast<double>(*files)));
  }
  return families;
}

}  // namespace redress::obs
