// The model of this build against the complaints of tests/data, which no model is trained on.
#include "services/classification/engine/classifier.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

namespace redress::classification {
namespace {

using Json = nlohmann::json;

const Classifier& Shared() {
  static const auto& classifier =
      *Classifier::Load(REDRESS_SOURCE "/services/classification/data", REDRESS_MODEL_DIR).value().release();
  return classifier;
}

struct Gold {
  Content content;
  Json gold;
};

std::vector<Gold> ReadGold() {
  std::vector<Gold> complaints;
  std::ifstream file(REDRESS_SOURCE "/tests/data/complaints.jsonl");
  for (std::string line; std::getline(file, line);) {
    const Json json = Json::parse(line);
    Content content{json["text"], json["channel"] == "REGULATOR", 0, absl::nullopt};
    if (json.contains("customer")) content.vip_level = json["customer"].value("vip_level", 0);
    if (json.contains("amount_paid_minor")) {
      content.amount_paid = Money{json["amount_paid_minor"], Currency::Parse(json.value("currency_code", "CNY")).value()};
    }
    complaints.push_back({content, json["gold"]});
  }
  return complaints;
}

// True where a careful reader accepts the first level.
bool Agrees(const Prediction& prediction, const Json& gold) {
  if (gold["l1"] == prediction.tag.l1) return true;
  for (const std::string also : gold["also"]) {
    if (also.substr(0, also.find('/')) == prediction.tag.l1) return true;
  }
  return false;
}

Prediction Classify(const std::string& text) {
  return Shared().Classify({text, false, 0, absl::nullopt});
}

TEST_CASE("the shipped model agrees with people where it does not abstain, and mostly where it does", "[classification]") {
  int decided = 0, decided_right = 0, right = 0, total = 0;
  for (const Gold& complaint : ReadGold()) {
    const Prediction prediction = Shared().Classify(complaint.content);
    const bool agrees = Agrees(prediction, complaint.gold);
    ++total;
    right += agrees;
    decided += !prediction.abstained;
    decided_right += !prediction.abstained && agrees;
  }
  CAPTURE(total, right, decided, decided_right);
  REQUIRE(total > 300);
  CHECK(right >= 0.85 * total);
  CHECK(decided >= 0.6 * total);
  CHECK(decided_right >= 0.95 * decided);
}

TEST_CASE("no danger is overlooked, whatever the model says", "[classification]") {
  for (const Gold& complaint : ReadGold()) {
    if (complaint.gold["severity"] != "CRITICAL") continue;
    CAPTURE(complaint.content.text);
    CHECK(Shared().Classify(complaint.content).severity.severity == Severity::kCritical);
  }
}

TEST_CASE("the width and kind of punctuation change nothing", "[classification]") {
  const Prediction plain = Classify("快递员态度差,东西扔门口,还骂人.怎么处理?");
  const std::string text =
      GENERATE(as<std::string>(), "快递员态度差，东西扔门口，还骂人。怎么处理？", "快递员态度差、东西扔门口；还骂人！怎么处理～",
               "快递员态度差 东西扔门口 还骂人 怎么处理", "「快递员态度差」「东西扔门口」还骂人……怎么处理");
  const Prediction other = Classify(text);
  CHECK(other.tag == plain.tag);
  CHECK(other.runner_up == plain.runner_up);
  CHECK(other.confidence == Approx(plain.confidence).epsilon(1e-12));
}

TEST_CASE("traditional characters, width and case change nothing", "[classification]") {
  const Prediction plain = Classify("app登录不了,验证码收不到");
  const Prediction other = Classify("ＡＰＰ登錄不了，驗證碼收不到");
  CHECK(other.tag == plain.tag);
  CHECK(other.confidence == Approx(plain.confidence).epsilon(1e-12));
  CHECK(other.deciding_spans == plain.deciding_spans);
}

TEST_CASE("a prediction is complete and within the taxonomy for whatever text", "[classification]") {
  const std::string text =
      GENERATE(as<std::string>(), "", " ", "?", "😡", "\xff\xfe", std::string(60'000, 'a'), "退", "ok", "Привет");
  const Prediction prediction = Classify(text);
  CHECK(Shared().taxonomy().Find(prediction.tag).ok());
  CHECK(Shared().taxonomy().Find(prediction.runner_up).ok());
  CHECK(prediction.tag.l1 != prediction.runner_up.l1);
  CHECK(prediction.confidence >= prediction.runner_up_confidence);
  CHECK(prediction.confidence <= 1);
  CHECK_FALSE(prediction.team.empty());
  CHECK(prediction.model_version.size() == 16);
}

TEST_CASE("a guess that a text is no complaint does not lower its severity", "[classification]") {
  const Prediction prediction = Shared().Classify({"?", true, 0, absl::nullopt});
  REQUIRE(prediction.abstained);
  CHECK(prediction.severity.severity == Severity::kCritical);
}

}  // namespace
}  // namespace redress::classification
