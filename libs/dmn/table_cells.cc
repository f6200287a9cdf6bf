#include "libs/dmn/table_cells.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/text.h"
#include "libs/dmn/table_index.h"
#include "libs/dmn/text.h"
#include "libs/feel/program.h"

namespace redress::dmn {

using feel::Decimal;
using feel::Kind;
using feel::Value;

namespace {

feel::Type TypeOf(const std::string& name) {
  if (name == "string") {
    return feel::Type::Of(feel::Type::Tag::kString);
  }
  if (name == "number") {
    return feel::Type::Of(feel::Type::Tag::kNumber);
  }
  return name == "boolean" ? feel::Type::Of(feel::Type::Tag::kBoolean) : feel::Type::Any();
}

// The constants of a column's entries.
struct Constants {
  std::vector<std::string> strings;  // in the order in which they come, each once
  std::vector<Decimal> bounds;
};

// What stands within `not(…)`, or the text itself.
absl::string_view Inner(absl::string_view text) {
  absl::string_view inner = Trim(text);
  if (!absl::ConsumePrefix(&inner, "not")) {
    return Trim(text);
  }
  inner = Trim(inner);
  const bool wrapped = absl::ConsumePrefix(&inner, "(") && absl::ConsumeSuffix(&inner, ")");
  return wrapped ? inner : Trim(text);
}

bool AddBound(const Value& bound, Constants* constants) {
  if (bound.is(Kind::kNumber)) {
    constants->bounds.push_back(bound.number());
  }
  return bound.is(Kind::kNumber) || bound.is_null();
}

// False if the text is more than constants, ranges of them and comparisons with them.
bool Gather(const std::string& text, const feel::Type& type, Constants* constants) {
  const std::string inner(Inner(text));
  if (inner == "-" || inner.empty()) {
    return true;
  }
  for (const std::string& part : SplitTests(inner)) {
    const absl::string_view test = Trim(part);
    if (test == "true" || test == "false") {
      continue;
    }
    const absl::StatusOr<feel::UnaryTests> compiled = feel::CompileUnaryTests(test, feel::Scope(), type);
    if (!compiled.ok()) {
      return false;
    }
    const EntryShape shape = ShapeOf(std::string(test), *compiled);
    if (shape.open) {
      return false;
    }
    for (const std::string& word : shape.strings) {
      if (std::find(constants->strings.begin(), constants->strings.end(), word) == constants->strings.end()) {
        constants->strings.push_back(word);
      }
    }
    for (const feel::Range& range : shape.intervals) {
      if (!AddBound(range.start, constants) || !AddBound(range.end, constants)) {
        return false;
      }
    }
  }
  return true;
}

absl::optional<Decimal> Between(const Decimal& low, const Decimal& high, bool whole) {
  if (!whole) {
    const std::optional<Decimal> sum = low.Plus(high);
    return sum ? absl::optional<Decimal>(sum->DividedBy(Decimal(2)).value_or(low)) : absl::nullopt;
  }
  const std::optional<Decimal> down = low.Rounded(0, feel::Rounding::kFloor);
  const std::optional<Decimal> next = down ? down->Plus(Decimal(1)) : std::nullopt;
  return next && *next < high ? absl::optional<Decimal>(*next) : absl::nullopt;
}

std::vector<Value> NumberSamples(std::vector<Decimal> bounds, bool whole) {
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  if (bounds.empty()) {
    return {Value::Number(0)};
  }
  std::vector<Value> samples;
  samples.reserve(bounds.size() * 2 + 1);
  samples.push_back(Value::Number(bounds.front().Minus(Decimal(1))));
  for (size_t i = 0; i < bounds.size(); ++i) {
    if (!whole || bounds[i].IsInteger()) {
      samples.push_back(Value::Number(bounds[i]));
    }
    if (i + 1 < bounds.size()) {
      if (const absl::optional<Decimal> between = Between(bounds[i], bounds[i + 1], whole)) {
        samples.push_back(Value::Number(*between));
      }
    }
  }
  samples.push_back(Value::Number(bounds.back().Plus(Decimal(1))));
  return samples;
}

// A text that is none of the constants.
std::string OtherThan(const std::vector<std::string>& strings) {
  std::string other = "…";
  while (std::find(strings.begin(), strings.end(), other) != strings.end()) {
    other += "…";
  }
  return other;
}

std::vector<Value> SamplesOf(const std::string& type, const Constants& constants, bool whole) {
  if (type == "boolean") {
    return {Value::Boolean(true), Value::Boolean(false)};
  }
  if (type == "number") {
    return NumberSamples(constants.bounds, whole);
  }
  if (type != "string") {
    return {Value()};
  }
  std::vector<Value> samples;
  samples.reserve(constants.strings.size() + 1);
  for (const std::string& word : constants.strings) {
    samples.push_back(Value::String(word));
  }
  samples.push_back(Value::String(OtherThan(constants.strings)));
  return samples;
}

// The samples that pass; nothing if the text is no test of constants.
absl::optional<CellBits> Passing(const std::string& text, const feel::Type& type, const std::vector<Value>& samples) {
  CellBits bits((samples.size() + 63) / 64);
  const absl::StatusOr<feel::UnaryTests> tests =
      feel::CompileUnaryTests(IsBlank(text) ? "-" : absl::string_view(text), feel::Scope(), type);
  if (!tests.ok()) {
    return absl::nullopt;
  }
  feel::Evaluation evaluation({}, absl::UnixEpoch(), absl::UTCTimeZone());
  for (size_t i = 0; i < samples.size(); ++i) {
    if (tests->any() || tests->Test(samples[i], {}, evaluation).IsTrue()) {
      bits[i / 64] |= uint64_t{1} << (i % 64);
    }
  }
  return evaluation.status().ok() ? absl::make_optional(std::move(bits)) : absl::nullopt;
}

}  // namespace

CellBits CellColumn::All() const {
  CellBits bits((samples.size() + 63) / 64);
  for (size_t i = 0; i < samples.size(); ++i) {
    bits[i / 64] |= uint64_t{1} << (i % 64);
  }
  return bits;
}

CellColumn MakeColumn(const TableExpression& table, size_t input, const std::string& type_name,
                      const absl::optional<Text>& allowed, bool whole_numbers) {
  CellColumn column;
  const InputClause& clause = table.inputs[input];
  column.label = clause.label.empty() ? std::string(Trim(clause.expression.text)) : clause.label;
  const feel::Type type = TypeOf(type_name);
  const bool known = !type.is_any();
  Constants constants;
  std::vector<bool> told;
  told.reserve(table.rules.size());
  for (const RuleSyntax& rule : table.rules) {
    const std::string& text = rule.inputs[input].text;
    told.push_back((known && Gather(text, type, &constants)) || Trim(text) == "-" || IsBlank(text));
  }
  const bool bounded = allowed && !IsBlank(allowed->text) && known && Gather(allowed->text, type, &constants);
  std::vector<Value> samples = SamplesOf(type_name, constants, whole_numbers);
  if (bounded) {
    const CellBits passing = Passing(allowed->text, type, samples).value_or(CellBits());
    std::vector<Value> kept;
    kept.reserve(samples.size());
    for (size_t i = 0; i < samples.size() && !passing.empty(); ++i) {
      if ((passing[i / 64] >> (i % 64) & 1) != 0) {
        kept.push_back(samples[i]);
      }
    }
    samples = std::move(kept);
  }
  column.samples.reserve(samples.size());
  for (const Value& sample : samples) {
    column.samples.push_back(known ? feel::ToLiteral(sample) : "any value");
  }
  column.taken.reserve(table.rules.size());
  for (size_t rule = 0; rule < table.rules.size(); ++rule) {
    column.taken.push_back(told[rule] ? Passing(table.rules[rule].inputs[input].text, type, samples) : absl::nullopt);
  }
  return column;
}

bool IsEmpty(const CellBits& bits) {
  return std::all_of(bits.begin(), bits.end(), [](uint64_t word) { return word == 0; });
}

CellBits And(const CellBits& a, const CellBits& b) {
  CellBits both(a.size());
  for (size_t i = 0; i < a.size(); ++i) {
    both[i] = a[i] & b[i];
  }
  return both;
}

CellBits Without(const CellBits& a, const CellBits& b) {
  CellBits rest(a.size());
  for (size_t i = 0; i < a.size(); ++i) {
    rest[i] = a[i] & ~b[i];
  }
  return rest;
}

size_t FirstOf(const CellBits& bits) {
  size_t word = 0;
  while (bits[word] == 0) {
    ++word;
  }
  return word * 64 + static_cast<size_t>(__builtin_ctzll(bits[word]));
}

}  // namespace redress::dmn
