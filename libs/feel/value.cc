#include "libs/feel/value.h"

#include <algorithm>
#include <array>

#include "libs/feel/function.h"

namespace redress::feel {
namespace {

// FEEL compares times by the second: what is below does not count for `=`.
template <typename T>
T WholeSeconds(T value) {
  value.nanos -= value.nanos % kNanosPerSecond;
  return value;
}

// Two instants of which one has no zone are not equal, though neither is the earlier one.
template <typename T>
bool EqualInstants(const T& a, const T& b) {
  return CompareInstants(WholeSeconds(a), WholeSeconds(b)) == 0;
}

bool EqualLists(const List& a, const List& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), Same);
}

bool EqualContexts(const Context& a, const Context& b) {
  return a.size() == b.size() && std::all_of(a.entries().begin(), a.entries().end(), [&](const Context::Entry& entry) {
           const Value* const other = b.Find(entry.first);
           return other != nullptr && Same(entry.second, *other);
         });
}

bool EqualRanges(const Range& a, const Range& b) {
  return a.form == b.form && a.start_included == b.start_included && a.end_included == b.end_included && Same(a.start, b.start) &&
         Same(a.end, b.end);
}

template <typename T>
int Sign(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

absl::string_view KindName(Kind kind) {
  static constexpr std::array<absl::string_view, 13> kNames = {"Null",
                                                               "boolean",
                                                               "number",
                                                               "string",
                                                               "date",
                                                               "time",
                                                               "date and time",
                                                               "years and months duration",
                                                               "days and time duration",
                                                               "range",
                                                               "list",
                                                               "context",
                                                               "function"};
  return kNames[static_cast<size_t>(kind)];
}

Value Value::Of(Range value) {
  return Value(Data(std::make_shared<const Range>(std::move(value))));
}

Value Value::Of(List items) {
  int deepest = 0;
  for (const Value& item : items) deepest = std::max(deepest, item.nesting());
  if (deepest >= kMaxNesting) return {};
  return Value(Data(std::make_shared<const ListBox>(ListBox{std::move(items), deepest + 1})));
}

Value Value::Of(Context context) {
  int deepest = 0;
  for (const auto& [name, value] : context.entries()) deepest = std::max(deepest, value.nesting());
  if (deepest >= kMaxNesting) return {};
  return Value(Data(std::make_shared<const ContextBox>(ContextBox{std::move(context), deepest + 1})));
}

Value Value::Of(std::shared_ptr<const Function> function) {
  if (function->nesting() > kMaxNesting) return {};
  return Value(Data(std::move(function)));
}

int Value::nesting() const {
  if (const auto* const box = std::get_if<std::shared_ptr<const ListBox>>(&data_)) return (*box)->nesting;
  if (const auto* const box = std::get_if<std::shared_ptr<const ContextBox>>(&data_)) return (*box)->nesting;
  if (is(Kind::kRange)) return std::max(range().start.nesting(), range().end.nesting()) + 1;
  return is(Kind::kFunction) ? function().nesting() : 0;
}

Context::Context(std::vector<Entry> entries) {
  entries_.reserve(entries.size());
  for (Entry& entry : entries) Put(entry.first, std::move(entry.second));
}

void Context::Put(absl::string_view name, Value value) {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.first == name; });
  if (found != entries_.end()) {
    found->second = std::move(value);
  } else {
    entries_.emplace_back(std::string(name), std::move(value));
  }
}

const Value* Context::Find(absl::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.first == name; });
  return found == entries_.end() ? nullptr : &found->second;
}

std::optional<bool> Equal(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBoolean:
      return a.boolean() == b.boolean();
    case Kind::kNumber:
      return a.number() == b.number();
    case Kind::kString:
      return a.string() == b.string();
    case Kind::kDate:
      return a.date() == b.date();
    case Kind::kTime:
      return EqualInstants(a.time(), b.time());
    case Kind::kDateTime:
      return EqualInstants(a.date_time(), b.date_time());
    case Kind::kMonthsDuration:
      return a.months_duration() == b.months_duration();
    case Kind::kTimeDuration:
      return a.time_duration() == b.time_duration();
    case Kind::kRange:
      return EqualRanges(a.range(), b.range());
    case Kind::kList:
      return EqualLists(a.list(), b.list());
    case Kind::kContext:
      return EqualContexts(a.context(), b.context());
    case Kind::kFunction:
      return &a.function() == &b.function();
  }
  return std::nullopt;
}

bool Same(const Value& a, const Value& b) {
  return Equal(a, b).value_or(false);
}

std::optional<int> Compare(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::kNumber:
      return a.number().Compare(b.number());
    case Kind::kString:
      return Sign(a.string(), b.string());  // the order of bytes is that of code points
    case Kind::kDate:
      return Sign(a.date(), b.date());
    case Kind::kTime:
      return CompareInstants(a.time(), b.time());
    case Kind::kDateTime:
      return CompareInstants(a.date_time(), b.date_time());
    case Kind::kMonthsDuration:
      return Sign(a.months_duration(), b.months_duration());
    case Kind::kTimeDuration:
      return Sign(a.time_duration(), b.time_duration());
    default:
      return std::nullopt;
  }
}

std::optional<bool> Includes(const Range& range, const Value& value) {
  if (range.form == Range::Form::kEqual) return Equal(value, range.start);
  if (range.form == Range::Form::kNotEqual) {
    const std::optional<bool> equal = Equal(value, range.start);
    return equal ? std::optional<bool>(!*equal) : std::nullopt;
  }
  if (value.is_null()) return std::nullopt;
  if (!range.start.is_null()) {
    const std::optional<int> order = Compare(value, range.start);
    if (!order) return std::nullopt;
    if (*order < 0 || (*order == 0 && !range.start_included)) return false;
  }
  if (!range.end.is_null()) {
    const std::optional<int> order = Compare(value, range.end);
    if (!order) return std::nullopt;
    if (*order > 0 || (*order == 0 && !range.end_included)) return false;
  }
  return true;
}

}  // namespace redress::feel
