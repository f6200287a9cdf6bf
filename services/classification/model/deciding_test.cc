#include "services/classification/model/deciding.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

std::vector<Token> Tokens(size_t count, size_t cut = 0) {
  std::vector<Token> tokens;
  for (uint32_t i = 0; i < count; ++i) tokens.push_back({TokenKind::kIdeograph, i > 0 && i != cut, i, i + 1, i});
  return tokens;
}

std::vector<std::pair<size_t, size_t>> Ranges(const std::vector<Token>& tokens, const std::vector<double>& scores) {
  std::vector<std::pair<size_t, size_t>> ranges;
  for (const TokenRange& range : StrongestRanges(tokens, scores)) ranges.emplace_back(range.begin, range.end);
  return ranges;
}

using Expected = std::vector<std::pair<size_t, size_t>>;

TEST_CASE("neighbours are merged, the strongest stretch stands first", "[classification]") {
  CHECK(Ranges(Tokens(6), {1, 1, 0, 3, 2, -1}) == Expected{{3, 5}, {0, 2}});
}

TEST_CASE("punctuation ends a stretch", "[classification]") {
  CHECK(Ranges(Tokens(4, 2), {1, 1, 3, 3}) == Expected{{2, 4}, {0, 2}});
}

TEST_CASE("at most three stretches, no weak ones", "[classification]") {
  CHECK(Ranges(Tokens(9), {4, 0, 3, 0, 2, 0, 1, 0, 5}) == Expected{{8, 9}, {0, 1}, {2, 3}});
  CHECK(Ranges(Tokens(3), {1, 0, 9}) == Expected{{2, 3}});
}

TEST_CASE("nothing decides where nothing speaks for the tag", "[classification]") {
  CHECK(Ranges(Tokens(2), {-1, 0}).empty());
  CHECK(Ranges({}, {}).empty());
}

TEST_CASE("a stretch stays short enough to be read", "[classification]") {
  for (const auto& [begin, end] : Ranges(Tokens(40), std::vector<double>(40, 1.0))) CHECK(end - begin <= 12);
}

}  // namespace
}  // namespace redress::classification
