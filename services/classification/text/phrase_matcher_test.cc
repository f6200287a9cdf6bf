#include "services/classification/text/phrase_matcher.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

TEST_CASE("the longest entry of a list wins and covers what it holds", "[classification]") {
  PhraseMatcher matcher;
  matcher.Add(U"正品", 0, 1);
  matcher.Add(U"不是正品", 0, 2);
  CHECK(matcher.Find(U"这不是正品,说是正品") == std::vector<PhraseHit>{{0, 2, 1, 5}, {0, 1, 8, 10}});
}

TEST_CASE("an entry without a hit covers what stands in its middle", "[classification]") {
  PhraseMatcher matcher;
  matcher.Add(U"过敏", 0, 0);
  matcher.Add(U"不过敏", 0, PhraseMatcher::kNoHit);
  CHECK(matcher.Find(U"不过敏").empty());
  CHECK(matcher.Find(U"脸过敏了") == std::vector<PhraseHit>{{0, 0, 1, 3}});
}

TEST_CASE("lists do not see each other", "[classification]") {
  PhraseMatcher matcher;
  matcher.Add(U"冒烟", 0, 0);
  matcher.Add(U"充电器冒烟", 1, 0);
  CHECK(matcher.Find(U"充电器冒烟") == std::vector<PhraseHit>{{1, 0, 0, 5}, {0, 0, 3, 5}});
}

TEST_CASE("words of scripts with spaces are matched whole", "[classification]") {
  PhraseMatcher matcher;
  for (const char32_t* entry : {U"fire", U"caught fire", U"12315", U"b站"}) matcher.Add(entry, 0, 0);
  const auto [text, hits] = GENERATE(table<std::u32string, size_t>({
      {U"it caught fire.", 1},
      {U"they fired me", 0},
      {U"campfire", 0},
      {U"打12315投诉", 1},
      {U"电话4001231500", 0},
      {U"发b站", 1},
      {U"ab站", 0},
      {U"FIRE", 0},  // entries and text come normalised
  }));
  CHECK(matcher.Find(text).size() == hits);
}

TEST_CASE("a number of any length may stand in an entry", "[classification]") {
  PhraseMatcher matcher;
  const std::u32string number(1, PhraseMatcher::kAnyNumber);
  matcher.Add(U"粉丝" + number + U"万", 0, 0);
  matcher.Add(number + U"万粉", 0, 0);
  matcher.Add(U"12315", 0, 1);
  CHECK(matcher.Find(U"粉丝46万") == std::vector<PhraseHit>{{0, 0, 0, 5}});
  CHECK(matcher.Find(U"粉丝1.5万了") == std::vector<PhraseHit>{{0, 0, 0, 6}});
  CHECK(matcher.Find(U"有12万粉") == std::vector<PhraseHit>{{0, 0, 1, 5}});
  CHECK(matcher.Find(U"打12315") == std::vector<PhraseHit>{{0, 1, 1, 6}});
  CHECK(matcher.Find(U"粉丝很多").empty());
}

TEST_CASE("a number longer than any sentence holds is none", "[classification]") {
  PhraseMatcher matcher;
  matcher.Add(std::u32string(1, PhraseMatcher::kAnyNumber) + U"万粉", 0, 0);
  CHECK(matcher.Find(std::u32string(20'000, U'1') + U"万粉").empty());
  std::u32string decimals;
  while (decimals.size() < 20'000) decimals += U"1.";
  CHECK(matcher.Find(decimals).empty());
}

}  // namespace
}  // namespace redress::classification
