// Tables for a terminal: columns aligned by display width (a Chinese character or emoji takes two places), long cells shortened,
// colours only where asked for. Pure but for Print; not thread safe.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace redress::client {

// Places on a terminal, of well-formed UTF-8; control and combining characters take none.
int DisplayWidth(absl::string_view text);
// `text` on one line (line breaks and tabs become spaces), cut to `width` places; what was cut ends in `…`.
std::string Shorten(absl::string_view text, int width);

enum class Colour { kNone, kDim, kBold, kGreen, kYellow, kRed };

struct Cell {
  Cell(std::string cell_text) : text(std::move(cell_text)) {}  // NOLINT: a cell is most often just text
  Cell(const char* cell_text) : text(cell_text) {}             // NOLINT
  Cell(std::string cell_text, Colour cell_colour) : text(std::move(cell_text)), colour(cell_colour) {}
  std::string text;
  Colour colour = Colour::kNone;
};

struct Column {
  std::string title;
  int width_max = 0;  // 0: as wide as its widest cell
  bool right = false;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // As many cells as there are columns.
  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  void Print(std::ostream& out, bool colours) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

// `text` between the escape codes of `colour`, or as it is.
std::string Paint(absl::string_view text, Colour colour, bool colours);
// True where standard output is a terminal that has colours and NO_COLOR is not set.
bool ColoursOnStdout();

}  // namespace redress::client
