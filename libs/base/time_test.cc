#include "libs/base/time.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "libs/base/error.h"
#include "libs/base/uuid.h"

namespace redress {
namespace {

BusinessTime Micros(int64_t micros) {
  return BusinessTime::FromUnixMicros(micros);
}

TEST_CASE("A time of RFC 3339 is read to the microsecond", "[base]") {
  const auto [text, micros] = GENERATE(table<std::string, int64_t>({
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01t00:00:00z", 0},
      {"1970-01-01T08:00:00+08:00", 0},
      {"1969-12-31T19:00:00-05:00", 0},
      {"1970-01-01T00:00:00-00:00", 0},
      {"1970-01-01T00:00:00.5Z", 500'000},
      {"1970-01-01T00:00:00.000001Z", 1},
      {"1970-01-01T00:00:00.123456789Z", 123'456},
      {"1969-12-31T23:59:59.999999Z", -1},
      {"2024-02-29T23:59:59Z", 1'709'251'199'000'000},
      {"2000-02-29T00:00:00Z", 951'782'400'000'000},
      {"1970-01-02T00:00:00+23:59", 60'000'000},
      {"0001-01-01T00:00:00Z", -62'135'596'800'000'000},
      {"9999-12-31T23:59:59.999999Z", 253'402'300'799'999'999},
  }));
  CHECK(BusinessTime::ParseRfc3339(text).value() == Micros(micros));
}

TEST_CASE("What is no time of RFC 3339 is refused", "[base]") {
  const auto text = GENERATE(
      as<std::string>(), "", "2026", "2026-11-22", "2026-11-22T08:27Z", "2026-11-22T08:27:00", "2026-11-22 08:27:00Z",
      "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
      "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2016-12-31T23:59:60Z",
      "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00,5Z", "2026-01-01T00:00:00+24:00",
      "2026-01-01T00:00:00+08:60", "2026-01-01T00:00:00+0800", "2026-01-01T00:00:00+08", "2026-01-01T00:00:00Z ",
      " 2026-01-01T00:00:00Z", "26-01-01T00:00:00Z", "+2026-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z",
      "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "２026-01-01T00:00:00Z");
  const absl::Status refused = BusinessTime::ParseRfc3339(text).status();
  CHECK(refused.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(refused) == "INVALID_TIME");
}

TEST_CASE("A time is written with as much fraction as it needs, and reads back", "[base]") {
  const auto [micros, text] = GENERATE(table<int64_t, std::string>({
      {0, "1970-01-01T00:00:00Z"},
      {1, "1970-01-01T00:00:00.000001Z"},
      {1'500'000, "1970-01-01T00:00:01.500Z"},
      {-1, "1969-12-31T23:59:59.999999Z"},
      {-1'000'000, "1969-12-31T23:59:59Z"},
      {-62'135'596'800'000'000, "0001-01-01T00:00:00Z"},
      {253'402'300'799'999'999, "9999-12-31T23:59:59.999999Z"},
  }));
  CHECK(Micros(micros).ToRfc3339() == text);
  CHECK(BusinessTime::ParseRfc3339(text).value() == Micros(micros));
}

TEST_CASE("Times add durations and stop at the ends", "[base]") {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  CHECK(Micros(5) + absl::Seconds(1) == Micros(1'000'005));
  CHECK(Micros(5) - absl::Seconds(1) == Micros(-999'995));
  CHECK(Micros(10) - Micros(4) == absl::Microseconds(6));
  CHECK(Micros(1) < Micros(2));
  CHECK(Micros(1) + absl::InfiniteDuration() == Micros(kMost));
  CHECK(Micros(kMost) + absl::Microseconds(1) == Micros(kMost));
  CHECK(Micros(-1) - absl::InfiniteDuration() == Micros(std::numeric_limits<int64_t>::min()));
}

TEST_CASE("The day of a moment depends on the zone", "[base]") {
  const BusinessTime evening = BusinessTime::ParseRfc3339("2026-11-22T16:00:00Z").value();
  CHECK(evening.DayIn(absl::UTCTimeZone()) == absl::CivilDay(2026, 11, 22));
  CHECK(evening.DayIn(absl::FixedTimeZone(8 * 3600)) == absl::CivilDay(2026, 11, 23));
}

TEST_CASE("A stepped source moves only when it is told to", "[base]") {
  SteppedTimeSource source(Micros(100));
  const TimeSource& seen = source;
  CHECK(seen.Now() == Micros(100));
  source.Advance(absl::Microseconds(5));
  CHECK(seen.Now() == Micros(105));
  source.Set(Micros(7));
  CHECK(seen.Now() == Micros(7));
}

TEST_CASE("The system's source goes on", "[base]") {
  const BusinessTime first = SystemTimeSource().Now();
  CHECK(first > BusinessTime::ParseRfc3339("2025-01-01T00:00:00Z").value());
  CHECK(SystemTimeSource().Now() >= first);
}

// A path in the folder for temporary files, removed at the end.
class TempPath {
 public:
  ~TempPath() { std::filesystem::remove(path_); }
  const std::string& get() const { return path_; }

 private:
  const std::string path_ = std::filesystem::temp_directory_path() / ("redress-time-" + Uuid::Random().ToString());
};

TEST_CASE("A shared source is stepped for every process of the stack", "[base]") {
  const TempPath path;
  const auto stepper = SharedTimeSource::Open(path.get(), SharedTimeSource::Access::kStep).value();
  const auto reader = OpenTimeSource("file:" + path.get()).value();
  CHECK(stepper->Now() > BusinessTime::ParseRfc3339("2025-01-01T00:00:00Z").value());
  CHECK(reader->Now() == stepper->Now());
  stepper->Set(Micros(1000));
  const pid_t child = fork();
  if (child == 0) {
    const auto other = SharedTimeSource::Open(path.get(), SharedTimeSource::Access::kStep);
    if (!other.ok() || (*other)->Now() != Micros(1000)) _exit(1);
    (*other)->Advance(absl::Microseconds(7));
    _exit(0);
  }
  int result = -1;
  waitpid(child, &result, 0);
  CHECK(result == 0);
  CHECK(reader->Now() == Micros(1007));
}

TEST_CASE("Processes that open a missing shared source at once agree on the time", "[base]") {
  const TempPath path;
  std::vector<BusinessTime> seen(8);
  std::vector<std::thread> threads;
  for (BusinessTime& time : seen) {
    threads.emplace_back([&] { time = OpenTimeSource("file:" + path.get()).value()->Now(); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const BusinessTime& time : seen) CHECK(time == seen.front());
}

TEST_CASE("What is no time source is refused", "[base]") {
  CHECK(OpenTimeSource("system").ok());
  for (const char* const spec : {"", "System", "file:", "clock", "/tmp/x"}) {
    CHECK(ReasonOf(OpenTimeSource(spec).status()) == "INVALID_TIME_SOURCE");
  }
  CHECK(ReasonOf(OpenTimeSource("file:/nonexistent/time").status()) == "TIME_FILE");
  const TempPath path;
  std::ofstream(path.get()) << "short";
  CHECK(ReasonOf(OpenTimeSource("file:" + path.get()).status()) == "TIME_FILE");
}

}  // namespace
}  // namespace redress
