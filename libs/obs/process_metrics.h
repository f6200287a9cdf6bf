// What the process costs the machine: memory, processor time, threads, open files; read from /proc when somebody asks. The names
// are those that Prometheus' own client libraries use, so that one panel shows ours beside the exporters.
#pragma once

#include <prometheus/collectable.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace redress::obs {

struct ProcessFigures {
  int64_t cpu_ticks = 0;
  int64_t threads = 0;
  int64_t resident_pages = 0;
  friend bool operator==(const ProcessFigures&, const ProcessFigures&) = default;
};

// From the line of /proc/<pid>/stat; nothing where it is no such line. The program's name in it may hold blanks and brackets.
absl::optional<ProcessFigures> ParseProcessStat(absl::string_view line);

// Thread safe: it has no state. Where /proc cannot be read, it gives nothing.
class ProcessMetrics : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace redress::obs
