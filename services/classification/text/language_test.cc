#include "services/classification/text/language.h"

#include <catch2/catch.hpp>

#include "services/classification/text/normalise.h"

namespace redress::classification {
namespace {

TEST_CASE("the language is told by script and common words", "[classification]") {
  static const auto& normaliser = *Normaliser::Create().value().release();
  const auto [text, language] = GENERATE(table<std::string, std::string>({
      {"快递还没到", "zh"},
      {"這個快遞員很差", "zh"},
      {"APP打不开，一直loading", "zh"},
      {"iPhone 15 Pro Max 假货", "zh"},
      {"Where is my parcel?", "en"},
      {"Dead after two days", "en"},
      {"refund", "en"},
      {"The 快递 never came and nobody answers my emails about it", "en"},
      {"配送がとても遅いです", "other"},
      {"배송이 너무 늦어요", "other"},
      {"Où est mon colis, je ne comprends rien du tout", "other"},
      {"Где мой заказ", "other"},
      {"", "other"},
      {"123456 !!!", "other"},
      {"😡", "other"},
  }));
  CAPTURE(text);
  const std::u32string normal = normaliser.Normalise(text).chars;
  CHECK(LanguageName(LanguageOf(normal, Tokenise(normal))) == language);
}

}  // namespace
}  // namespace redress::classification
