// Text as the classifier sees it: NFKC, lower case, simplified characters, single blanks, repeated characters shortened, one form
// of punctuation, in Chinese the word instead of slang. Every normalised code point knows which code points of the received text
// it stands for, so that what is found can be shown in the customer's own spelling. Linear in the length of the text, whatever it
// holds.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/classification/domain/span.h"
#include "services/classification/text/char_table.h"

namespace redress::classification {

struct NormalText {
  std::u32string chars;
  // For each of `chars`, the code points of the received text: ascending, may share a source (½ → 1/2), never overlap otherwise.
  std::vector<Span> sources;
  int32_t received_length = 0;  // code points

  // The part of the received text behind normalised positions [begin, end), begin < end.
  Span SourceOf(size_t begin, size_t end) const { return {sources[begin].begin, sources[end - 1].end}; }
};

class Normaliser {
 public:
  // Errors as of CharTable::Create.
  static absl::StatusOr<std::unique_ptr<Normaliser>> Create();

  // Thread safe. Bad UTF-8 becomes blanks.
  NormalText Normalise(absl::string_view text) const;

 private:
  explicit Normaliser(std::unique_ptr<CharTable> table) : table_(std::move(table)) {}
  std::unique_ptr<CharTable> table_;
};

}  // namespace redress::classification
