#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "libs/base/text.h"
#include "libs/dmn/table_index.h"
#include "libs/dmn/text.h"

namespace redress::dmn {

using feel::Kind;
using feel::Range;
using feel::Value;

namespace {

// False for a text that calls a function other than date(…): its value may change (`today()`), or cost much.
bool CallsNothing(absl::string_view text) {
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == '(') {
      const absl::string_view before = absl::StripTrailingAsciiWhitespace(text.substr(0, i));
      const bool called =
          !before.empty() && (absl::ascii_isalnum(static_cast<unsigned char>(before.back())) || before.back() == '"');
      if (called && before != "date") {
        return false;
      }
    }
  }
  return !quoted;
}

// The value of a constant text; nothing if it is none.
absl::optional<Value> Constant(absl::string_view text) {
  if (!CallsNothing(text)) {
    return absl::nullopt;
  }
  const absl::StatusOr<feel::Program> program = feel::Compile(text, feel::Scope());
  if (!program.ok()) {
    return absl::nullopt;
  }
  feel::Limits limits;
  limits.steps = 1000;
  feel::Evaluation evaluation(limits, absl::UnixEpoch(), absl::UTCTimeZone());
  Value value = program->Evaluate({}, evaluation);
  return evaluation.status().ok() ? absl::make_optional(std::move(value)) : absl::nullopt;
}

// The kinds that have one order and in which equal means the same place in it.
bool IsOrdered(Kind kind) {
  return kind == Kind::kNumber || kind == Kind::kDate || kind == Kind::kMonthsDuration || kind == Kind::kTimeDuration;
}

bool AddComparison(absl::string_view text, EntryShape& shape) {
  const bool less = text[0] == '<';
  absl::string_view rest = text.substr(1);
  const bool included = absl::ConsumePrefix(&rest, "=");
  const absl::optional<Value> bound = Constant(rest);
  if (!bound || !IsOrdered(bound->kind())) {
    return false;
  }
  Range range;
  (less ? range.end : range.start) = *bound;
  (less ? range.end_included : range.start_included) = included;
  shape.intervals.push_back(std::move(range));
  return true;
}

bool AddConstant(absl::string_view text, EntryShape& shape) {
  const absl::optional<Value> value = Constant(text);
  if (!value) {
    return false;
  }
  if (value->is(Kind::kString)) {
    shape.strings.push_back(value->string());
    return true;
  }
  if (IsOrdered(value->kind())) {
    shape.intervals.push_back({*value, *value, true, true});
    return true;
  }
  if (value->is(Kind::kRange)) {
    const Range& range = value->range();
    const Kind kind = range.start.is_null() ? range.end.kind() : range.start.kind();
    const bool whole = (range.start.is_null() || range.start.is(kind)) && (range.end.is_null() || range.end.is(kind));
    if (whole && IsOrdered(kind)) {
      shape.intervals.push_back(range);
      return true;
    }
  }
  return false;
}

}  // namespace

EntryShape ShapeOf(const std::string& text, const feel::UnaryTests& tests) {
  EntryShape shape;
  if (tests.any() || !tests.reads().empty()) {
    return shape;
  }
  for (const std::string& test : SplitTests(text)) {
    const absl::string_view trimmed = Trim(test);
    const bool comparison = !trimmed.empty() && (trimmed[0] == '<' || trimmed[0] == '>');
    if (trimmed.empty() || !(comparison ? AddComparison(trimmed, shape) : AddConstant(trimmed, shape))) {
      return EntryShape();
    }
  }
  shape.open = false;
  return shape;
}

}  // namespace redress::dmn
