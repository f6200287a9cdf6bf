// The numeric built-in functions.
#include "libs/feel/builtin.h"
#include "libs/feel/operators.h"

namespace redress::feel {
namespace {

// decimal(), floor(), round up() …: the scale counts digits after the point. A scale that is given must be a number.
template <Rounding kRounding>
Value Round(const BuiltinCall& call) {
  const Decimal* const number = call.Number(0);
  if (number == nullptr) return call.Null("the number is missing");
  int64_t scale = 0;
  if (call.size() > 1) {
    const std::optional<int64_t> given = call.Whole(1);
    if (!given) return call.Null("the scale is no number");
    scale = *given;
  }
  const std::optional<Decimal> rounded = number->Rounded(scale, kRounding);
  return rounded ? Value::Number(*rounded) : call.Null("the scale is beyond -6111..6176");
}

Value Abs(const BuiltinCall& call) {
  if (const Decimal* const number = call.Number(0); number != nullptr) return Value::Number(number->Absolute());
  for (const Kind kind : {Kind::kMonthsDuration, Kind::kTimeDuration}) {
    const Value* const duration = call.Of(0, kind);
    if (duration == nullptr) continue;
    const bool negative =
        kind == Kind::kMonthsDuration ? duration->months_duration().months < 0 : duration->time_duration().seconds < 0;
    return negative ? Negated(*duration) : *duration;
  }
  return call.Null("the argument is neither a number nor a duration");
}

Value Modulo(const BuiltinCall& call) {
  const Decimal* const dividend = call.Number(0);
  const Decimal* const divisor = call.Number(1);
  if (dividend == nullptr || divisor == nullptr) return call.Null("both arguments must be numbers");
  const std::optional<Decimal> rest = dividend->Modulo(*divisor);
  return rest ? Value::Number(*rest) : call.Null("the divisor is zero");
}

template <std::optional<Decimal> (Decimal::*kFunction)() const>
Value OfNumber(const BuiltinCall& call) {
  const Decimal* const number = call.Number(0);
  if (number == nullptr) return call.Null("the argument is no number");
  const std::optional<Decimal> result = (number->*kFunction)();
  return result ? Value::Number(*result) : call.Null("it has no value there");
}

// Null unless the number is whole.
template <bool kOdd>
Value IsOdd(const BuiltinCall& call) {
  const Decimal* const number = call.Number(0);
  if (number == nullptr || !number->IsInteger()) return call.Null("the argument is no whole number");
  const std::optional<Decimal> rest = number->Modulo(Decimal(2));
  return rest ? Value::Boolean(rest->IsZero() != kOdd) : Value();
}

}  // namespace

std::vector<Builtin> NumberBuiltins() {
  const std::vector<BuiltinForm> scaled = {{{"n", "scale"}, 2}};
  const std::vector<BuiltinForm> maybe_scaled = {{{"n", "scale"}, 1}};
  const std::vector<BuiltinForm> one = {{{"number"}, 1}};
  return {
      {"decimal", scaled, Round<Rounding::kHalfEven>, NumberType()},
      {"floor", maybe_scaled, Round<Rounding::kFloor>, NumberType()},
      {"ceiling", maybe_scaled, Round<Rounding::kCeiling>, NumberType()},
      {"round up", scaled, Round<Rounding::kUp>, NumberType()},
      {"round down", scaled, Round<Rounding::kDown>, NumberType()},
      {"round half up", scaled, Round<Rounding::kHalfUp>, NumberType()},
      {"round half down", scaled, Round<Rounding::kHalfDown>, NumberType()},
      {"abs", {{{"n"}, 1}}, Abs, Type::Any()},
      {"modulo", {{{"dividend", "divisor"}, 2}}, Modulo, NumberType()},
      {"sqrt", one, OfNumber<&Decimal::SquareRoot>, NumberType()},
      {"log", one, OfNumber<&Decimal::NaturalLog>, NumberType()},
      {"exp", one, OfNumber<&Decimal::Exponential>, NumberType()},
      {"odd", one, IsOdd<true>, BooleanType()},
      {"even", one, IsOdd<false>, BooleanType()},
  };
}

}  // namespace redress::feel
