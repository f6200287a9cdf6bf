// The built-in functions on days and on the time that the evaluation sees, and is().
#include <array>

#include "libs/feel/builtin.h"

namespace redress::feel {
namespace {

constexpr std::array<absl::string_view, 7> kDays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array<absl::string_view, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                       "July",    "August",   "September", "October", "November", "December"};

DateTime Now(const Evaluation& evaluation) {
  const bool utc = evaluation.zone() == absl::UTCTimeZone();
  const Zone zone{utc ? Zone::Kind::kOffset : Zone::Kind::kPlace, 0, evaluation.zone()};
  const int64_t seconds = absl::ToUnixSeconds(evaluation.now());
  const int64_t nanos = absl::ToInt64Nanoseconds(evaluation.now() - absl::FromUnixSeconds(seconds));
  return DateTimeOf(seconds, static_cast<int32_t>(nanos), zone).value_or(DateTime{});
}

Value NowFunction(const BuiltinCall& call) {
  return Value::Of(Now(call.evaluation()));
}

Value Today(const BuiltinCall& call) {
  return Value::Of(Now(call.evaluation()).date);
}

using OfDay = Value (*)(const Date& date);

template <OfDay kFunction>
Value OnDay(const BuiltinCall& call) {
  if (const Value* const date = call.Of(0, Kind::kDate); date != nullptr) return kFunction(date->date());
  if (const Value* const moment = call.Of(0, Kind::kDateTime); moment != nullptr) return kFunction(moment->date_time().date);
  return call.Null("the argument is no date");
}

Value YearDay(const Date& date) {
  return Value::Number(int64_t{DayOfYear(date)});
}

Value WeekDay(const Date& date) {
  return Value::String(kDays[static_cast<size_t>(Weekday(date) - 1)]);
}

Value MonthName(const Date& date) {
  return Value::String(kMonths[static_cast<size_t>(date.month - 1)]);
}

Value Week(const Date& date) {
  return Value::Number(int64_t{WeekOfYear(date)});
}

// Stricter than `=`: the same time in another zone is another value.
Value Is(const BuiltinCall& call) {
  const Value& a = call[0];
  const Value& b = call[1];
  if (a.kind() != b.kind()) return Value::Boolean(false);
  if (a.is(Kind::kTime)) return Value::Boolean(a.time().nanos == b.time().nanos && a.time().zone == b.time().zone);
  if (a.is(Kind::kDateTime)) {
    const DateTime& x = a.date_time();
    const DateTime& y = b.date_time();
    return Value::Boolean(x.date == y.date && x.nanos == y.nanos && x.zone == y.zone);
  }
  return Value::Boolean(Same(a, b));
}

}  // namespace

std::vector<Builtin> TemporalBuiltins() {
  const std::vector<BuiltinForm> date = {{{"date"}, 1}};
  return {
      {"now", {{{}, 0}}, NowFunction, Type::Of(Type::Tag::kDateTime)},
      {"today", {{{}, 0}}, Today, Type::Of(Type::Tag::kDate)},
      {"day of year", date, OnDay<YearDay>, NumberType()},
      {"day of week", date, OnDay<WeekDay>, StringType()},
      {"month of year", date, OnDay<MonthName>, StringType()},
      {"week of year", date, OnDay<Week>, NumberType()},
      {"is", {{{"value1", "value2"}, 2}}, Is, BooleanType()},
  };
}

}  // namespace redress::feel
