#include "services/classification/domain/signals.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

TEST_CASE("of the emotions the strongest is told, calm where there is none", "[classification]") {
  const Signal furious{"emotion", "furious", {{0, 2}}}, upset{"emotion", "upset", {{3, 5}}};
  CHECK(SettleSignals({upset, furious}) == std::vector<Signal>{furious});
  CHECK(SettleSignals({upset}) == std::vector<Signal>{upset});
  CHECK(SettleSignals({}) == std::vector<Signal>{{"emotion", "calm", {}}});
}

TEST_CASE("other signals stand beside each other, in the order of their kinds", "[classification]") {
  const Signal fire{"safety", "fire", {{4, 6}}}, child{"safety", "child", {{0, 2}}}, media{"escalation_risk", "media", {{7, 9}}};
  CHECK(SettleSignals({child, media, fire}) == std::vector<Signal>{{"emotion", "calm", {}}, media, fire, child});
}

TEST_CASE("a signal is asked for by kind, or by kind and value", "[classification]") {
  const std::vector<Signal> signals{{"safety", "fire", {}}};
  CHECK(HasSignal(signals, "safety"));
  CHECK(HasSignal(signals, "safety", "fire"));
  CHECK_FALSE(HasSignal(signals, "safety", "child"));
  CHECK_FALSE(HasSignal(signals, "intent"));
}

}  // namespace
}  // namespace redress::classification
