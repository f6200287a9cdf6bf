// What a log line may say. Values are numbers, truth values, literals of the source, errors by code and reason, and ids that
// the author wrapped in Id by hand. Strings and Personal do not compile, so personal data cannot reach a log by mistake; and
// what is wrapped in Id but does not look like one is not shown. Pure, but for LineLimiter, which is not thread safe.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/variant.h"
#include "libs/base/machine_time.h"
#include "libs/base/time.h"
#include "libs/obs/trace.h"

namespace redress::obs {

enum class Level { kDebug, kInfo, kWarning, kError };

// A string literal of the source: nothing that was computed, read or received converts to it.
class Literal {
 public:
  template <size_t N>
  consteval Literal(const char (&text)[N]) : text_(text), size_(N - 1) {}  // NOLINT(google-explicit-constructor)
  template <size_t N>
  Literal(char (&buffer)[N]) = delete;
  absl::string_view view() const { return {text_, size_}; }

 private:
  const char* text_;
  size_t size_;
};

// An id, a resource name or the name of an enum value; by its type never a text that a person wrote. Viewed, not copied: it
// lives as long as the call. Shown if it has 1 to 128 characters of [A-Za-z0-9._~:/+-], else as `(not an id)`.
class Id {
 public:
  explicit Id(absl::string_view id) : id_(id) {}
  absl::string_view view() const { return id_; }

 private:
  absl::string_view id_;
};

// The value of a field: exactly these types, without the conversions that would make a number of a pointer.
class FieldValue {
 public:
  // NOLINTBEGIN(google-explicit-constructor): a field is written as {"count", n}
  template <std::integral T>
  requires(sizeof(T) > 1) FieldValue(T number) : value_(static_cast<int64_t>(number)) {}
  template <std::floating_point T>
  FieldValue(T number) : value_(static_cast<double>(number)) {}
  template <std::same_as<bool> T>
  FieldValue(T truth) : value_(truth) {}
  FieldValue(Id id) : value_(id) {}
  FieldValue(Literal literal) : value_(literal) {}
  // `UNAVAILABLE/DATABASE_UNAVAILABLE`: code and reason, never the message.
  FieldValue(const absl::Status& status);
  // NOLINTEND(google-explicit-constructor)

  // As JSON.
  void AppendTo(std::string& line) const;

 private:
  absl::variant<int64_t, bool, double, Literal, Id, std::string> value_;
};

struct Field {
  Field(Literal name, FieldValue content) : key(name), value(std::move(content)) {}
  Field(Literal name, Literal content) : key(name), value(content) {}
  Literal key;
  FieldValue value;
};
using Fields = std::initializer_list<Field>;

// All that a line says.
struct LogLine {
  BusinessTime time;  // of the system's clock
  Level level;
  Literal event;
  absl::string_view service;
  TraceContext trace;
  int64_t suppressed = 0;  // lines of this event that were left out before it
};

// {"time":"…","level":"info","event":"…","service":"…","trace_id":"…",<fields>}, without a line break.
std::string FormatLine(const LogLine& line, Fields fields);

// Lets at most kBurst lines of one event pass in a second: what fails a thousand times a second says so ten times.
class LineLimiter {
 public:
  static constexpr int kBurst = 10;
  // Nothing: leave the line out. Else how many lines of this event were left out since the last one that passed.
  absl::optional<int64_t> Admit(absl::string_view event, MachineTime now);

 private:
  struct Window {
    MachineTime begin;
    int passed = 0;
    int64_t suppressed = 0;
  };
  absl::flat_hash_map<std::string, Window> windows_;  // one an event of the source: it does not grow
};

}  // namespace redress::obs
