#include "libs/feel/cursor.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text.h"
#include "libs/feel/characters.h"

namespace redress::feel {
namespace {

// Words that may follow an operand.
constexpr std::array<absl::string_view, 11> kInfixWords = {"and",  "or",     "in",        "between",  "instance", "then",
                                                           "else", "return", "satisfies", "external", "of"};

bool GoesOn(absl::string_view text) {
  return !text.empty() && IsNamePart(TakeCodePoint(text));
}

// The bytes of white space at the beginning.
size_t SpaceSize(absl::string_view text) {
  absl::string_view rest = text;
  while (!rest.empty()) {
    absl::string_view after = rest;
    if (!IsSpace(TakeCodePoint(after))) break;
    rest = after;
  }
  return text.size() - rest.size();
}

// The bytes of one word at the beginning.
size_t WordSize(absl::string_view text) {
  absl::string_view rest = text;
  for (bool first = true; !rest.empty(); first = false) {
    absl::string_view after = rest;
    const char32_t point = TakeCodePoint(after);
    if (first ? !IsNameStart(point) : !IsNamePart(point)) break;
    rest = after;
  }
  return text.size() - rest.size();
}

}  // namespace

void Cursor::SkipSpace() {
  while (position_ < text_.size()) {
    const absl::string_view rest = text_.substr(position_);
    if (const size_t space = SpaceSize(rest); space > 0) {
      position_ += space;
    } else if (absl::StartsWith(rest, "//")) {
      position_ += std::min(rest.find('\n'), rest.size());
    } else if (absl::StartsWith(rest, "/*")) {
      const size_t end = rest.find("*/", 2);
      position_ += end == absl::string_view::npos ? rest.size() : end + 2;
    } else {
      return;
    }
  }
}

bool Cursor::AtEnd() {
  SkipSpace();
  return position_ >= text_.size();
}

absl::string_view Cursor::Rest() {
  SkipSpace();
  return text_.substr(position_);
}

bool Cursor::Sees(absl::string_view symbol) {
  return absl::StartsWith(Rest(), symbol);
}

bool Cursor::Take(absl::string_view symbol) {
  if (!Sees(symbol)) return false;
  position_ += symbol.size();
  return true;
}

bool Cursor::SeesWord(absl::string_view word) {
  const absl::string_view rest = Rest();
  return absl::StartsWith(rest, word) && !GoesOn(rest.substr(word.size()));
}

bool Cursor::TakeWord(absl::string_view word) {
  if (!SeesWord(word)) return false;
  position_ += word.size();
  return true;
}

bool Cursor::FailAt(size_t position, absl::string_view message) {
  if (!failed_) {
    failed_ = true;
    error_position_ = std::min(position, text_.size());
    error_ = std::string(message);
  }
  return false;
}

void Cursor::Reset(size_t position) {
  failed_ = false;
  position_ = position;
}

absl::Status Cursor::status() const {
  if (!failed_) return absl::OkStatus();
  const absl::string_view before = text_.substr(0, error_position_);
  const size_t line_start = before.rfind('\n') == absl::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  return absl::InvalidArgumentError(absl::StrCat(line, ":", CodePointCount(before.substr(line_start)) + 1, ": ", error_));
}

size_t MatchName(absl::string_view text, absl::string_view name) {
  size_t at = 0;
  for (const char c : name) {
    if (c == ' ') {
      const size_t space = SpaceSize(text.substr(at));
      if (space == 0) return 0;
      at += space;
    } else if (at < text.size() && text[at] == c) {
      ++at;
    } else {
      return 0;
    }
  }
  absl::string_view last = name;
  char32_t point = 0;
  while (!last.empty()) point = TakeCodePoint(last);
  return IsNamePart(point) && GoesOn(text.substr(at)) ? 0 : at;
}

size_t MatchWords(absl::string_view text) {
  size_t end = WordSize(text);
  if (end == 0) return 0;
  while (true) {
    const size_t space = SpaceSize(text.substr(end));
    const size_t word = space == 0 ? 0 : WordSize(text.substr(end + space));
    if (word == 0) return end;
    const absl::string_view next = text.substr(end + space, word);
    if (std::find(kInfixWords.begin(), kInfixWords.end(), next) != kInfixWords.end()) return end;
    end += space + word;
  }
}

}  // namespace redress::feel
