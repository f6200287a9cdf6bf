#include "services/classification/train/spoiler.h"

#include <catch2/catch.hpp>
#include <set>

#include "services/classification/text/sounds.h"

namespace redress::classification {
namespace {

// Texts in which 退 and 腿 are common, and one concept.
struct Texts {
  Texts() {
    for (int i = 0; i < 10; ++i) dataset.examples.push_back({"退款腿疼", 0});
    spoiler = std::make_unique<Spoiler>(*normaliser, dataset, std::vector<Concept>{{"refund", {U"退款", U"refund"}}});
  }
  std::set<std::u32string> Spoilt(const std::u32string& text) const {
    std::mt19937 random(7);
    std::set<std::u32string> spoilt;
    for (int i = 0; i < 400; ++i) spoilt.insert(spoiler->Spoil(text, &random));
    return spoilt;
  }
  std::unique_ptr<Normaliser> normaliser = Normaliser::Create().value();
  Dataset dataset;
  std::unique_ptr<Spoiler> spoiler;
};

TEST_CASE("Chinese is spoilt by sound, by shape, and by Latin letters", "[classification]") {
  const std::set<std::u32string> spoilt = Texts().Spoilt(U"退款");
  for (const char32_t* one : {U"退款", U"腿款", U"追款", U"tk", U"tuikuan", U"退kuan", U"tui款", U"款退"}) {
    CAPTURE(std::string(one, one + std::char_traits<char32_t>::length(one)));
    CHECK(spoilt.count(one) == 1);
  }
}

TEST_CASE("inside of English words letters go wrong, the first one and short words stay", "[classification]") {
  for (const std::u32string& one : Texts().Spoilt(U"my refund")) {
    CHECK(one.substr(0, 4) == U"my r");
    CHECK(one.size() >= 8);
    CHECK(one.size() <= 10);
  }
  CHECK(Texts().Spoilt(U"my refund").size() > 10);
  CHECK(Texts().Spoilt(U"a cup, 12") == std::set<std::u32string>{U"a cup, 12"});
}

TEST_CASE("spoilt forms are those of short texts, and always the same", "[classification]") {
  Texts texts;
  texts.dataset.examples.push_back({std::string(30, 'x'), 0});
  const FeatureExtractor extractor({}, {{"refund", {U"退款"}}});
  ExtractFeatures(*texts.normaliser, extractor, &texts.dataset);
  SpoilTexts(*texts.normaliser, extractor, 3, 20, &texts.dataset);
  Dataset again = texts.dataset;
  SpoilTexts(*texts.normaliser, extractor, 3, 20, &again);
  CHECK(texts.dataset.examples[0].spoilt.size() == 3);
  CHECK(texts.dataset.examples.back().spoilt.empty());
  for (size_t i = 0; i < 10; ++i) {
    for (size_t form = 0; form < 3; ++form) {
      const std::vector<Feature>&a = texts.dataset.examples[i].spoilt[form], &b = again.examples[i].spoilt[form];
      REQUIRE(a.size() == b.size());
      for (size_t f = 0; f < a.size(); ++f) CHECK(a[f].hash == b[f].hash);
    }
  }
}

}  // namespace
}  // namespace redress::classification
