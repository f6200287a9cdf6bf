#include "services/classification/models/held_out.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "libs/base/error.h"
#include "libs/base/uuid.h"

namespace redress::classification {
namespace {

std::string Write(const std::string& content) {
  const std::string path = (std::filesystem::temp_directory_path() / ("held-out-" + Uuid::Random().ToString())).string();
  std::ofstream(path) << content;
  return path;
}

TEST_CASE("labelled texts are read, and a line that is none is named", "[classification]") {
  const std::string good = Write(
      "{\"text\": \"a\", \"gold\": {\"l1\": \"X\", \"l2\": \"Y\", \"also\": [\"Z/W\", \"V\"]}}\n\n"
      "{\"text\": \"b\", \"gold\": {\"l1\": \"X\"}}\n");
  const std::vector<HeldOutText> texts = ReadHeldOut(good).value();
  REQUIRE(texts.size() == 2);
  CHECK(texts[0].text == "a");
  CHECK(texts[0].label.tag == TagName{"X", "Y"});
  CHECK(texts[0].label.also == std::vector<std::string>{"Z", "V"});
  CHECK(texts[1].label.tag == TagName{"X", ""});
  const std::string bad = Write("{\"text\": \"a\", \"gold\": {\"l1\": \"X\"}}\n{\"text\": \"b\"}\n");
  const absl::Status status = ReadHeldOut(bad).status();
  CHECK(ReasonOf(status) == "DATA_FILE");
  CHECK(std::string(status.message()).find("line 2") != std::string::npos);
  CHECK(ReadHeldOut("/nonexistent").value().empty());
  std::filesystem::remove(good);
  std::filesystem::remove(bad);
}

TEST_CASE("the model knows how it found the texts that it was trained on", "[classification]") {
  const auto classifier = Classifier::Load(REDRESS_SOURCE "/services/classification/data", REDRESS_MODEL_DIR).value();
  const SeenTexts& seen = classifier->model().parts().seen;
  double sum = 0;
  for (const double share : seen.first_levels) {
    CHECK(share > 0.02);
    sum += share;
  }
  CHECK(std::abs(sum - 1) < 1e-9);
  CHECK(seen.abstained > 0.1);
  CHECK(seen.abstained < 0.6);
  CHECK(seen.unknown_words > 0);
  CHECK(seen.unknown_words < 0.2);
  CHECK(classifier->UnknownShare("zxqv wqzzk 退款") > seen.unknown_words);
  CHECK(classifier->UnknownShare("") == 0);
}

}  // namespace
}  // namespace redress::classification
