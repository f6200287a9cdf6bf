// The built-in functions on ranges and points: the relations between two of them, as the specification defines each.
#include "libs/feel/builtin.h"
#include "libs/feel/parser.h"

namespace redress::feel {
namespace {

// One end of a range, or a point, which is a range of its own. An end without a value is infinitely far.
struct End {
  const Value* value;
  int infinity;  // -1 or 1 without a value
  bool included;
};

struct Extent {
  End start;
  End end;
  bool point;
};

// What cannot be compared makes every relation null, so the order of two ends may be asked for only after `comparable`.
std::optional<int> OrderOf(const End& a, const End& b) {
  if (a.infinity != 0 || b.infinity != 0) return a.infinity < b.infinity ? -1 : a.infinity > b.infinity ? 1 : 0;
  return Compare(*a.value, *b.value);
}

std::optional<Extent> ExtentOf(const Value& value) {
  if (value.is(Kind::kRange)) {
    const Range& range = value.range();
    if (range.form == Range::Form::kNotEqual) return std::nullopt;
    return Extent{{&range.start, range.start.is_null() ? -1 : 0, range.start_included},
                  {&range.end, range.end.is_null() ? 1 : 0, range.end_included},
                  false};
  }
  if (!Compare(value, value)) return std::nullopt;
  return Extent{{&value, 0, true}, {&value, 0, true}, true};
}

int Order(const End& a, const End& b) {
  return OrderOf(a, b).value_or(0);
}

bool Comparable(const Extent& a, const Extent& b) {
  return OrderOf(a.start, b.start) && OrderOf(a.start, b.end) && OrderOf(a.end, b.start) && OrderOf(a.end, b.end);
}

// The end of `a` lies before the start of `b`, or touches it from outside.
bool Before(const Extent& a, const Extent& b) {
  const int order = Order(a.end, b.start);
  return order < 0 || (order == 0 && (!a.end.included || !b.start.included));
}

bool After(const Extent& a, const Extent& b) {
  return Before(b, a);
}

bool Meets(const Extent& a, const Extent& b) {
  return a.end.included && b.start.included && Order(a.end, b.start) == 0;
}

bool MetBy(const Extent& a, const Extent& b) {
  return Meets(b, a);
}

bool Overlaps(const Extent& a, const Extent& b) {
  return !Before(a, b) && !Before(b, a);
}

// a begins not after b: at the same value, the one that includes it comes first.
bool StartsBefore(const Extent& a, const Extent& b) {
  const int order = Order(a.start, b.start);
  return order < 0 || (order == 0 && a.start.included && !b.start.included);
}

// a ends before b, or with it unless a includes what b does not.
bool EndsWithin(const Extent& a, const Extent& b) {
  const int order = Order(a.end, b.end);
  return order < 0 || (order == 0 && (!a.end.included || b.end.included));
}

bool StartsWithin(const Extent& a, const Extent& b) {
  const int order = Order(a.start, b.start);
  return order > 0 || (order == 0 && (!a.start.included || b.start.included));
}

bool OverlapsBefore(const Extent& a, const Extent& b) {
  return StartsBefore(a, b) && !Before(a, b) && EndsWithin(a, b);
}

bool OverlapsAfter(const Extent& a, const Extent& b) {
  return OverlapsBefore(b, a);
}

bool Finishes(const Extent& a, const Extent& b) {
  return Order(a.end, b.end) == 0 && a.end.included == b.end.included && StartsWithin(a, b);
}

bool FinishedBy(const Extent& a, const Extent& b) {
  return Finishes(b, a);
}

bool During(const Extent& a, const Extent& b) {
  return StartsWithin(a, b) && EndsWithin(a, b);
}

bool IncludesExtent(const Extent& a, const Extent& b) {
  return During(b, a);
}

bool Starts(const Extent& a, const Extent& b) {
  return Order(a.start, b.start) == 0 && a.start.included == b.start.included && EndsWithin(a, b);
}

bool StartedBy(const Extent& a, const Extent& b) {
  return Starts(b, a);
}

bool Coincides(const Extent& a, const Extent& b) {
  return Order(a.start, b.start) == 0 && Order(a.end, b.end) == 0 && a.start.included == b.start.included &&
         a.end.included == b.end.included;
}

// Which arguments may be points.
enum class Points : uint8_t { kAny, kNone, kFirst, kSecond, kBothOrNone };

bool Allowed(Points points, const Extent& a, const Extent& b) {
  switch (points) {
    case Points::kAny:
      return true;
    case Points::kNone:
      return !a.point && !b.point;
    case Points::kFirst:
      return !b.point;
    case Points::kSecond:
      return !a.point;
    case Points::kBothOrNone:
      return a.point == b.point;
  }
  return false;
}

using Relate = bool (*)(const Extent& a, const Extent& b);

template <Relate kRelation, Points kPoints>
Value Related(const BuiltinCall& call) {
  const std::optional<Extent> a = ExtentOf(call[0]);
  const std::optional<Extent> b = ExtentOf(call[1]);
  if (!a || !b || !Allowed(kPoints, *a, *b)) return call.Null("the arguments are not the ranges or points that it takes");
  if (!Comparable(*a, *b)) return call.Null("the arguments cannot be compared");
  return Value::Boolean(kRelation(*a, *b));
}

// Two texts around the `..` that is not within quotes; false if there is none.
bool SplitRange(absl::string_view text, absl::string_view* start, absl::string_view* end) {
  bool quoted = false;
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && quoted) {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == '.' && text[i + 1] == '.') {
      *start = text.substr(0, i);
      *end = text.substr(i + 2);
      return true;
    }
  }
  return false;
}

// The value of a literal, or of a call like date("…") of one; null for `null` and for an empty text. Nothing for anything else.
std::optional<Value> LiteralValue(absl::string_view text, Evaluation& evaluation) {
  const std::string name = NormalName(text);
  if (name.empty() || name == "null") return Value();
  if (!evaluation.Spend(static_cast<int64_t>(text.size()))) return std::nullopt;
  const Scope scope;
  const absl::StatusOr<std::shared_ptr<const Code>> code = Parser(text, scope).ParseExpression();
  const Value* const value = code.ok() ? (*code)->root->constant() : nullptr;
  if (value == nullptr || !Compare(*value, *value)) return std::nullopt;
  return *value;
}

// Reads `[1..5]`, `(..@"2024-01-01"]` and the like.
Value RangeFunction(const BuiltinCall& call) {
  const std::string* const text = call.String(0);
  absl::string_view start_text;
  absl::string_view end_text;
  if (text == nullptr || text->size() < 4) return call.Null("the argument is no text of a range");
  const char open = text->front();
  const char close = text->back();
  const absl::string_view inner = absl::string_view(*text).substr(1, text->size() - 2);
  if (absl::string_view("[(]").find(open) == absl::string_view::npos ||
      absl::string_view("])[").find(close) == absl::string_view::npos || !SplitRange(inner, &start_text, &end_text)) {
    return call.Null("the argument is no text of a range");
  }
  const std::optional<Value> start = LiteralValue(start_text, call.evaluation());
  const std::optional<Value> end = LiteralValue(end_text, call.evaluation());
  Range range{start.value_or(Value()), end.value_or(Value()), open == '[', close == ']', Range::Form::kInterval};
  const bool unbounded_included = (range.start.is_null() && range.start_included) || (range.end.is_null() && range.end_included);
  if (!start || !end || unbounded_included || (range.start.is_null() && range.end.is_null())) {
    return call.Null("an end of the range is no literal");
  }
  if (!range.start.is_null() && !range.end.is_null() && Compare(range.start, range.end).value_or(1) > 0) {
    return call.Null("the range ends before it starts");
  }
  return Value::Of(std::move(range));
}

}  // namespace

std::vector<Builtin> RangeBuiltins() {
  const BuiltinForm points = {{"point1", "point2"}, 2};
  const BuiltinForm point_first = {{"point", "range"}, 2};
  const BuiltinForm range_first = {{"range", "point"}, 2};
  const BuiltinForm ranges = {{"range1", "range2"}, 2};
  const std::vector<BuiltinForm> all = {points, point_first, range_first, ranges};
  const std::vector<BuiltinForm> into = {point_first, ranges};
  const std::vector<BuiltinForm> around = {range_first, ranges};
  const Type boolean = BooleanType();
  return {
      {"before", all, Related<Before, Points::kAny>, boolean},
      {"after", all, Related<After, Points::kAny>, boolean},
      {"meets", {ranges}, Related<Meets, Points::kNone>, boolean},
      {"met by", {ranges}, Related<MetBy, Points::kNone>, boolean},
      {"overlaps", {ranges}, Related<Overlaps, Points::kNone>, boolean},
      {"overlaps before", {ranges}, Related<OverlapsBefore, Points::kNone>, boolean},
      {"overlaps after", {ranges}, Related<OverlapsAfter, Points::kNone>, boolean},
      {"finishes", into, Related<Finishes, Points::kFirst>, boolean},
      {"finished by", around, Related<FinishedBy, Points::kSecond>, boolean},
      {"includes", around, Related<IncludesExtent, Points::kSecond>, boolean},
      {"during", into, Related<During, Points::kFirst>, boolean},
      {"starts", into, Related<Starts, Points::kFirst>, boolean},
      {"started by", around, Related<StartedBy, Points::kSecond>, boolean},
      {"coincides", {points, ranges}, Related<Coincides, Points::kBothOrNone>, boolean},
      {"range", {{{"from"}, 1}}, RangeFunction, Type::Of(Type::Tag::kRange)},
  };
}

}  // namespace redress::feel
