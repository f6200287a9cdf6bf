// What each code point becomes, worked out once: Unicode NFKC with case folding (ICU), traditional to simplified Chinese
// (OpenCC, character by character), and one form for each kind of quotation mark, dash, stop and blank, because the width and
// kind of punctuation depend on the author's keyboard and must tell a classifier nothing. A table look-up costs nanoseconds
// where the two libraries cost microseconds. Immutable after Create: thread safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace redress::classification {

class CharTable {
 public:
  // Reads ICU's and OpenCC's data; some 50 ms, 1 MB. FAILED_PRECONDITION, reason TEXT_DATA_MISSING, where they are not installed.
  static absl::StatusOr<std::unique_ptr<CharTable>> Create();

  // What `c` becomes: nothing, one code point or a few. The view lives as long as the table.
  absl::Span<const char32_t> Map(char32_t c) const {
    if (c >= entries_.size()) return {};
    const Entry entry = entries_[c];
    return {pool_.data() + entry.offset, entry.length};
  }
  // True where `c` can change or be changed by what stands before it (combining marks and the like).
  bool Joins(char32_t c) const { return c < entries_.size() && entries_[c].joins; }
  // The same for a base and the marks that follow it, composed by ICU.
  std::u32string MapSequence(absl::Span<const char32_t> sequence) const;

 private:
  struct Entry {
    uint32_t offset : 23;
    uint32_t length : 8;
    uint32_t joins : 1;
  };
  CharTable() = default;
  void Add(char32_t c, const std::u32string& mapped, bool joins);

  std::vector<Entry> entries_;
  std::vector<char32_t> pool_;
};

}  // namespace redress::classification
