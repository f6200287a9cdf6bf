// What a decision table leaves open, says twice, or never says: gaps, overlaps and rules that cannot be reached, each with an
// input as an example. Columns are cut at the constants of their entries into cells within which no entry can tell two values
// apart; rules are boxes of cells, and what the boxes leave of the whole is the gap. Works on texts, booleans and numbers; an
// entry that depends on more (a name, a function) is taken for what it may be at worst, and said to be so. Bounded work; pure,
// thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "libs/dmn/finding.h"
#include "libs/dmn/model.h"

namespace redress::dmn {

struct TableCheckOptions {
  bool whole_numbers = false;     // inputs have no fractions: nothing lies between `<= 48` and `>= 49`
  int64_t work_max = 20'000'000;  // words of cells that are looked at, for each table
  size_t examples_max = 5;        // of one kind, for each table
};

// One thing about a table.
struct TableFinding {
  enum class Kind {
    kGap,          // an input that no rule matches, where one has to
    kOverlap,      // an input that several rules match, where only one may, or all have to agree
    kUnreachable,  // a rule that no input, or none that is left to it, can match
    kNotChecked,   // the table, or a rule of it, could not be looked at whole
  };
  Kind kind = Kind::kGap;
  std::string source;
  std::string table;                                         // name of the decision or knowledge model that holds it
  Where where;                                               // of the (later) rule, or of the table
  std::vector<std::string> rules;                            // by label, in their order
  std::vector<std::pair<std::string, std::string>> example;  // input → value, as a FEEL literal
  std::string message;
};

// `GAP`, `OVERLAP`, `UNREACHABLE`, `NOT_CHECKED`.
absl::string_view Word(TableFinding::Kind kind);

// The findings of all tables that are the logic of a decision or the body of a knowledge model, in their order. A source that
// cannot be read has none: Load tells why.
std::vector<TableFinding> CheckTables(const Source& source, const TableCheckOptions& options = {});

}  // namespace redress::dmn
