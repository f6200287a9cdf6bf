// Finds the entries of many word lists in one pass over normalised text. Lists are independent; within a list the longest entry
// at each position wins, from left to right, and what it covers is not looked at again. An edge of an entry that is a letter or
// digit of a script with word spaces must be an edge of a word in the text. An entry may say "some number here". Immutable once
// built: thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"

namespace redress::classification {

struct PhraseHit {
  int list;  // which list, and which of its values, as given to Add
  int value;
  uint32_t begin;  // half-open, positions in the normalised text
  uint32_t end;
  friend bool operator==(const PhraseHit&, const PhraseHit&) = default;
};

class PhraseMatcher {
 public:
  static constexpr int kListsMax = 64;
  static constexpr int kNoHit = -1;
  // In an entry: a number, with decimals, of at most 24 characters. No character of normalised text.
  static constexpr char32_t kAnyNumber = 0x10FFFD;

  // `phrase` is normalised and not empty; `list` < kListsMax. With the value kNoHit the entry covers text but gives no hit; an
  // entry that is added to a list both ways gives none.
  void Add(const std::u32string& phrase, int list, int value);

  // All hits, by position. Linear in the text times the length of the longest entry.
  std::vector<PhraseHit> Find(const std::u32string& text) const;

 private:
  struct End {
    int list;
    int value;
  };
  static uint64_t EdgeOf(uint32_t node, char32_t c) { return (static_cast<uint64_t>(node) << 21) | c; }
  // Which bit of the filter an edge has: almost all characters of a text lead nowhere, and one bit says so.
  static size_t BitOf(uint64_t edge) { return static_cast<size_t>((edge * 0x9E3779B97F4A7C15u) >> (64 - kFilterLog2)); }
  uint32_t Step(uint32_t node, char32_t c) const {
    const uint64_t edge = EdgeOf(node, c);
    const size_t bit = BitOf(edge);
    if ((filter_[bit / 64] >> (bit % 64) & 1) == 0) return 0;
    const auto next = edges_.find(edge);
    return next == edges_.end() ? 0 : next->second;
  }
  static constexpr int kFilterLog2 = 16;

  std::vector<std::vector<End>> nodes_{{}};  // of each node of the trie, the entries that end there
  absl::flat_hash_map<uint64_t, uint32_t> edges_;
  std::vector<uint64_t> filter_ = std::vector<uint64_t>((size_t{1} << kFilterLog2) / 64, 0);
};

}  // namespace redress::classification
