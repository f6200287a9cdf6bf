#include "services/casework/domain/signals.h"

#include <catch2/catch.hpp>

namespace redress::casework {
namespace {

using Signals = std::vector<Signal>;

TEST_CASE("A union has each signal once, in one order whatever came first", "[casework]") {
  const Signals a = {{"safety", "fire"}, {"emotion", "upset"}}, b = {{"emotion", "upset"}, {"emotion", "calm"}};
  const Signals both = {{"emotion", "calm"}, {"emotion", "upset"}, {"safety", "fire"}};
  CHECK(UnionOf(a, b) == both);
  CHECK(UnionOf(b, a) == both);
  CHECK(UnionOf(both, {}) == both);
  CHECK(UnionOf({}, {}).empty());
}

TEST_CASE("A signal is written as kind and value, and read back", "[casework]") {
  CHECK(TextOf({"safety", "fire"}) == "safety:fire");
  for (const Signal& signal : Signals{{"safety", "fire"}, {"safety", ""}, {"intent", "a:b"}}) {
    CHECK(SignalOf(TextOf(signal)) == signal);
  }
}

TEST_CASE("The most agitated emotion counts; other kinds say nothing of it", "[casework]") {
  CHECK(EmotionOf({}).empty());
  CHECK(EmotionOf({{"safety", "furious"}}).empty());
  CHECK(EmotionOf({{"emotion", "calm"}}) == "calm");
  CHECK(EmotionOf({{"emotion", "calm"}, {"emotion", "upset"}}) == "upset");
  CHECK(EmotionOf({{"emotion", "upset"}, {"emotion", "calm"}, {"emotion", "furious"}}) == "furious");
}

TEST_CASE("Media are the press and reach, not every risk of escalation", "[casework]") {
  CHECK(AnyMedia({{"escalation_risk", "media"}}));
  CHECK(AnyMedia({{"safety", "fire"}, {"escalation_risk", "reach"}}));
  CHECK_FALSE(AnyMedia({{"escalation_risk", "high"}}));
  CHECK_FALSE(AnyMedia({{"safety", "media"}}));
}

}  // namespace
}  // namespace redress::casework
