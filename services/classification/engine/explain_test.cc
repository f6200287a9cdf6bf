#include "services/classification/engine/explain.h"

#include <catch2/catch.hpp>
#include <cmath>

namespace redress::classification {
namespace {

const Classifier& Shared() {
  static const auto& classifier =
      *Classifier::Load(REDRESS_SOURCE "/services/classification/data", REDRESS_MODEL_DIR).value().release();
  return classifier;
}

TEST_CASE("the words that decided are told in the customer's own spelling", "[classification]") {
  const std::string text = GENERATE(as<std::string>(), "退款一直不到帳，客服也不理", "My REFUND never came, six weeks now");
  const Explanation explanation = Explain(Shared(), text);
  const Prediction prediction = Shared().Classify({text, false, 0, absl::nullopt});
  CHECK(explanation.tag == prediction.tag);
  CHECK(explanation.runner_up == prediction.runner_up);
  CHECK(explanation.log_odds > 0);
  REQUIRE_FALSE(explanation.words.empty());
  CHECK(explanation.words.size() <= 20);
  bool refund = false;
  for (size_t i = 0; i < explanation.words.size(); ++i) {
    const WordSaid& word = explanation.words[i];
    CHECK(text.find(word.text) != std::string::npos);
    CHECK(word.span.begin < word.span.end);
    if (i > 0) CHECK(std::abs(word.contribution) <= std::abs(explanation.words[i - 1].contribution));
    refund = refund || word.text == "退款" || word.text == "REFUND";
  }
  CHECK(refund);
}

TEST_CASE("whatever comes is explained, in bounded time", "[classification]") {
  const std::string text = GENERATE(as<std::string>(), "", " ", "？！", "\xff\xfe", std::string(60'000, 'a'), "退");
  CHECK(Explain(Shared(), text).words.size() <= 20);
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "refund ";
  CHECK(Explain(Shared(), many).words.size() <= 20);
}

}  // namespace
}  // namespace redress::classification
