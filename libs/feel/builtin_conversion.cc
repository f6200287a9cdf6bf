// The built-in functions that convert, and not().
#include <algorithm>

#include "libs/feel/builtin.h"
#include "libs/feel/operators.h"

namespace redress::feel {
namespace {

Zone Utc() {
  return {Zone::Kind::kOffset, 0, {}};
}

Value NotFunction(const BuiltinCall& call) {
  const Value* const value = call.Of(0, Kind::kBoolean);
  return value == nullptr ? call.Null("the argument is no boolean") : Not(*value);
}

Value DateFunction(const BuiltinCall& call) {
  if (call.size() == 3) {
    const std::optional<int64_t> year = call.Whole(0);
    const std::optional<int64_t> month = call.Whole(1);
    const std::optional<int64_t> day = call.Whole(2);
    const std::optional<Date> date = year && month && day ? MakeDate(*year, *month, *day) : std::nullopt;
    return date ? Value::Of(*date) : call.Null("there is no such day");
  }
  if (const Value* const date = call.Of(0, Kind::kDate); date != nullptr) return *date;
  if (const Value* const moment = call.Of(0, Kind::kDateTime); moment != nullptr) return Value::Of(moment->date_time().date);
  const std::string* const text = call.String(0);
  const std::optional<Date> date = text == nullptr ? std::nullopt : ParseDate(*text);
  return date ? Value::Of(*date) : call.Null("the argument is no date");
}

// Nanoseconds since midnight from three arguments, of which the seconds may have a fraction.
std::optional<int64_t> ClockOf(const BuiltinCall& call, size_t first) {
  const std::optional<int64_t> hour = call.Whole(first);
  const std::optional<int64_t> minute = call.Whole(first + 1);
  const Decimal* const second = call.Number(first + 2);
  const std::optional<Decimal> scaled = second == nullptr ? std::nullopt : second->Times(Decimal(kNanosPerSecond));
  const std::optional<Decimal> whole = scaled ? scaled->Rounded(0, Rounding::kDown) : std::nullopt;
  const int64_t nanos = whole ? whole->ToInt64().value_or(-1) : -1;
  if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return std::nullopt;
  if (nanos < 0 || nanos >= 60 * kNanosPerSecond) return std::nullopt;
  return (*hour * 3600 + *minute * 60) * kNanosPerSecond + nanos;
}

// The zone of an argument: none if it is missing, an offset of a duration, a place of a text. Nothing for anything else.
std::optional<Zone> ZoneOf(const BuiltinCall& call, size_t i) {
  if (call.Missing(i)) return Zone{};
  if (const Value* const offset = call.Of(i, Kind::kTimeDuration); offset != nullptr) {
    const int64_t seconds = offset->time_duration().seconds;
    if (seconds < -18 * 3600 || seconds > 18 * 3600) return std::nullopt;
    return Zone{Zone::Kind::kOffset, static_cast<int32_t>(seconds), {}};
  }
  const std::string* const name = call.String(i);
  return name == nullptr ? std::nullopt : ParseZone("@" + *name);
}

Value TimeFunction(const BuiltinCall& call) {
  if (call.size() >= 3) {
    const std::optional<int64_t> nanos = ClockOf(call, 0);
    const std::optional<Zone> zone = ZoneOf(call, 3);
    return nanos && zone ? Value::Of(TimeOfDay{*nanos, *zone}) : call.Null("there is no such time");
  }
  if (const Value* const time = call.Of(0, Kind::kTime); time != nullptr) return *time;
  if (call.Of(0, Kind::kDate) != nullptr) return Value::Of(TimeOfDay{0, Utc()});
  if (const Value* const moment = call.Of(0, Kind::kDateTime); moment != nullptr) {
    return Value::Of(TimeOfDay{moment->date_time().nanos, moment->date_time().zone});
  }
  const std::string* const text = call.String(0);
  const std::optional<TimeOfDay> time = text == nullptr ? std::nullopt : ParseTime(*text);
  return time ? Value::Of(*time) : call.Null("the argument is no time");
}

std::optional<Date> DayOf(const BuiltinCall& call, size_t i) {
  if (const Value* const date = call.Of(i, Kind::kDate); date != nullptr) return date->date();
  const Value* const moment = call.Of(i, Kind::kDateTime);
  return moment == nullptr ? std::nullopt : std::optional<Date>(moment->date_time().date);
}

Value DateTimeFunction(const BuiltinCall& call) {
  if (call.size() == 1) {
    if (const Value* const moment = call.Of(0, Kind::kDateTime); moment != nullptr) return *moment;
    if (const Value* const date = call.Of(0, Kind::kDate); date != nullptr) return Value::Of(DateTime{date->date(), 0, Utc()});
    const std::string* const text = call.String(0);
    const std::optional<DateTime> moment = text == nullptr ? std::nullopt : ParseDateTime(*text);
    return moment ? Value::Of(*moment) : call.Null("the argument is no date and time");
  }
  if (call.size() == 2) {
    const std::optional<Date> date = DayOf(call, 0);
    const Value* const time = call.Of(1, Kind::kTime);
    if (!date || time == nullptr) return call.Null("it takes a date and a time");
    return Value::Of(DateTime{*date, time->time().nanos, time->time().zone});
  }
  const std::optional<int64_t> year = call.Whole(0);
  const std::optional<int64_t> month = call.Whole(1);
  const std::optional<int64_t> day = call.Whole(2);
  const std::optional<Date> date = year && month && day ? MakeDate(*year, *month, *day) : std::nullopt;
  const std::optional<int64_t> nanos = ClockOf(call, 3);
  const std::optional<Zone> zone = ZoneOf(call, 6);
  return date && nanos && zone ? Value::Of(DateTime{*date, *nanos, *zone}) : call.Null("there is no such date and time");
}

// A separator must be one of `allowed`; nothing if it is something else, an empty text if it is left out.
std::optional<std::string> Separator(const BuiltinCall& call, size_t i, absl::string_view allowed) {
  if (call.Missing(i)) return "";
  const std::string* const text = call.String(i);
  if (text == nullptr || text->size() != 1 || allowed.find((*text)[0]) == absl::string_view::npos) return std::nullopt;
  return *text;
}

Value NumberFunction(const BuiltinCall& call) {
  if (call.size() == 1 && call.Number(0) != nullptr) return Value::Number(*call.Number(0));
  const std::string* const text = call.String(0);
  if (text == nullptr) return call.Null("the argument is no text");
  const std::optional<std::string> grouping = Separator(call, 1, " .,");
  const std::optional<std::string> decimal = Separator(call, 2, ".,");
  if (!grouping || !decimal) return call.Null("a separator is none of those allowed");
  if (!grouping->empty() && *grouping == *decimal) return call.Null("both separators are the same");
  std::string plain = *text;
  if (!grouping->empty()) plain.erase(std::remove(plain.begin(), plain.end(), (*grouping)[0]), plain.end());
  if (*decimal == ",") {
    if (plain.find('.') != std::string::npos) return call.Null("the argument is no number");
    std::replace(plain.begin(), plain.end(), ',', '.');
  }
  const std::optional<Decimal> number = Decimal::Parse(plain);
  return number ? Value::Number(*number) : call.Null("the argument is no number");
}

Value StringFunction(const BuiltinCall& call) {
  return call[0].is_null() ? call.Null("the argument is null") : call.MakeString(ToText(call[0]));
}

Value DurationFunction(const BuiltinCall& call) {
  for (const Kind kind : {Kind::kMonthsDuration, Kind::kTimeDuration}) {
    if (const Value* const duration = call.Of(0, kind); duration != nullptr) return *duration;
  }
  const std::string* const text = call.String(0);
  if (text == nullptr) return call.Null("the argument is no text");
  if (const std::optional<MonthsDuration> months = ParseMonthsDuration(*text)) return Value::Of(*months);
  const std::optional<TimeDuration> time = ParseTimeDuration(*text);
  return time ? Value::Of(*time) : call.Null("the argument is no duration");
}

Value MonthsDurationFunction(const BuiltinCall& call) {
  const std::optional<Date> from = DayOf(call, 0);
  const std::optional<Date> to = DayOf(call, 1);
  return from && to ? Value::Of(MonthsBetween(*from, *to)) : call.Null("it takes two dates");
}

}  // namespace

std::vector<Builtin> ConversionBuiltins() {
  using Tag = Type::Tag;
  const BuiltinForm from = {{"from"}, 1};
  const std::vector<absl::string_view> moment = {"year", "month", "day", "hour", "minute", "second"};
  std::vector<absl::string_view> with_offset = moment;
  with_offset.emplace_back("offset");
  std::vector<absl::string_view> with_zone = moment;
  with_zone.emplace_back("timezone");
  return {
      {"not", {{{"negand"}, 1}}, NotFunction, BooleanType()},
      {"date", {from, {{"year", "month", "day"}, 3}}, DateFunction, Type::Of(Tag::kDate)},
      {"time", {from, {{"hour", "minute", "second", "offset"}, 3}}, TimeFunction, Type::Of(Tag::kTime)},
      {"date and time",
       {from, {{"date", "time"}, 2}, {moment, 6}, {with_offset, 7}, {with_zone, 7}},
       DateTimeFunction,
       Type::Of(Tag::kDateTime)},
      {"number", {from, {{"from", "grouping separator", "decimal separator"}, 3}}, NumberFunction, NumberType()},
      {"string", {from}, StringFunction, StringType()},
      {"duration", {from}, DurationFunction, Type::Any()},
      {"years and months duration", {{{"from", "to"}, 2}}, MonthsDurationFunction, Type::Of(Tag::kMonthsDuration)},
  };
}

}  // namespace redress::feel
