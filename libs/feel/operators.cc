#include "libs/feel/operators.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace redress::feel {
namespace {

// Durations as numbers of months or nanoseconds, to be scaled; exact as far as 34 digits go.
Decimal Months(const MonthsDuration& duration) {
  return Decimal(duration.months);
}

std::optional<Decimal> Seconds(const TimeDuration& duration) {
  const std::optional<Decimal> fraction = Decimal(duration.nanos).DividedBy(Decimal(kNanosPerSecond));
  return fraction ? Decimal(duration.seconds).Plus(*fraction) : std::nullopt;
}

// Durations stay far enough below what their numbers can hold that they can be negated and taken apart.
constexpr int64_t kMaxDuration = int64_t{1} << 61;

std::optional<int64_t> Bounded(const std::optional<int64_t>& amount) {
  return amount && *amount >= -kMaxDuration && *amount <= kMaxDuration ? amount : std::nullopt;
}

Value MonthsOf(const std::optional<Decimal>& months) {
  const std::optional<Decimal> whole = months ? months->Rounded(0, Rounding::kDown) : std::nullopt;
  const std::optional<int64_t> count = whole ? Bounded(whole->ToInt64()) : std::nullopt;
  return count ? Value::Of(MonthsDuration{*count}) : Value();
}

Value SecondsOf(const std::optional<Decimal>& seconds) {
  const std::optional<Decimal> whole = seconds ? seconds->Rounded(0, Rounding::kFloor) : std::nullopt;
  const std::optional<int64_t> count = whole ? Bounded(whole->ToInt64()) : std::nullopt;
  const std::optional<Decimal> rest = count ? seconds->Minus(*whole) : std::nullopt;
  const std::optional<Decimal> scaled = rest ? rest->Times(Decimal(kNanosPerSecond)) : std::nullopt;
  const std::optional<Decimal> nanos = scaled ? scaled->Rounded(0, Rounding::kDown) : std::nullopt;
  if (!nanos) return {};
  return Value::Of(TimeDuration{*count, static_cast<int32_t>(nanos->ToInt64().value_or(0))});
}

std::optional<TimeDuration> Opposite(const TimeDuration& duration) {
  if (duration.nanos == 0) return TimeDuration{-duration.seconds, 0};
  return TimeDuration{-duration.seconds - 1, static_cast<int32_t>(kNanosPerSecond) - duration.nanos};
}

DateTime Midnight(const Date& date, Zone::Kind kind) {
  return {date, 0, Zone{kind, 0, {}}};
}

std::optional<int64_t> Sum(int64_t a, int64_t b) {
  return Bounded(a + b);
}

Value SumOf(const TimeDuration& a, const TimeDuration& b) {
  const int64_t nanos = int64_t{a.nanos} + b.nanos;
  const std::optional<int64_t> seconds = Sum(a.seconds, b.seconds);
  const std::optional<int64_t> carried = seconds ? Sum(*seconds, nanos / kNanosPerSecond) : std::nullopt;
  return carried ? Value::Of(TimeDuration{*carried, static_cast<int32_t>(nanos % kNanosPerSecond)}) : Value();
}

// A date plus a duration is a date: of the date-time that begins that day.
Value DatePlus(const Date& date, const TimeDuration& duration) {
  const std::optional<DateTime> sum = Plus(Midnight(date, Zone::Kind::kNone), duration);
  return sum ? Value::Of(sum->date) : Value();
}

// `moment + duration`, moment being a date, a time or a date-time.
Value MomentPlus(const Value& moment, const Value& duration) {
  const bool months = duration.is(Kind::kMonthsDuration);
  if (!months && !duration.is(Kind::kTimeDuration)) return {};
  switch (moment.kind()) {
    case Kind::kDate:
      return months ? Value::Of(PlusMonths(moment.date(), duration.months_duration().months))
                    : DatePlus(moment.date(), duration.time_duration());
    case Kind::kDateTime:
      return months ? Value::Of(Plus(moment.date_time(), duration.months_duration()))
                    : Value::Of(Plus(moment.date_time(), duration.time_duration()));
    case Kind::kTime:
      return months ? Value() : Value::Of(Plus(moment.time(), duration.time_duration()));
    default:
      return {};
  }
}

bool IsDuration(const Value& value) {
  return value.is(Kind::kMonthsDuration) || value.is(Kind::kTimeDuration);
}

bool IsDay(const Value& value) {
  return value.is(Kind::kDate) || value.is(Kind::kDateTime);
}

Value Add(const Value& a, const Value& b, Evaluation& evaluation) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Value::Number(a.number().Plus(b.number()));
  if (a.is(Kind::kString) && b.is(Kind::kString)) {
    const size_t size = a.string().size() + b.string().size();
    if (size > evaluation.limits().string_bytes) evaluation.Exhaust("string_bytes");
    if (!evaluation.Spend(static_cast<int64_t>(size / 64))) return {};
    return Value::String(absl::StrCat(a.string(), b.string()));
  }
  if (a.is(Kind::kMonthsDuration) && b.is(Kind::kMonthsDuration)) {
    const std::optional<int64_t> months = Sum(a.months_duration().months, b.months_duration().months);
    return months ? Value::Of(MonthsDuration{*months}) : Value();
  }
  if (a.is(Kind::kTimeDuration) && b.is(Kind::kTimeDuration)) return SumOf(a.time_duration(), b.time_duration());
  return IsDuration(a) ? MomentPlus(b, a) : MomentPlus(a, b);
}

// A date stands for the midnight that begins it: of UTC beside a date-time with a zone.
Value DayDifference(const Value& a, const Value& b) {
  const auto zone_of = [](const Value& value) {
    return value.is(Kind::kDateTime) ? value.date_time().zone.kind : Zone::Kind::kNone;
  };
  const auto as_moment = [&](const Value& value, const Value& other) {
    if (value.is(Kind::kDateTime)) return value.date_time();
    return Midnight(value.date(), zone_of(other) == Zone::Kind::kNone ? Zone::Kind::kNone : Zone::Kind::kOffset);
  };
  return Value::Of(Difference(as_moment(a, b), as_moment(b, a)));
}

Value Subtract(const Value& a, const Value& b, Evaluation& evaluation) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Value::Number(a.number().Minus(b.number()));
  if (IsDay(a) && IsDay(b)) return DayDifference(a, b);
  if (a.is(Kind::kTime) && b.is(Kind::kTime)) return Value::Of(Difference(a.time(), b.time()));
  if (!IsDuration(b) || a.is(Kind::kString)) return {};
  return Add(a, Negated(b), evaluation);
}

Value Multiply(const Value& a, const Value& b) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Value::Number(a.number().Times(b.number()));
  if (a.is(Kind::kNumber)) return IsDuration(b) ? Multiply(b, a) : Value();
  if (!b.is(Kind::kNumber)) return {};
  if (a.is(Kind::kMonthsDuration)) return MonthsOf(Months(a.months_duration()).Times(b.number()));
  if (!a.is(Kind::kTimeDuration)) return {};
  const std::optional<Decimal> seconds = Seconds(a.time_duration());
  return seconds ? SecondsOf(seconds->Times(b.number())) : Value();
}

Value Divide(const Value& a, const Value& b) {
  if (a.is(Kind::kNumber) && b.is(Kind::kNumber)) return Value::Number(a.number().DividedBy(b.number()));
  if (a.is(Kind::kMonthsDuration)) {
    if (b.is(Kind::kNumber)) return MonthsOf(Months(a.months_duration()).DividedBy(b.number()));
    if (!b.is(Kind::kMonthsDuration)) return {};
    return Value::Number(Months(a.months_duration()).DividedBy(Months(b.months_duration())));
  }
  if (!a.is(Kind::kTimeDuration)) return {};
  const std::optional<Decimal> seconds = Seconds(a.time_duration());
  if (!seconds) return {};
  if (b.is(Kind::kNumber)) return SecondsOf(seconds->DividedBy(b.number()));
  if (!b.is(Kind::kTimeDuration)) return {};
  const std::optional<Decimal> other = Seconds(b.time_duration());
  return other ? Value::Number(seconds->DividedBy(*other)) : Value();
}

}  // namespace

Value Arithmetic(Operator op, const Value& a, const Value& b, Evaluation& evaluation) {
  switch (op) {
    case Operator::kAdd:
      return Add(a, b, evaluation);
    case Operator::kSubtract:
      return Subtract(a, b, evaluation);
    case Operator::kMultiply:
      return Multiply(a, b);
    case Operator::kDivide:
      return Divide(a, b);
    case Operator::kPower:
      return a.is(Kind::kNumber) && b.is(Kind::kNumber) ? Value::Number(a.number().Power(b.number())) : Value();
    default:
      return {};
  }
}

Value Relation(Operator op, const Value& a, const Value& b) {
  if (op == Operator::kEqual) return FromOptional(Equal(a, b));
  if (op == Operator::kNotEqual) return Not(FromOptional(Equal(a, b)));
  const std::optional<int> order = Compare(a, b);
  if (!order) return {};
  switch (op) {
    case Operator::kLess:
      return Value::Boolean(*order < 0);
    case Operator::kLessOrEqual:
      return Value::Boolean(*order <= 0);
    case Operator::kGreater:
      return Value::Boolean(*order > 0);
    default:
      return Value::Boolean(*order >= 0);
  }
}

Value Negated(const Value& value) {
  if (value.is(Kind::kNumber)) return Value::Number(value.number().Negated());
  if (value.is(Kind::kMonthsDuration)) return Value::Of(MonthsDuration{-value.months_duration().months});
  return value.is(Kind::kTimeDuration) ? Value::Of(Opposite(value.time_duration())) : Value();
}

Value And(const Value& a, const Value& b) {
  if (a.IsFalse() || b.IsFalse()) return Value::Boolean(false);
  return a.IsTrue() && b.IsTrue() ? a : Value();
}

Value Or(const Value& a, const Value& b) {
  if (a.IsTrue() || b.IsTrue()) return Value::Boolean(true);
  return a.IsFalse() && b.IsFalse() ? a : Value();
}

Value Not(const Value& value) {
  return value.is(Kind::kBoolean) ? Value::Boolean(!value.boolean()) : Value();
}

Value FromOptional(const std::optional<bool>& value) {
  return value ? Value::Boolean(*value) : Value();
}

}  // namespace redress::feel
