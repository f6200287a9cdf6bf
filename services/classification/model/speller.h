// Puts English words right that are one slip away from a word of a list: a letter left out, one too many, a wrong one,
// or two that changed places. A misspelt word is otherwise an unknown one. Immutable, thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "services/classification/text/normalise.h"
#include "services/classification/text/tokens.h"

namespace redress::classification {

class Speller {
 public:
  // The words that are right, the commonest first: of several that a misspelt word may have been, the first is taken.
  explicit Speller(std::vector<std::u32string> words);

  // The text with its misspelt words put right, each position as that of the whole word; none where there is nothing to put
  // right, and of a text that has ideographs: Latin words in it are names. Words whose token is `known` stay. Linear.
  std::optional<NormalText> Correct(const NormalText& text, const std::vector<Token>& tokens,
                                    absl::FunctionRef<bool(uint64_t)> known) const;

  // What a word should have been; nullptr where it stands in the list, or nothing of the list is near.
  const std::u32string* Right(std::u32string_view word) const;

  const std::vector<std::u32string>& words() const { return words_; }

  static constexpr size_t kLettersMin = 4, kLettersMax = 20;
  // True for words that can stand in the list: of so many letters a–z.
  static bool Fits(std::u32string_view word);

 private:
  std::vector<std::u32string> words_;
  absl::flat_hash_map<uint64_t, uint32_t> known_;  // by the hash of a word
  // By the hash of a word without one of its letters: the words that it may have been, at most some few.
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> shortened_;
};

}  // namespace redress::classification
