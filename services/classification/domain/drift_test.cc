#include "services/classification/domain/drift.h"

#include <catch2/catch.hpp>
#include <cmath>

namespace redress::classification {
namespace {

TEST_CASE("the stability index tells how far two distributions are apart", "[classification]") {
  CHECK(StabilityIndex({1, 1}, {50, 50}) == Approx(0));
  CHECK(StabilityIndex({0.5, 0.5}, {0.6, 0.4}) == Approx(0.1 * std::log(1.2) - 0.1 * std::log(0.8)));
  CHECK(StabilityIndex({0.6, 0.4}, {0.5, 0.5}) == Approx(StabilityIndex({0.5, 0.5}, {0.6, 0.4})));
  CHECK(StabilityIndex({1, 0}, {0, 1}) > 5);  // finite, too
  CHECK(StabilityIndex({}, {}) == 0);
  CHECK(StabilityIndex({0, 0}, {1, 1}) == 0);
  CHECK(StabilityIndex({1, 1}, {0, 0}) == 0);
}

TEST_CASE("what came long ago fades", "[classification]") {
  DriftWindow window(2, 100);
  for (int i = 0; i < 1000; ++i) window.Add(0, true, 1.0);
  CHECK(window.weight() == Approx(100).epsilon(0.01));
  CHECK(window.abstained_share() == Approx(1));
  for (int i = 0; i < 1000; ++i) window.Add(1, false, 0.0);
  CHECK(window.label_weights()[0] < 0.01);
  CHECK(window.label_weights()[1] == Approx(100).epsilon(0.01));
  CHECK(window.abstained_share() < 0.001);
  CHECK(window.unknown_share() < 0.001);
}

TEST_CASE("texts whose words were not looked at say nothing of unknown words", "[classification]") {
  DriftWindow window(1, 100);
  window.Add(0, false, 0.5);
  window.Add(0, false, -1);
  CHECK(window.unknown_share() == 0.5);
  CHECK(window.weight() == Approx(1.99));
}

}  // namespace
}  // namespace redress::classification
