// The built-in functions of FEEL: their names, the forms in which they are called, and how a call finds the right one. Inside of
// this library only; const and thread safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/feel/evaluation.h"
#include "libs/feel/type.h"
#include "libs/feel/value.h"

namespace redress::feel {

// The arguments of one call, and the readers by which a function takes them. They coerce as DMN has it: a list of one item is
// that item, and an item is a list of it. What does not fit is nothing.
class BuiltinCall {
 public:
  BuiltinCall(absl::string_view name, absl::Span<const Value> arguments, Evaluation& evaluation, int position)
      : name_(name), arguments_(arguments), evaluation_(evaluation), position_(position) {}

  size_t size() const { return arguments_.size(); }
  const Value& operator[](size_t i) const { return arguments_[i]; }
  absl::Span<const Value> arguments() const { return arguments_; }
  Evaluation& evaluation() const { return evaluation_; }
  int position() const { return position_; }

  // True for an argument that was left out, or null.
  bool Missing(size_t i) const { return i >= arguments_.size() || arguments_[i].is_null(); }
  // The argument of that kind, or the only item of a list that is of that kind; null pointer otherwise.
  const Value* Of(size_t i, Kind kind) const;
  const Decimal* Number(size_t i) const;
  // A whole number: one with a fraction is cut.
  std::optional<int64_t> Whole(size_t i) const;
  const std::string* String(size_t i) const;
  // The items of a list; another value is a list of itself. Nothing for null.
  std::optional<absl::Span<const Value>> Items(size_t i) const;
  // For functions that take a list or any number of items: the items of the only argument, or the arguments.
  std::optional<absl::Span<const Value>> AllItems() const;

  // Null, with a note that names the function.
  Value Null(absl::string_view message) const;
  // A list, if it is not longer than the limit. Costs its length.
  Value MakeList(List list) const;
  // A text, if it is not longer than the limit.
  Value MakeString(std::string text) const;

 private:
  const absl::string_view name_;
  const absl::Span<const Value> arguments_;
  Evaluation& evaluation_;
  const int position_;
};

using BuiltinBody = Value (*)(const BuiltinCall& call);

// One way to call a function.
struct BuiltinForm {
  std::vector<absl::string_view> parameters;
  size_t required = 0;          // how many of them, from the first
  bool variadic = false;        // takes any number of positional arguments, at least one
  BuiltinBody named = nullptr;  // runs a call by names in place of the function's body
};

struct Builtin {
  absl::string_view name;
  std::vector<BuiltinForm> forms;
  BuiltinBody body;
  Type result;
};

// Null pointer if there is no such function.
const Builtin* FindBuiltin(absl::string_view name);
// Names with spaces first among those that begin alike: the longer one before the shorter.
const std::vector<absl::string_view>& BuiltinNames();
// `names` is empty for a call by position. Null if the arguments fit no form.
Value CallBuiltin(const Builtin& builtin, absl::Span<const std::string> names, absl::Span<const Value> arguments,
                  Evaluation& evaluation, int position);
// The function as a value.
Value BuiltinValue(const Builtin& builtin);

// Types of results, for the tables.
inline Type NumberType() {
  return Type::Of(Type::Tag::kNumber);
}
inline Type StringType() {
  return Type::Of(Type::Tag::kString);
}
inline Type BooleanType() {
  return Type::Of(Type::Tag::kBoolean);
}

// The tables, one for each file of built-in functions.
std::vector<Builtin> ConversionBuiltins();
std::vector<Builtin> StringBuiltins();
std::vector<Builtin> RegexBuiltins();
std::vector<Builtin> ListBuiltins();
std::vector<Builtin> SelectionBuiltins();
std::vector<Builtin> AggregateBuiltins();
std::vector<Builtin> NumberBuiltins();
std::vector<Builtin> TemporalBuiltins();
std::vector<Builtin> RangeBuiltins();
std::vector<Builtin> ContextBuiltins();

}  // namespace redress::feel
