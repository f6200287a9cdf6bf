#include "libs/feel/characters.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace redress::feel {
namespace {

struct Interval {
  char32_t first;
  char32_t last;
};

template <size_t kSize>
bool Within(const std::array<Interval, kSize>& intervals, char32_t point) {
  return std::any_of(intervals.begin(), intervals.end(), [&](const Interval& i) { return point >= i.first && point <= i.last; });
}

// Rule 28 of the grammar, without ASCII.
constexpr std::array<Interval, 12> kStarts = {{{0xc0, 0xd6},
                                               {0xd8, 0xf6},
                                               {0xf8, 0x2ff},
                                               {0x370, 0x37d},
                                               {0x37f, 0x1fff},
                                               {0x200c, 0x200d},
                                               {0x2070, 0x218f},
                                               {0x2c00, 0x2fef},
                                               {0x3001, 0xd7ff},
                                               {0xf900, 0xfdcf},
                                               {0xfdf0, 0xfffd},
                                               {0x10000, 0xeffff}}};
// Rule 29 beyond rule 28.
constexpr std::array<Interval, 3> kParts = {{{0xb7, 0xb7}, {0x300, 0x36f}, {0x203f, 0x2040}}};
// Rules 61 and 62.
constexpr std::array<Interval, 12> kSpaces = {{{0x09, 0x0d},
                                               {0x20, 0x20},
                                               {0x85, 0x85},
                                               {0xa0, 0xa0},
                                               {0x1680, 0x1680},
                                               {0x180e, 0x180e},
                                               {0x2000, 0x200b},
                                               {0x2028, 0x2029},
                                               {0x202f, 0x202f},
                                               {0x205f, 0x205f},
                                               {0x3000, 0x3000},
                                               {0xfeff, 0xfeff}}};

}  // namespace

char32_t TakeCodePoint(absl::string_view& text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const size_t size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  if (size == 1 || size > text.size()) {
    text.remove_prefix(1);
    return lead;
  }
  char32_t point = lead & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; ++i) point = point << 6 | (byte(i) & 0x3fu);
  text.remove_prefix(size);
  return point;
}

void AppendCodePoint(char32_t point, std::string& text) {
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xc0 | point >> 6);
    text += static_cast<char>(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    text += static_cast<char>(0xe0 | point >> 12);
    text += static_cast<char>(0x80 | (point >> 6 & 0x3f));
    text += static_cast<char>(0x80 | (point & 0x3f));
  } else {
    text += static_cast<char>(0xf0 | point >> 18);
    text += static_cast<char>(0x80 | (point >> 12 & 0x3f));
    text += static_cast<char>(0x80 | (point >> 6 & 0x3f));
    text += static_cast<char>(0x80 | (point & 0x3f));
  }
}

bool IsSpace(char32_t point) {
  return Within(kSpaces, point);
}

bool IsNameStart(char32_t point) {
  if (point < 0x80) return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || point == '_' || point == '?';
  return !IsSpace(point) && Within(kStarts, point);
}

bool IsNamePart(char32_t point) {
  return IsNameStart(point) || (point >= '0' && point <= '9') || Within(kParts, point);
}

bool IsNameSymbol(char32_t point) {
  return point == '.' || point == '/' || point == '-' || point == '\'' || point == '+' || point == '*';
}

}  // namespace redress::feel
