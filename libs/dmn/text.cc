#include "libs/dmn/text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text.h"

namespace redress::dmn {
namespace {

// `line:column: what`; false if the message is of another form.
bool Parse(absl::string_view message, Where* where, absl::string_view* what) {
  const size_t first = message.find(':');
  const size_t second = first == absl::string_view::npos ? first : message.find(':', first + 1);
  if (second == absl::string_view::npos || !absl::SimpleAtoi(message.substr(0, first), &where->line) ||
      !absl::SimpleAtoi(message.substr(first + 1, second - first - 1), &where->column)) {
    return false;
  }
  *what = absl::StripAsciiWhitespace(message.substr(second + 1));
  return true;
}

}  // namespace

bool IsBlank(absl::string_view text) {
  return Trim(text).empty();
}

bool IsFeel(absl::string_view language) {
  return language.empty() || absl::StrContains(absl::AsciiStrToLower(language), "feel");
}

Where PlaceOf(const Text& text, const absl::Status& status) {
  Where within;
  absl::string_view what;
  if (!Parse(status.message(), &within, &what)) {
    return text.where;
  }
  return within.line <= 1 ? Where{text.where.line, text.where.column + within.column - 1}
                          : Where{text.where.line + within.line - 1, within.column};
}

std::string MessageOf(const absl::Status& status) {
  Where within;
  absl::string_view what;
  return std::string(Parse(status.message(), &within, &what) ? what : status.message());
}

std::string LabelOf(const RuleSyntax& rule) {
  if (!IsBlank(rule.description)) {
    return std::string(Trim(rule.description));
  }
  for (const std::string& annotation : rule.annotations) {
    if (!IsBlank(annotation)) {
      return std::string(Trim(annotation));
    }
  }
  return rule.id;
}

std::vector<std::string> SplitTests(absl::string_view text) {
  std::vector<std::string> tests(1);
  int open = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      const size_t start = i++;
      while (i < text.size() && text[i] != '"') {
        i += text[i] == '\\' ? 2 : 1;
      }
      absl::StrAppend(&tests.back(), text.substr(start, i - start + 1));
      continue;
    }
    if (c == ',' && open == 0) {
      tests.emplace_back();
      continue;
    }
    open += c == '(' || c == '[' || c == '{' ? 1 : 0;
    // `]1..2[` opens with what closes elsewhere, so no count goes below nothing.
    open = std::max(0, open - (c == ')' || c == ']' || c == '}' ? 1 : 0));
    tests.back() += c;
  }
  return tests;
}

}  // namespace redress::dmn
