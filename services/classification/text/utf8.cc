#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// How many continuation bytes follow `lead`, −1 for a byte that leads nothing.
int Continuations(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xC2 && lead < 0xE0) return 1;
  if (lead >= 0xE0 && lead < 0xF0) return 2;
  if (lead >= 0xF0 && lead < 0xF5) return 3;
  return -1;
}

}  // namespace

char32_t NextCodePoint(absl::string_view text, size_t* position) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const size_t start = (*position)++;
  const int count = Continuations(byte(start));
  if (count == 0) return byte(start);
  if (count < 0 || start + static_cast<size_t>(count) >= text.size()) return kReplacement;
  char32_t c = byte(start) & (0x3Fu >> count);
  for (int i = 1; i <= count; ++i) {
    const unsigned char next = byte(start + static_cast<size_t>(i));
    if ((next & 0xC0) != 0x80) return kReplacement;
    c = (c << 6) | (next & 0x3Fu);
  }
  constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
  if (c < kLeast[count] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return kReplacement;
  *position = start + static_cast<size_t>(count) + 1;
  return c;
}

std::u32string DecodeUtf8(absl::string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size();) result.push_back(NextCodePoint(text, &i));
  return result;
}

void AppendUtf8(char32_t c, std::string* text) {
  const auto push = [&](char32_t byte) { text->push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    push(c);
  } else if (c < 0x800) {
    push(0xC0 | (c >> 6));
    push(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    push(0xE0 | (c >> 12));
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  } else {
    push(0xF0 | (c >> 18));
    push(0x80 | ((c >> 12) & 0x3F));
    push(0x80 | ((c >> 6) & 0x3F));
    push(0x80 | (c & 0x3F));
  }
}

std::string EncodeUtf8(const std::u32string& text) {
  std::string result;
  for (const char32_t c : text) AppendUtf8(c, &result);
  return result;
}

}  // namespace redress::classification
