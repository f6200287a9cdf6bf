// Narrows the rules of a large decision table down to those that can match, before their tests are run. Columns whose entries are
// constants are looked up by hash, those with intervals by their sorted bounds; what an entry says otherwise (names, functions,
// `not`) keeps its rule among the candidates. Candidates are always tested, so an index changes what a lookup costs, never what
// it finds. Const and thread safe once built.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/dmn/syntax.h"
#include "libs/feel/program.h"
#include "libs/feel/value.h"

namespace redress::dmn {

// A set of rules, one bit each. Of a table of up to 1,024 rules it needs no memory of its own.
using RuleBits = absl::InlinedVector<uint64_t, 16>;

// What is known of one input entry.
struct EntryShape {
  bool open = true;                  // may match anything
  std::vector<std::string> strings;  // if not open: one of these,
  std::vector<feel::Range>
      intervals;  // or within one of these, whose ends are of one kind (a constant is an interval of one value)
};

// The shape of an entry's text; open unless it consists of constants, ranges of constants and comparisons with constants.
EntryShape ShapeOf(const std::string& text, const feel::UnaryTests& tests);

class TableIndex {
 public:
  // `columns[i][rule]` is the shape of input i of a rule. Columns that would hardly narrow are left out.
  TableIndex(const std::vector<std::vector<EntryShape>>& columns, size_t rules);

  // True if no column narrows.
  bool empty() const { return columns_.empty(); }
  // The rules that may match.
  RuleBits Candidates(absl::Span<const feel::Value> inputs) const;

 private:
  struct Column {
    size_t input = 0;
    RuleBits open;  // candidates whatever the value
    absl::flat_hash_map<std::string, std::vector<uint32_t>> strings;
    absl::flat_hash_map<std::string, RuleBits> string_bits;  // the same with `open`, where it fits; else empty
    feel::Kind kind = feel::Kind::kNull;                     // of the bounds; null: there are no intervals
    std::vector<feel::Value> bounds;                         // ascending, each once
    std::vector<RuleBits> cells;                             // 2k: below bound k (above k - 1); 2k + 1: at bound k
  };

  void AddStrings(Column& column) const;
  void AddIntervals(const std::vector<EntryShape>& shapes, size_t rules, Column& column) const;
  // Null if the column cannot tell anything of this value.
  const RuleBits* Look(const Column& column, const feel::Value& value, RuleBits* scratch) const;

  size_t words_ = 0;
  size_t rules_ = 0;
  std::vector<Column> columns_;
};

}  // namespace redress::dmn
