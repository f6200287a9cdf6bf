#include "libs/obs/process_metrics.h"

#include <prometheus/text_serializer.h>

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"

namespace redress::obs {
namespace {

// The fields after the program's name, of proc(5).
constexpr char kFields[] =
    " S 1 2 3 4 5 6 7 8 9 10 1500 250 13 14 15 16 12 18 19 20 34567 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38";

TEST_CASE("The line of /proc is read whatever the program is called", "[obs]") {
  const std::string name = GENERATE("redress-intake", "a b", "a) S 9 9", "(((", ")");
  CHECK(ParseProcessStat(absl::StrCat("4711 (", name, ")", kFields)) == ProcessFigures{1750, 12, 34567});
}

TEST_CASE("What is no such line gives nothing", "[obs]") {
  const std::string line = GENERATE("", "4711", "4711 (a) S 1 2 3", "4711 (a) S 1 2 3 4 5 6 7 8 9 10 x 1 1 1 1 1 1 1 1 1 1 1 1");
  CHECK(ParseProcessStat(line) == absl::nullopt);
}

TEST_CASE("This process uses memory, time, a thread and files", "[obs]") {
  std::map<std::string, double> values;
  for (const prometheus::MetricFamily& family : ProcessMetrics().Collect()) {
    REQUIRE(family.metric.size() == 1);
    values[family.name] =
        family.type == prometheus::MetricType::Counter ? family.metric[0].counter.value : family.metric[0].gauge.value;
  }
  CHECK(values.size() == 4);
  CHECK(values["process_resident_memory_bytes"] > 1e6);
  CHECK(values["process_cpu_seconds_total"] >= 0);
  CHECK(values["process_threads"] >= 1);
  CHECK(values["process_open_fds"] >= 3);
}

}  // namespace
}  // namespace redress::obs
