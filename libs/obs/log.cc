#include "libs/obs/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <memory>
#include <mutex>
#include <string>

namespace redress::obs {
namespace {

// What the lines of a process share. Never destroyed: threads may log while the process ends.
struct Shared {
  spdlog::logger sink{"redress", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
  std::mutex mutex;
  std::string service = "redress";  // guarded by mutex
  LineLimiter limiter;              // guarded by mutex

  Shared() { sink.set_pattern("%v"); }
};

Shared& TheLog() {
  static auto* const shared = new Shared();
  return *shared;
}

spdlog::level::level_enum ToSpdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

void StartLog(absl::string_view service, Level least) {
  Shared& log = TheLog();
  const std::lock_guard lock(log.mutex);
  log.service = std::string(service);
  log.sink.set_level(ToSpdlog(least));
}

void Log(Level level, Literal event, Fields fields) {
  Shared& log = TheLog();
  if (!log.sink.should_log(ToSpdlog(level))) return;
  LogLine line{SystemTimeSource().Now(), level, event, {}, CurrentTrace()};
  std::string service;
  {
    const std::lock_guard lock(log.mutex);
    if (level >= Level::kWarning) {
      const absl::optional<int64_t> suppressed = log.limiter.Admit(event.view(), MachineClock::Now());
      if (!suppressed) return;
      line.suppressed = *suppressed;
    }
    service = log.service;
  }
  line.service = service;
  log.sink.log(ToSpdlog(level), spdlog::string_view_t(FormatLine(line, fields)));
}

}  // namespace redress::obs
