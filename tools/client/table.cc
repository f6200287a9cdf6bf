#include "tools/client/table.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace redress::client {
namespace {

constexpr char kEllipsis[] = "…";

int WidthOf(UChar32 c) {
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return 0;
    default:
      break;
  }
  const int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

// Calls `visit(code point, begin, end)` for each; stops where it gives false.
template <class Visit>
void ForEach(absl::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, at, size, c);
    if (!visit(c, begin, at)) return;
  }
}

absl::string_view Code(Colour colour) {
  switch (colour) {
    case Colour::kDim:
      return "\033[2m";
    case Colour::kBold:
      return "\033[1m";
    case Colour::kGreen:
      return "\033[32m";
    case Colour::kYellow:
      return "\033[33m";
    case Colour::kRed:
      return "\033[31m";
    case Colour::kNone:
      break;
  }
  return "";
}

std::string Padded(const Cell& cell, const Column& column, int width, bool last, bool colours) {
  const std::string text = Shorten(cell.text, width);
  const std::string space(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  const std::string painted = Paint(text, cell.colour, colours);
  if (column.right) return space + painted;
  return last ? painted : painted + space;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  ForEach(text, [&](UChar32 c, int32_t, int32_t) {
    width += WidthOf(c);
    return true;
  });
  return width;
}

std::string Shorten(absl::string_view text, int width) {
  std::string out;
  size_t fits = 0;  // bytes of `out` that leave room for the ellipsis
  int used = 0;
  bool cut = false;
  ForEach(text, [&](UChar32 c, int32_t begin, int32_t end) {
    const bool blank = c == '\n' || c == '\r' || c == '\t';
    const int places = blank ? 1 : WidthOf(c);
    if (used + places > width) {
      cut = true;
      return false;
    }
    absl::StrAppend(&out, blank ? " " : text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
    used += places;
    if (used < width) fits = out.size();
    return true;
  });
  if (cut && width > 0) absl::StrAppend(&(out.resize(fits), out), kEllipsis);
  return out;
}

std::string Paint(absl::string_view text, Colour colour, bool colours) {
  if (!colours || colour == Colour::kNone || text.empty()) return std::string(text);
  return absl::StrCat(Code(colour), text, "\033[0m");
}

bool ColoursOnStdout() {
  const char* none = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0') && terminal != nullptr &&
         absl::string_view(terminal) != "dumb";
}

void Table::Print(std::ostream& out, bool colours) const {
  std::vector<int> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int width = DisplayWidth(columns_[i].title);
    for (const std::vector<Cell>& row : rows_) width = std::max(width, DisplayWidth(row[i].text));
    widths.push_back(columns_[i].width_max > 0 ? std::min(width, columns_[i].width_max) : width);
  }
  const auto line = [&](const std::vector<Cell>& row) {
    std::string text;
    for (size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      absl::StrAppend(&text, Padded(row[i], columns_[i], widths[i], last, colours), last ? "\n" : "  ");
    }
    out << text;
  };
  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.emplace_back(column.title, Colour::kBold);
  line(titles);
  for (const std::vector<Cell>& row : rows_) line(row);
}

}  // namespace redress::client
