#include "services/classification/models/held_out.h"

#include <catch2/catch.hpp>
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

TEST_CASE("the reference is what a model makes of the held-out texts", "[classification]") {
  const auto classifier = Classifier::Load(REDRESS_SOURCE "/services/classification/data", REDRESS_MODEL_DIR).value();
  const std::vector<HeldOutText> texts = ReadHeldOut(REDRESS_MODEL_DIR "/held_out.jsonl").value();
  REQUIRE(texts.size() > 300);
  const Reference reference = ReferenceOf(*classifier, texts);
  double sum = 0;
  for (const double count : reference.label_counts) sum += count;
  CHECK(sum == static_cast<double>(texts.size()));
  CHECK(reference.abstained_share > 0);
  CHECK(reference.abstained_share < 0.5);
  CHECK(reference.unknown_share < 0.2);
  CHECK(classifier->UnknownShare("zxqv wqzzk 退款") > reference.unknown_share);
  CHECK(classifier->UnknownShare("") == 0);
  CHECK(ReferenceOf(*classifier, {}).abstained_share == 0);
}

}  // namespace
}  // namespace redress::classification
