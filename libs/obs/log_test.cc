#include "libs/obs/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "libs/base/error.h"
#include "libs/base/personal.h"

namespace redress::obs {
namespace {

// Personal data cannot reach a line: none of the types that can hold a text is a value.
template <class T>
constexpr bool kLoggable = std::is_constructible_v<FieldValue, T> || std::is_constructible_v<Field, const char (&)[4], T>;
static_assert(!kLoggable<std::string>);
static_assert(!kLoggable<const std::string&>);
static_assert(!kLoggable<absl::string_view>);
static_assert(!kLoggable<const char*>);
static_assert(!kLoggable<char*>);
static_assert(!kLoggable<char (&)[8]>);
static_assert(!kLoggable<char>);
static_assert(!kLoggable<void*>);
static_assert(!kLoggable<Personal<std::string>>);
static_assert(!kLoggable<Personal<int>>);
static_assert(!std::is_convertible_v<std::string, Id>, "an id is wrapped by hand");
static_assert(kLoggable<int> && kLoggable<bool> && kLoggable<double> && kLoggable<Id> && kLoggable<const char (&)[8]>);

LogLine LineOf(Literal event) {
  return {BusinessTime::FromUnixMicros(1'763'800'000'000'000), Level::kInfo, event, "intake", TraceContext()};
}

// Sends standard error to a file while it lives.
class CapturedStderr {
 public:
  CapturedStderr() : saved_(dup(STDERR_FILENO)) {
    const int file = mkstemp(path_.data());
    dup2(file, STDERR_FILENO);
    close(file);
  }
  ~CapturedStderr() {
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    unlink(path_.c_str());
  }
  std::vector<std::string> Lines() const {
    std::ifstream file(path_);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

 private:
  std::string path_ = "/tmp/redress-log-test-XXXXXX";
  const int saved_;
};

TEST_CASE("A line is one JSON object that holds the fields with their types", "[obs]") {
  const std::string id = "complaints/261122-00012345-21";
  const auto json = nlohmann::json::parse(FormatLine(
      LineOf("complaint_stored"), {{"complaint", Id(id)}, {"count", 3}, {"ms", 1.25}, {"again", true}, {"via", "grpc"}}));
  CHECK(json["time"] == "2025-11-22T08:26:40Z");
  CHECK(json["level"] == "info");
  CHECK(json["event"] == "complaint_stored");
  CHECK(json["service"] == "intake");
  CHECK(json["complaint"] == id);
  CHECK(json["count"] == 3);
  CHECK(json["ms"] == 1.25);
  CHECK(json["again"] == true);
  CHECK(json["via"] == "grpc");
  CHECK_FALSE(json.contains("trace_id"));
  CHECK_FALSE(json.contains("suppressed"));
}

TEST_CASE("Odd values keep a line valid JSON", "[obs]") {
  const auto json = nlohmann::json::parse(FormatLine(LineOf("odd"), {{"infinite", std::numeric_limits<double>::infinity()},
                                                                     {"quoted", "a \"b\" \\ \n"},
                                                                     {"least", std::numeric_limits<int64_t>::min()},
                                                                     {"long", 0.1 + 0.2}}));
  CHECK(json["infinite"].is_null());
  CHECK(json["quoted"] == "a \"b\" \\ \n");
  CHECK(json["least"] == std::numeric_limits<int64_t>::min());
  CHECK(json["long"] == 0.3);
}

TEST_CASE("What is wrapped as an id but reads like a text is not shown", "[obs]") {
  const auto text = GENERATE(as<std::string>(), "my parcel is late", "快递丢了", "li.lei@example.com", "", "a\"b", "line\nbreak");
  CHECK(nlohmann::json::parse(FormatLine(LineOf("e"), {{"id", Id(text)}}))["id"] == "(not an id)");
  CHECK(nlohmann::json::parse(FormatLine(LineOf("e"), {{"id", Id(std::string(129, 'a'))}}))["id"] == "(not an id)");
}

TEST_CASE("An error is logged by code and reason, never by its message", "[obs]") {
  const absl::Status error = Error(absl::StatusCode::kUnavailable, "DATABASE_UNAVAILABLE", "secret");
  const std::string line = FormatLine(LineOf("failed"), {{"error", error}, {"plain", absl::NotFoundError("secret")}});
  CHECK(nlohmann::json::parse(line)["error"] == "UNAVAILABLE/DATABASE_UNAVAILABLE");
  CHECK(nlohmann::json::parse(line)["plain"] == "NOT_FOUND");
  CHECK(line.find("secret") == std::string::npos);
}

TEST_CASE("An event passes ten times a second, then tells how many were left out", "[obs]") {
  LineLimiter limiter;
  const MachineTime start = MachineClock::Now();
  for (int i = 0; i < LineLimiter::kBurst; ++i) CHECK(limiter.Admit("redis_lost", start) == 0);
  for (int i = 0; i < 90; ++i) CHECK_FALSE(limiter.Admit("redis_lost", start + absl::Milliseconds(999)).has_value());
  CHECK(limiter.Admit("other", start) == 0);
  CHECK(limiter.Admit("redis_lost", start + absl::Seconds(1)) == 90);
  CHECK(limiter.Admit("redis_lost", start + absl::Seconds(1)) == 0);
}

TEST_CASE("Log writes whole lines from many threads, each with its own trace", "[obs]") {
  constexpr int kThreads = 8;
  constexpr int kLines = 200;
  std::map<std::string, int> lines_of_trace;
  {
    const CapturedStderr captured;
    StartLog("routing");
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([] {
        const TraceScope scope(TraceContext::NewTrace());
        for (int i = 0; i < kLines; ++i) Log(Level::kInfo, "offered", {{"item", Id("workItems/7")}, {"round", i}});
        Log(Level::kDebug, "too_fine");
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& line : captured.Lines()) {
      const auto json = nlohmann::json::parse(line);
      REQUIRE(json["event"] == "offered");
      REQUIRE(json["service"] == "routing");
      ++lines_of_trace[json["trace_id"]];
    }
  }
  REQUIRE(lines_of_trace.size() == kThreads);
  for (const auto& [trace, count] : lines_of_trace) CHECK(count == kLines);
}

TEST_CASE("Repeated failures do not flood the log", "[obs]") {
  size_t count = 0;
  {
    const CapturedStderr captured;
    for (int i = 0; i < 1000; ++i) Log(Level::kError, "store_failed");
    count = captured.Lines().size();
  }
  CHECK(count >= LineLimiter::kBurst);
  CHECK(count < 1000);
}

}  // namespace
}  // namespace redress::obs
