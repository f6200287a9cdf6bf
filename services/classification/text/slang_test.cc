#include "services/classification/text/slang.h"

#include <catch2/catch.hpp>
#include <utility>

#include "services/classification/text/common_words.h"
#include "services/classification/text/normalise.h"
#include "services/classification/text/sounds.h"
#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

NormalText Normal(absl::string_view text) {
  static const auto& normaliser = *Normaliser::Create()->release();
  return normaliser.Normalise(text);
}

TEST_CASE("slang becomes the word that it stands for, in Chinese texts", "[classification]") {
  const auto [typed, meant] = GENERATE(table<const char*, const char*>({
      {"找kf没人理", "找客服没人理"},
      {"KF不理人，tk也不给", "客服不理人，退款也不给"},
      {"kefu太差", "客服太差"},
      {"这拉圾东东木有用", "这垃圾东西没有用"},
      {"退kuan！", "退款！"},
      // Syllables of common words, the characters beside them Chinese, and of the commonest characters.
      {"jin天才到", "今天才到"},
      {"yan色不对", "颜色不对"},
      {"wo的dianhua打不通", "我的电话打不通"},
      {"zm回事，bzd", "怎么回事，bzd"},
      {"不给退le", "不给退了"},
      {"包装 de luxe", "包装 de luxe"},
      {"买了name牌", "买了name牌"},
      // Part of a longer word or number it is nothing.
      {"型号kf200", "型号kf200"},
      {"买了dds", "买了dds"},
      // A text in Latin letters is not Chinese.
      {"td bank and jd sports", "td bank and jd sports"},
      {"", ""},
  }));
  CAPTURE(typed);
  CHECK(EncodeUtf8(Normal(typed).chars) == EncodeUtf8(Normal(meant).chars));
}

TEST_CASE("what was found in a word that was put in is shown as it was typed", "[classification]") {
  const NormalText text = Normal("找kf没人");
  REQUIRE(text.chars == U"找客服没人");
  CHECK(text.received_length == 5);
  CHECK(text.SourceOf(1, 2) == Span{1, 3});
  CHECK(text.SourceOf(1, 3) == Span{1, 3});
  CHECK(text.SourceOf(3, 5) == Span{3, 5});
}

TEST_CASE("the common words are Chinese that can be spelt, in pairs and with a blank behind each", "[classification]") {
  CHECK(CommonPairs().size() % 2 == 0);
  CHECK(CommonAbbreviated().back() == U' ');
  for (const std::u32string_view all : {CommonCharacters(), CommonAbbreviated(), CommonPairs()}) {
    for (const char32_t c : all) {
      CAPTURE(static_cast<uint32_t>(c));
      CHECK((c == U' ' || !SyllableOf(c).empty()));
    }
  }
}

}  // namespace
}  // namespace redress::classification
