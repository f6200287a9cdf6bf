// Membership and properties, of operators.h.
#include <algorithm>

#include "libs/feel/operators.h"

namespace redress::feel {
namespace {

// The magnitude of a part, with the sign of the whole duration.
Value DurationPart(const TimeDuration& duration, absl::string_view name) {
  const bool negative = duration.seconds < 0;
  int64_t seconds = negative ? -duration.seconds : duration.seconds;
  int64_t nanos = duration.nanos;
  if (negative && nanos != 0) {
    --seconds;
    nanos = kNanosPerSecond - nanos;
  }
  const auto with_sign = [&](int64_t part) { return Value::Number(negative ? -part : part); };
  if (name == "days") return with_sign(seconds / kSecondsPerDay);
  if (name == "hours") return with_sign(seconds / 3600 % 24);
  if (name == "minutes") return with_sign(seconds / 60 % 60);
  if (name != "seconds") return {};
  const std::optional<Decimal> fraction = Decimal(nanos).DividedBy(Decimal(kNanosPerSecond));
  const std::optional<Decimal> sum = fraction ? Decimal(seconds % 60).Plus(*fraction) : std::nullopt;
  return sum ? Value::Number(negative ? sum->Negated() : *sum) : Value();
}

Value DatePart(const Date& date, absl::string_view name) {
  if (name == "year") return Value::Number(int64_t{date.year});
  if (name == "month") return Value::Number(int64_t{date.month});
  if (name == "day") return Value::Number(int64_t{date.day});
  return name == "weekday" ? Value::Number(int64_t{Weekday(date)}) : Value();
}

Value ClockPart(int64_t nanos, absl::string_view name) {
  const int64_t seconds = nanos / kNanosPerSecond;
  if (name == "hour") return Value::Number(seconds / 3600);
  if (name == "minute") return Value::Number(seconds / 60 % 60);
  if (name != "second") return {};
  const std::optional<Decimal> fraction = Decimal(nanos % kNanosPerSecond).DividedBy(Decimal(kNanosPerSecond));
  return fraction ? Value::Number(Decimal(seconds % 60).Plus(*fraction)) : Value();
}

Value ZonePart(const Zone& zone, const std::optional<int32_t>& offset, absl::string_view name) {
  if (name == "time offset") return offset ? Value::Of(TimeDuration{*offset, 0}) : Value();
  if (name == "timezone" && zone.kind == Zone::Kind::kPlace) return Value::String(zone.place.name());
  return {};
}

bool IsZonePart(absl::string_view name) {
  return name == "time offset" || name == "timezone";
}

Value DateTimePart(const DateTime& value, absl::string_view name) {
  if (IsZonePart(name)) return ZonePart(value.zone, OffsetSeconds(value), name);
  const Value part = DatePart(value.date, name);
  return part.is_null() ? ClockPart(value.nanos, name) : part;
}

Value RangePart(const Range& range, absl::string_view name) {
  if (name == "start") return range.start;
  if (name == "end") return range.end;
  if (name == "start included") return Value::Boolean(range.start_included);
  return name == "end included" ? Value::Boolean(range.end_included) : Value();
}

Value MonthsPart(const MonthsDuration& duration, absl::string_view name) {
  if (name == "years") return Value::Number(duration.months / 12);
  return name == "months" ? Value::Number(duration.months % 12) : Value();
}

Value EachProperty(const List& list, absl::string_view name, Evaluation& evaluation) {
  if (!evaluation.Spend(static_cast<int64_t>(list.size()))) return {};
  List found;
  found.reserve(list.size());
  for (const Value& item : list) found.push_back(Property(item, name, evaluation));
  return Value::Of(std::move(found));
}

}  // namespace

Value In(const Value& value, const Value& test) {
  if (test.is(Kind::kRange)) return FromOptional(Includes(test.range(), value));
  if (!test.is(Kind::kList)) return FromOptional(Equal(value, test));
  if (value.is(Kind::kList) && Same(value, test)) return Value::Boolean(true);
  return Value::Boolean(std::any_of(test.list().begin(), test.list().end(), [&](const Value& item) {
    return Same(value, item) || (item.is(Kind::kRange) && Includes(item.range(), value).value_or(false));
  }));
}

Value InTest(const Value& input, const Value& test, bool constant) {
  const bool condition = test.is(Kind::kBoolean) && !input.is(Kind::kBoolean) && !(constant && input.is_null());
  return condition ? test : In(input, test);
}

Value Property(const Value& value, absl::string_view name, Evaluation& evaluation) {
  switch (value.kind()) {
    case Kind::kContext: {
      const Value* const found = value.context().Find(name);
      return found == nullptr ? Value() : *found;
    }
    case Kind::kList:
      return EachProperty(value.list(), name, evaluation);
    case Kind::kDate:
      return DatePart(value.date(), name);
    case Kind::kTime:
      if (IsZonePart(name)) return ZonePart(value.time().zone, OffsetSeconds(value.time()), name);
      return ClockPart(value.time().nanos, name);
    case Kind::kDateTime:
      return DateTimePart(value.date_time(), name);
    case Kind::kMonthsDuration:
      return MonthsPart(value.months_duration(), name);
    case Kind::kTimeDuration:
      return DurationPart(value.time_duration(), name);
    case Kind::kRange:
      return RangePart(value.range(), name);
    default:
      return {};
  }
}

}  // namespace redress::feel
