#include "services/classification/text/sounds.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

TEST_CASE("characters of one sound have one number, whatever their tone", "[classification]") {
  CHECK(SoundOf(U'退') == SoundOf(U'腿'));
  CHECK(SoundOf(U'款') == SoundOf(U'宽'));
  CHECK(SoundOf(U'慢') == SoundOf(U'满'));
  CHECK(SoundOf(U'退') != SoundOf(U'款'));
  CHECK(SoundOf(U'发') != 0);
}

TEST_CASE("what is no character has no sound", "[classification]") {
  for (const char32_t c : {U'a', U'1', U'。', U'あ', U'😀', U'\0'}) CHECK(SoundOf(c) == 0);
}

}  // namespace
}  // namespace redress::classification
