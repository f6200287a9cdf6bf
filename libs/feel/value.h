// A value of FEEL: null, boolean, number, string, the temporal kinds, range, list, context or function. Copies are cheap: what is
// large is shared and never changes. Thread safe as far as one object is not written while others read it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/feel/decimal.h"
#include "libs/feel/temporal.h"

namespace redress::feel {

class Value;
class Context;
class Function;
struct Range;

enum class Kind : uint8_t {
  kNull,
  kBoolean,
  kNumber,
  kString,
  kDate,
  kTime,
  kDateTime,
  kMonthsDuration,
  kTimeDuration,
  kRange,
  kList,
  kContext,
  kFunction,
};

// `number`, `years and months duration`, …: the name of a kind in FEEL. `Null` for null.
absl::string_view KindName(Kind kind);

using List = std::vector<Value>;

// Lists and contexts within each other: what is deeper becomes null, so that no model can make what cannot be taken apart again.
inline constexpr int kMaxNesting = 500;

class Value {
 public:
  // Null.
  Value() = default;
  static Value Null() { return {}; }
  static Value Boolean(bool value) { return Value(Data(value)); }
  static Value Number(const Decimal& value) { return Value(Data(value)); }
  static Value Number(int64_t value) { return Value(Data(Decimal(value))); }
  // Nothing becomes null, as FEEL has it for every operation that has no result.
  static Value Number(const std::optional<Decimal>& value) { return value ? Number(*value) : Value(); }
  // `text` is well-formed UTF-8.
  static Value String(std::string text) { return Value(Data(std::make_shared<const std::string>(std::move(text)))); }
  static Value String(absl::string_view text) { return String(std::string(text)); }
  static Value String(const char* text) { return String(std::string(text)); }
  static Value Of(const Date& value) { return Value(Data(value)); }
  static Value Of(const TimeOfDay& value) { return Value(Data(value)); }
  static Value Of(const DateTime& value) { return Value(Data(value)); }
  static Value Of(const MonthsDuration& value) { return Value(Data(value)); }
  static Value Of(const TimeDuration& value) { return Value(Data(value)); }
  template <typename T>
  static Value Of(const std::optional<T>& value) {
    return value ? Of(*value) : Value();
  }
  static Value Of(Range value);
  // These become null beyond kMaxNesting.
  static Value Of(List items);
  static Value Of(Context context);
  static Value Of(std::shared_ptr<const Function> function);

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is_null() const { return kind() == Kind::kNull; }
  bool is(Kind wanted) const { return kind() == wanted; }
  bool IsTrue() const { return is(Kind::kBoolean) && std::get<bool>(data_); }
  bool IsFalse() const { return is(Kind::kBoolean) && !std::get<bool>(data_); }

  // The content. The kind must be that one (asserted).
  bool boolean() const { return *Get<bool>(); }
  const Decimal& number() const { return *Get<Decimal>(); }
  const std::string& string() const { return **Get<std::shared_ptr<const std::string>>(); }
  const Date& date() const { return *Get<Date>(); }
  const TimeOfDay& time() const { return *Get<TimeOfDay>(); }
  const DateTime& date_time() const { return *Get<DateTime>(); }
  const MonthsDuration& months_duration() const { return *Get<MonthsDuration>(); }
  const TimeDuration& time_duration() const { return *Get<TimeDuration>(); }
  const Range& range() const { return **Get<std::shared_ptr<const Range>>(); }
  const List& list() const;
  const Context& context() const;
  const Function& function() const { return **Get<std::shared_ptr<const Function>>(); }
  const std::shared_ptr<const Function>& shared_function() const { return *Get<std::shared_ptr<const Function>>(); }
  // How deep lists, contexts and functions hold each other: 0 for what holds nothing.
  int nesting() const;

 private:
  struct ListBox;
  struct ContextBox;
  // In the order of Kind.
  using Data = std::variant<std::monostate, bool, Decimal, std::shared_ptr<const std::string>, Date, TimeOfDay, DateTime,
                            MonthsDuration, TimeDuration, std::shared_ptr<const Range>, std::shared_ptr<const ListBox>,
                            std::shared_ptr<const ContextBox>, std::shared_ptr<const Function>>;

  explicit Value(Data data) : data_(std::move(data)) {}
  template <typename T>
  const T* Get() const {
    return &std::get<T>(data_);
  }

  Data data_;
};

// `[low..high]`. An end without a value is unbounded and then open; `<5` is the range without a start whose end is open at 5.
struct Range {
  // How it was written: FEEL keeps `(<5)` and `(null..5)` apart when it compares ranges. `(!=5)` has 5 as both ends and holds all
  // but 5.
  enum class Form : uint8_t { kInterval, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kEqual, kNotEqual };

  Value start;  // null: unbounded
  Value end;    // null: unbounded
  bool start_included = false;
  bool end_included = false;
  Form form = Form::kInterval;
};

// Names with values, in the order in which they were put; a name occurs once.
class Context {
 public:
  using Entry = std::pair<std::string, Value>;

  Context() = default;
  explicit Context(std::vector<Entry> entries);

  // Replaces the value of a name that is there, in its place; else adds it at the end.
  void Put(absl::string_view name, Value value);
  // Null pointer if there is no such entry.
  const Value* Find(absl::string_view name) const;
  const std::vector<Entry>& entries() const { return entries_; }
  size_t size() const { return entries_.size(); }

 private:
  std::vector<Entry> entries_;
};

struct Value::ListBox {
  List items;
  int nesting;
};

struct Value::ContextBox {
  Context context;
  int nesting;
};

inline const List& Value::list() const {
  return (*Get<std::shared_ptr<const ListBox>>())->items;
}

inline const Context& Value::context() const {
  return (*Get<std::shared_ptr<const ContextBox>>())->context;
}

// The equality of FEEL's `=`: nothing (null) for two kinds that cannot be compared. Null equals null only. Numbers by value,
// contexts whatever their order, a date-time by its instant, a function with nothing but itself.
std::optional<bool> Equal(const Value& a, const Value& b);
// True only if they are equal; what cannot be compared is not.
bool Same(const Value& a, const Value& b);
// -1, 0 or 1 of FEEL's `<`; nothing for two kinds that have no order between them.
std::optional<int> Compare(const Value& a, const Value& b);
// FEEL's `value in range`; nothing if they cannot be compared.
std::optional<bool> Includes(const Range& range, const Value& value);

// The canonical text: what FEEL's `string()` gives. A string within a list or a context is quoted.
std::string ToText(const Value& value);
// The text as a FEEL literal that reads back as this value (`"a"`, `@"2024-01-01"`, `[1, 2]`); of a function, `function(a, b)`.
std::string ToLiteral(const Value& value);

}  // namespace redress::feel
