// The columns of a decision table cut into cells: sets of values that no entry of the column can tell apart. Plain values; made
// once for a table that is checked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/dmn/syntax.h"
#include "libs/feel/value.h"

namespace redress::dmn {

// A set of cells, one bit each.
using CellBits = std::vector<uint64_t>;

// One input of a table.
struct CellColumn {
  std::string label;
  std::vector<std::string> samples;  // a value of each cell, as a FEEL literal
  // For each rule the cells that its entry takes; nothing where that cannot be told.
  std::vector<absl::optional<CellBits>> taken;

  CellBits All() const;
};

// The column of an input. `type` is its base type: `string`, `number`, `boolean`; of another one every entry but `-` cannot be
// told.
CellColumn MakeColumn(const TableExpression& table, size_t input, const std::string& type, const absl::optional<Text>& allowed,
                      bool whole_numbers);

bool IsEmpty(const CellBits& bits);
CellBits And(const CellBits& a, const CellBits& b);
CellBits Without(const CellBits& a, const CellBits& b);
// The first cell of a set that is not empty.
size_t FirstOf(const CellBits& bits);

}  // namespace redress::dmn
