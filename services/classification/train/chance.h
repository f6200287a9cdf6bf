// Chance in training: the generator is given, so that the same seed gives the same model.
#pragma once

#include <random>

namespace redress::classification {

// True in this share (0 to 1) of the draws.
inline bool Draw(std::mt19937* random, double share) {
  constexpr double kDraws = 4294967296.0;  // that a generator can give
  return (*random)() < share * kDraws;
}

}  // namespace redress::classification
