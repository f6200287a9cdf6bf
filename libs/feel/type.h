// The types of FEEL: of names in scope, of item definitions, and of `instance of`. A type is a shared tree that never changes;
// copies are cheap. Thread safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/feel/value.h"

namespace redress::feel {

class Type {
 public:
  enum class Tag : uint8_t {
    kAny,
    kNull,
    kBoolean,
    kNumber,
    kString,
    kDate,
    kTime,
    kDateTime,
    kMonthsDuration,
    kTimeDuration,
    kRange,     // element() is the type of its ends
    kList,      // element() is the type of its items
    kContext,   // fields(), in their order; without fields any context
    kFunction,  // parameters() and element(), which is the type of the result
  };
  using Field = std::pair<std::string, Type>;

  // Any.
  Type() = default;
  static Type Any() { return {}; }
  // One of the types without parts. A list, range, context or function made so has parts of any type.
  static Type Of(Tag tag);
  static Type ListOf(const Type& element);
  static Type RangeOf(const Type& element);
  static Type ContextOf(std::vector<Field> fields);
  static Type FunctionOf(std::vector<Type> parameters, const Type& result);
  // The built-in type of that name (`number`, `date and time`, `dateTime`, `days and time duration`, `Any`, `list`, …), as FEEL
  // and DMN's typeRef spell it; false if there is none.
  static bool Named(absl::string_view name, Type* type);
  // All names that Named takes.
  static absl::Span<const absl::string_view> BuiltInNames();

  Tag tag() const { return tag_; }
  bool is_any() const { return tag_ == Tag::kAny; }
  // Any, unless it was given.
  Type element() const;
  const std::vector<Field>& fields() const;
  const std::vector<Type>& parameters() const;
  // True for a function, range, list or context of which the parts are known.
  bool has_parts() const { return parts_ != nullptr; }
  // The type of that field; null pointer if there is none (of a context without known fields, always).
  const Type* FindField(absl::string_view name) const;
  // As it is written in FEEL: `list<number>`, `context<a: number>`.
  std::string ToText() const;

  friend bool operator==(const Type& a, const Type& b);

 private:
  struct Parts;

  Tag tag_ = Tag::kAny;
  std::shared_ptr<const Parts> parts_;
};

// True if every value of `type` is one of `wanted`: the relation "conforms to" of the specification.
bool ConformsTo(const Type& type, const Type& wanted);
// FEEL's `value instance of type`: null is an instance of Null and of nothing else.
bool InstanceOf(const Value& value, const Type& type);
// What DMN makes of a value where one of that type is expected: the value itself if it is null or conforms; a list of one item in
// place of an item and an item in place of a list; midnight of a date; null otherwise. Fields that a context has beyond the type
// stay.
Value Coerce(const Value& value, const Type& type);
// The most special type that can be told from the value.
Type TypeOf(const Value& value);

}  // namespace redress::feel
