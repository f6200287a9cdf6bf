#include "libs/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace redress {
namespace {

constexpr std::array<absl::string_view, 4> kWideSpaces = {"\u3000", "\u00a0", "\u200b", "\ufeff"};

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// What the first byte of a sequence says about it: its size (0: it cannot be a first byte), the bits of the code point that it
// holds, and the least code point that needs so many bytes.
struct Lead {
  size_t size;
  uint32_t bits;
  uint32_t least;
};

Lead ReadLead(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xc2 && byte < 0xe0) return {2, byte & 0x1fu, 0x80};
  if (byte >= 0xe0 && byte < 0xf0) return {3, byte & 0x0fu, 0x800};
  if (byte >= 0xf0 && byte < 0xf5) return {4, byte & 0x07u, 0x10000};
  return {0, 0, 0};
}

// The size of the well-formed sequence that `text` begins with, 0 if there is none.
size_t SequenceSize(absl::string_view text) {
  const Lead lead = ReadLead(static_cast<unsigned char>(text[0]));
  if (lead.size == 0 || lead.size > text.size()) return 0;
  uint32_t point = lead.bits;
  for (size_t i = 1; i < lead.size; ++i) {
    if (!IsContinuation(text[i])) return 0;
    point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
  }
  const bool surrogate = point >= 0xd800 && point < 0xe000;
  return point >= lead.least && point <= 0x10ffff && !surrogate ? lead.size : 0;
}

bool StripWideSpace(absl::string_view& text) {
  return std::any_of(kWideSpaces.begin(), kWideSpaces.end(), [&](absl::string_view space) {
    return absl::ConsumePrefix(&text, space) || absl::ConsumeSuffix(&text, space);
  });
}

}  // namespace

bool ValidUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t size = SequenceSize(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

size_t CodePointCount(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !IsContinuation(c); }));
}

absl::string_view TruncateCodePoints(absl::string_view text, size_t count) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsContinuation(text[i])) continue;
    if (count == 0) return text.substr(0, i);
    --count;
  }
  return text;
}

absl::string_view Trim(absl::string_view text) {
  do {
    text = absl::StripAsciiWhitespace(text);
  } while (StripWideSpace(text));
  return text;
}

std::string MaskName(absl::string_view name) {
  if (name.empty()) return "";
  const absl::string_view first = TruncateCodePoints(name, 1);
  return first.size() == name.size() ? "**" : absl::StrCat(first, "**");
}

std::string MaskPhone(absl::string_view phone) {
  std::string digits;
  std::copy_if(phone.begin(), phone.end(), std::back_inserter(digits),
               [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
  if (phone.empty()) return "";
  const absl::string_view view = digits;
  if (view.size() < 8) return absl::StrCat("****", view.size() > 2 ? view.substr(view.size() - 2) : "");
  const absl::string_view head = view.size() >= 11 ? view.substr(view.size() - 11, 3) : "";
  return absl::StrCat(head, "****", view.substr(view.size() - 4));
}

std::string MaskEmail(absl::string_view email) {
  if (email.empty()) return "";
  const size_t at = email.rfind('@');
  if (at == absl::string_view::npos || at == 0) return "***";
  return absl::StrCat(MaskName(email.substr(0, at)), email.substr(at));
}

}  // namespace redress
