#include "tools/demo_client/json_view.h"

#include <catch2/catch.hpp>

#include "tools/demo_client/test_results.h"

namespace redress::demo {

TEST_CASE("ToJson writes what programs read", "[demo]") {
  const auto json = ToJson({StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED"), RejectedResult(7, "text: is required")});
  const auto& entry = json["complaints"][0];
  CHECK(entry["number"] == "261122-00000001-23");
  CHECK(entry["channel"] == "APP");
  CHECK(entry["l1"] == "LOGISTICS");
  CHECK(entry["l2"] == "DELAYED");
  CHECK(entry["confidence"] == 0.93);
  CHECK(entry["severity"] == "URGENT");
  CHECK(entry["signals"] == std::vector<std::string>{"emotion:furious"});
  CHECK(entry["team"] == "logistics");
  CHECK(entry["agent"] == "a-wang-lei");
  CHECK(entry["state"] == "ACCEPTED");
  CHECK(json["rejected"] == nlohmann::json::parse(R"([{"line": 7, "reasons": ["text: is required"]}])"));
}

TEST_CASE("ToJson has no tag for what is in triage", "[demo]") {
  Result result = StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED");
  result.watched.prediction.set_abstained(true);
  const auto entry = ToJson({result})["complaints"][0];
  CHECK(entry["l1"].is_null());
  CHECK(entry["l2"].is_null());
  CHECK(entry["confidence"] == 0.93);
}

TEST_CASE("ToJson of nothing has both lists", "[demo]") {
  CHECK(ToJson({}).dump() == R"({"complaints":[],"rejected":[]})");
}

}  // namespace redress::demo
