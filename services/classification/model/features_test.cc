#include "services/classification/model/features.h"

#include <algorithm>
#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

std::vector<Feature> Extract(const FeatureExtractor& extractor, const std::u32string& text) {
  std::vector<Feature> features;
  extractor.Extract(text, Tokenise(text), &features);
  return features;
}

bool Shares(const std::vector<Feature>& a, const std::vector<Feature>& b) {
  return std::any_of(a.begin(), a.end(), [&](const Feature& x) {
    return std::any_of(b.begin(), b.end(), [&](const Feature& y) { return x.hash == y.hash; });
  });
}

TEST_CASE("two characters that sound alike share a feature", "[classification]") {
  const FeatureExtractor extractor({}, {});
  const auto shared = [&](const std::u32string& a, const std::u32string& b) {
    int count = 0;
    for (const Feature& one : Extract(extractor, a)) {
      for (const Feature& other : Extract(extractor, b)) count += one.hash == other.hash ? 1 : 0;
    }
    return count;
  };
  CHECK(shared(U"退款", U"腿宽") == 1);
  CHECK(shared(U"退款", U"腿,宽") == 0);
  CHECK(shared(U"退款", U"慢慢") == 0);
}

TEST_CASE("neighbours make a feature, unless punctuation stands between", "[classification]") {
  FeatureOptions options;
  options.ngram_max = 2;
  const FeatureExtractor extractor(options, {});
  CHECK(Extract(extractor, U"退款慢").size() == 7);
  CHECK(Extract(extractor, U"退款,慢").size() == 5);
}

TEST_CASE("words share the pieces that they share", "[classification]") {
  FeatureOptions options;
  const FeatureExtractor extractor(options, {});
  CHECK(Shares(Extract(extractor, U"refunded"), Extract(extractor, U"refund")));
  options.word_piece_min = 0;
  const FeatureExtractor whole(options, {});
  CHECK_FALSE(Shares(Extract(whole, U"refunded"), Extract(whole, U"refund")));
}

TEST_CASE("two wordings of one meaning share its concept, in both languages", "[classification]") {
  const FeatureExtractor extractor({}, {{"courier", {U"快递员", U"骑手", U"delivery guy"}}, {"rude", {U"骂", U"rude"}}});
  CHECK(Shares(Extract(extractor, U"骑手"), Extract(extractor, U"快递员")));
  CHECK(Shares(Extract(extractor, U"骑手"), Extract(extractor, U"delivery guy")));
  CHECK_FALSE(Shares(Extract(extractor, U"骑手"), Extract(extractor, U"rude")));
}

TEST_CASE("emoji count little and make no pairs", "[classification]") {
  const FeatureExtractor extractor({}, {});
  const std::vector<Feature> features = Extract(extractor, U"慢😡😡");
  REQUIRE(features.size() == 3);
  CHECK(features[0].weight == 1.0f);
  CHECK(features[1].weight < 0.5f);
}

TEST_CASE("a feature rests on the tokens that it was found in", "[classification]") {
  FeatureOptions options;
  options.ngram_max = 1;
  const FeatureExtractor extractor(options, {{"courier", {U"快递员"}}});
  const std::vector<Feature> features = Extract(extractor, U"那快递员");
  CHECK(features.back().begin == 1);
  CHECK(features.back().end == 4);
}

TEST_CASE("a text is read up to a limit", "[classification]") {
  const FeatureExtractor extractor({}, {{"courier", {U"快递员"}}});
  for (const Feature& feature : Extract(extractor, std::u32string(20'000, U'快')))
    REQUIRE(feature.end <= FeatureExtractor::kTokensMax);
}

}  // namespace
}  // namespace redress::classification
