// The log of a process: one JSON object a line on standard error, for a collector to read.
//   obs::Log(Level::kInfo, "complaint_stored", {{"complaint", obs::Id(name)}, {"count", n}, {"duration_ms", 1.2}});
// An event is a name in snake_case that is searched for, not a sentence. What a field may hold: log_line.h.
#pragma once

#include "absl/strings/string_view.h"
#include "libs/obs/log_line.h"

namespace redress::obs {

// Says which service the lines come from and the least level that is written (kInfo before the first call). A line takes a
// write to standard error and no more; call it at start. Thread safe.
void StartLog(absl::string_view service, Level least = Level::kInfo);

// Writes a line with the time, the service and the current trace. Of warnings and errors, an event passes ten times a second;
// the next that passes says how many were suppressed. Thread safe; lines never mix.
void Log(Level level, Literal event, Fields fields = {});

}  // namespace redress::obs
