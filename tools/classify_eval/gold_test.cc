#include "tools/classify_eval/gold.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "libs/base/error.h"

namespace redress::classify_eval {
namespace {

TEST_CASE("a labelled text is read with all that is said of it", "[classify-eval]") {
  std::istringstream in(
      R"({"id":"a","text":"还没到","l1":"LOGISTICS","l2":null,"also":["AFTER_SALES/REFUND","OTHER"],"is_complaint":true,)"
      R"("lang":"zh","source":"shop/shampoo","selection":"random","tags":["short"]})"
      "\n\n"
      R"({"id":"b","text":"thanks","l1":"OTHER","l2":"PRAISE","is_complaint":false})");
  const std::vector<Gold> texts = ReadGold(in).value();
  REQUIRE(texts.size() == 2);
  CHECK(texts[0].l2.empty());
  CHECK(texts[0].also == std::vector<std::string>{"AFTER_SALES", "OTHER"});
  CHECK(texts[0].source == "shop");
  CHECK(texts[0].tags == std::vector<std::string>{"short"});
  CHECK(texts[1].l2 == "PRAISE");
  CHECK_FALSE(texts[1].is_complaint);
}

TEST_CASE("every bad line is named, and none is passed over", "[classify-eval]") {
  std::istringstream in(
      "{\n"
      R"({"id":"a","text":"x","l1":"OTHER","is_complaint":true})"
      "\n"
      R"({"id":"a","l1":"OTHER","is_complaint":true})"
      "\n"
      R"({"id":"a","text":"x","l1":"OTHER","is_complaint":"yes"})");
  const absl::Status status = ReadGold(in).status();
  CHECK(ReasonOf(status) == "INVALID_GOLD");
  for (const char* line : {"line 1:", "line 3:", "line 4:"}) CHECK(std::string(status.message()).find(line) != std::string::npos);
  CHECK(std::string(status.message()).find("line 2:") == std::string::npos);
}

TEST_CASE("a file without texts measures nothing", "[classify-eval]") {
  std::istringstream in(" \n\n");
  CHECK(ReasonOf(ReadGold(in).status()) == "INVALID_GOLD");
}

}  // namespace
}  // namespace redress::classify_eval
