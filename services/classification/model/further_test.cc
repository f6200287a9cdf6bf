#include "services/classification/model/further.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

TEST_CASE("clauses are what stands between punctuation, single tokens left out", "[classification]") {
  const std::vector<Clause> clauses = ClausesOf(Tokenise(U"快递慢,哦,客服骂人"));
  REQUIRE(clauses.size() == 2);
  CHECK(clauses[0].begin == 0);
  CHECK(clauses[0].end == 3);
  CHECK(clauses[1].begin == 4);
  CHECK(clauses[1].end == 8);
  CHECK(ClausesOf(Tokenise(U"")).empty());
  CHECK(ClausesOf(Tokenise(U"快")).empty());
}

TEST_CASE("a letter is not read to its end for further grievances", "[classification]") {
  std::u32string text;
  for (int i = 0; i < 1000; ++i) text += U"快递慢,";
  CHECK(ClausesOf(Tokenise(text)).size() == 24);
}

// Three classes of two first levels that complain and one that does not; 甲 speaks for the first and so on.
struct Three {
  Three() {
    for (const char32_t* c : {U"甲", U"乙", U"丙"}) hashes.push_back(Tokenise(c)[0].hash);
    rows = std::make_unique<Rows>(3, hashes);
    for (size_t i = 0; i < 3; ++i) rows->regression(i)[i] = 6;
  }
  std::vector<Strength> Say(const std::u32string& text) const {
    const std::vector<Token> tokens = Tokenise(text);
    std::vector<Feature> features;
    for (uint32_t i = 0; i < tokens.size(); ++i) features.push_back({tokens[i].hash, i, i + 1});
    return StrongestInClauses(*rows, rows->Weigh(features), ClausesOf(tokens), parents);
  }
  std::vector<uint64_t> hashes;
  std::unique_ptr<Rows> rows;
  std::vector<int> parents{0, 1, 2};
};

TEST_CASE("each clause speaks for itself", "[classification]") {
  const Three three;
  const std::vector<Strength> strongest = three.Say(U"甲甲,乙乙");
  CHECK(strongest[0].log_odds > 4);
  CHECK(strongest[1].log_odds > 4);
  CHECK(strongest[1].label == 1);
  CHECK(strongest[2].log_odds < -4);
  for (const Strength& one : three.Say(U"甲乙")) CHECK(one.label == -1);
}

TEST_CASE("the rule for further grievances is found on texts that have two", "[classification]") {
  std::vector<HeldOut> texts;
  for (int i = 0; i < 400; ++i) {
    const bool two = i % 4 == 0;
    HeldOut text{{5, two ? 4.0f : 0.0f, 0}, 0, false, two ? 1 : -1, Language::kZh, {5, two ? 5.0 : -5.0, -5}, 0};
    texts.push_back(text);
  }
  const std::vector<int> parents{0, 1, 2};
  const FurtherRule rule = FitFurther(texts, parents, {true, true, false}, Curves(), 0.9);
  CHECK(rule.Probability(5, LogOdds(0.27)) >= rule.above);
  CHECK(rule.Probability(-5, LogOdds(0.007)) < rule.above);
  const FurtherCount count = CountFurther(texts, parents, {true, true, false}, Curves(), rule);
  CHECK(count.there == 100);
  CHECK(count.told == 100);
  CHECK(count.right == 100);
}

TEST_CASE("where the precision cannot be had, nothing further is told", "[classification]") {
  std::vector<HeldOut> texts;
  for (int i = 0; i < 400; ++i) texts.push_back({{5, 0, 0}, 0, false, i % 4 == 0 ? 1 : -1, Language::kZh, {5, 0, 0}, 0});
  CHECK(FitFurther(texts, std::vector<int>{0, 1, 2}, {true, true, false}, Curves(), 0.9).above == 1);
}

}  // namespace
}  // namespace redress::classification
