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

TEST_CASE("a word of syllables has their sounds, as few as can be", "[classification]") {
  using Sounds = std::vector<uint64_t>;
  CHECK(SoundsOfWord(U"tuikuan") == Sounds{SoundOf(U'退'), SoundOf(U'款')});
  CHECK(SoundsOfWord(U"fu") == Sounds{SoundOf(U'服')});
  CHECK(SoundsOfWord(U"xian") == Sounds{SoundOf(U'先')});
  CHECK(SoundsOfWord(U"kefutaicha") == Sounds{SoundOf(U'客'), SoundOf(U'服'), SoundOf(U'太'), SoundOf(U'差')});
  const std::u32string_view none = GENERATE(as<std::u32string_view>(), U"", U"kf", U"tk", U"app", U"refund", U"a", U"Fu", U"4s",
                                            U"客fu", U"fufufufufufufufufufufufu");
  CHECK(SoundsOfWord(none).empty());
}

TEST_CASE("a character has a syllable in Latin letters", "[classification]") {
  CHECK(SyllableOf(U'客') == "ke");
  CHECK(SyllableOf(U'款') == "kuan");
  CHECK(SyllableOf(U'a').empty());
}

}  // namespace
}  // namespace redress::classification
