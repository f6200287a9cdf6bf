#include "libs/dmn/table_index.h"

#include <algorithm>
#include <utility>

namespace redress::dmn {

using feel::Kind;
using feel::Range;
using feel::Value;

namespace {

// A column narrows if at most half of its rules are open.
constexpr size_t kOpenPartMax = 2;
// What the cells of one column may take; with more bounds, only every n-th is kept and cells cover more.
constexpr size_t kCellBytesMax = 8u << 20;

void Set(RuleBits& bits, size_t rule) {
  bits[rule / 64] |= uint64_t{1} << (rule % 64);
}

bool Less(const Value& a, const Value& b) {
  return feel::Compare(a, b).value_or(0) < 0;
}

// The one kind of all bounds; null if there are none, or several kinds.
Kind CommonKind(const std::vector<EntryShape>& shapes) {
  Kind common = Kind::kNull;
  for (const EntryShape& shape : shapes) {
    for (const Range& range : shape.intervals) {
      for (const Value* const end : {&range.start, &range.end}) {
        if (!end->is_null() && common != Kind::kNull && end->kind() != common) {
          return Kind::kNull;
        }
        common = end->is_null() ? common : end->kind();
      }
    }
  }
  return common;
}

// The cell that holds a value: 2k + 1 at bound k, 2k below it.
size_t CellOf(const std::vector<Value>& bounds, const Value& value) {
  const auto bound = std::lower_bound(bounds.begin(), bounds.end(), value, Less);
  const auto k = static_cast<size_t>(bound - bounds.begin());
  return bound != bounds.end() && !Less(value, *bound) ? 2 * k + 1 : 2 * k;
}

}  // namespace

TableIndex::TableIndex(const std::vector<std::vector<EntryShape>>& columns, size_t rules)
    : words_((rules + 63) / 64), rules_(rules) {
  for (size_t input = 0; input < columns.size(); ++input) {
    const std::vector<EntryShape>& shapes = columns[input];
    Column column;
    column.input = input;
    column.open.resize(words_);
    column.kind = CommonKind(shapes);
    size_t open = 0;
    for (size_t rule = 0; rule < rules; ++rule) {
      // Intervals of a kind of their own cannot be ordered with the others.
      if (shapes[rule].open || (column.kind == Kind::kNull && !shapes[rule].intervals.empty())) {
        Set(column.open, rule);
        ++open;
      }
    }
    if (open * kOpenPartMax > rules) {
      continue;
    }
    for (size_t rule = 0; rule < rules; ++rule) {
      for (const std::string& text : shapes[rule].strings) {
        column.strings[text].push_back(static_cast<uint32_t>(rule));
      }
    }
    AddStrings(column);
    if (column.kind != Kind::kNull) {
      AddIntervals(shapes, rules, column);
    }
    columns_.push_back(std::move(column));
  }
}

void TableIndex::AddStrings(Column& column) const {
  if (column.strings.size() > kCellBytesMax / (words_ * sizeof(uint64_t))) {
    return;
  }
  for (const auto& [text, rules] : column.strings) {
    RuleBits bits = column.open;
    for (const uint32_t rule : rules) {
      Set(bits, rule);
    }
    column.string_bits.emplace(text, std::move(bits));
  }
}

void TableIndex::AddIntervals(const std::vector<EntryShape>& shapes, size_t rules, Column& column) const {
  std::vector<Value>& bounds = column.bounds;
  for (const EntryShape& shape : shapes) {
    for (const Range& range : shape.intervals) {
      for (const Value* const end : {&range.start, &range.end}) {
        if (!end->is_null()) {
          bounds.push_back(*end);
        }
      }
    }
  }
  std::sort(bounds.begin(), bounds.end(), Less);
  bounds.erase(std::unique(bounds.begin(), bounds.end(), [](const Value& a, const Value& b) { return !Less(a, b); }),
               bounds.end());
  const size_t bounds_max = std::max<size_t>(1, kCellBytesMax / (words_ * sizeof(uint64_t)) / 2);
  if (bounds.size() > bounds_max) {
    const size_t step = (bounds.size() + bounds_max - 1) / bounds_max;
    std::vector<Value> kept;
    kept.reserve(bounds_max);
    for (size_t i = 0; i < bounds.size(); i += step) {
      kept.push_back(bounds[i]);
    }
    bounds = std::move(kept);
  }
  column.cells.assign(2 * bounds.size() + 1, column.open);
  for (size_t rule = 0; rule < rules; ++rule) {
    for (const Range& range : shapes[rule].intervals) {
      // Whether an end belongs to the range is left to the test itself: the cell at the end is a candidate in any case.
      const size_t first = range.start.is_null() ? 0 : CellOf(bounds, range.start);
      const size_t last = range.end.is_null() ? column.cells.size() - 1 : CellOf(bounds, range.end);
      for (size_t cell = first; cell <= last; ++cell) {
        Set(column.cells[cell], rule);
      }
    }
  }
}

const RuleBits* TableIndex::Look(const Column& column, const Value& value, RuleBits* scratch) const {
  if (value.is(Kind::kString)) {
    if (!column.string_bits.empty()) {
      const auto bits = column.string_bits.find(value.string());
      return bits != column.string_bits.end() ? &bits->second : &column.open;
    }
    const auto found = column.strings.find(value.string());
    if (found == column.strings.end()) {
      return &column.open;
    }
    *scratch = column.open;
    for (const uint32_t rule : found->second) {
      Set(*scratch, rule);
    }
    return scratch;
  }
  if (column.kind != Kind::kNull && value.is(column.kind)) {
    return &column.cells[CellOf(column.bounds, value)];
  }
  return nullptr;
}

RuleBits TableIndex::Candidates(absl::Span<const Value> inputs) const {
  RuleBits bits(words_, ~uint64_t{0});
  if (rules_ % 64 != 0) {
    bits.back() = (uint64_t{1} << (rules_ % 64)) - 1;
  }
  RuleBits scratch;
  for (const Column& column : columns_) {
    if (const RuleBits* const narrowed = Look(column, inputs[column.input], &scratch)) {
      for (size_t word = 0; word < words_; ++word) {
        bits[word] &= (*narrowed)[word];
      }
    }
  }
  return bits;
}

}  // namespace redress::dmn
