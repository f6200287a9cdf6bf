// The built-in functions that make one value of a list.
#include <algorithm>

#include "libs/feel/builtin.h"
#include "libs/feel/operators.h"

namespace redress::feel {
namespace {

using Items = absl::Span<const Value>;

Value Count(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  return items ? Value::Number(static_cast<int64_t>(items->size())) : call.Null("the list is null");
}

// The least (-1) or the greatest (1) of items that can be compared.
template <int kSign>
Value Extreme(const BuiltinCall& call) {
  const std::optional<Items> items = call.AllItems();
  if (!items || items->empty()) return call.Null("there are no items");
  if (!call.evaluation().Spend(static_cast<int64_t>(items->size()))) return {};
  const Value* best = items->data();
  for (const Value& item : *items) {
    const std::optional<int> order = Compare(item, *best);
    if (!order) return call.Null("the items cannot be compared");
    if (*order == kSign) best = &item;
  }
  return *best;
}

// The numbers of a list, or of the arguments; nothing if there are none or one is no number.
std::optional<std::vector<Decimal>> Numbers(const BuiltinCall& call) {
  const std::optional<Items> items = call.AllItems();
  if (!items || items->empty() || !call.evaluation().Spend(static_cast<int64_t>(items->size()))) return std::nullopt;
  std::vector<Decimal> numbers;
  numbers.reserve(items->size());
  for (const Value& item : *items) {
    if (!item.is(Kind::kNumber)) return std::nullopt;
    numbers.push_back(item.number());
  }
  return numbers;
}

constexpr absl::string_view kNoNumbers = "the items are not all numbers, or there are none";

std::optional<Decimal> SumOf(const std::vector<Decimal>& numbers) {
  std::optional<Decimal> sum = Decimal();
  for (const Decimal& number : numbers) {
    if (sum) sum = sum->Plus(number);
  }
  return sum;
}

std::optional<Decimal> MeanOf(const std::vector<Decimal>& numbers) {
  const std::optional<Decimal> sum = SumOf(numbers);
  return sum ? sum->DividedBy(Decimal(static_cast<int64_t>(numbers.size()))) : std::nullopt;
}

Value Sum(const BuiltinCall& call) {
  const std::optional<std::vector<Decimal>> numbers = Numbers(call);
  return numbers ? Value::Number(SumOf(*numbers)) : call.Null(kNoNumbers);
}

Value Mean(const BuiltinCall& call) {
  const std::optional<std::vector<Decimal>> numbers = Numbers(call);
  return numbers ? Value::Number(MeanOf(*numbers)) : call.Null(kNoNumbers);
}

Value Product(const BuiltinCall& call) {
  const std::optional<std::vector<Decimal>> numbers = Numbers(call);
  if (!numbers) return call.Null(kNoNumbers);
  std::optional<Decimal> product = Decimal(1);
  for (const Decimal& number : *numbers) {
    if (product) product = product->Times(number);
  }
  return Value::Number(product);
}

Value Median(const BuiltinCall& call) {
  std::optional<std::vector<Decimal>> numbers = Numbers(call);
  if (!numbers) return call.Null(kNoNumbers);
  std::sort(numbers->begin(), numbers->end());
  const size_t middle = numbers->size() / 2;
  if (numbers->size() % 2 == 1) return Value::Number((*numbers)[middle]);
  return Value::Number(MeanOf({(*numbers)[middle - 1], (*numbers)[middle]}));
}

// Of a sample: divided by one less than the count.
Value StandardDeviation(const BuiltinCall& call) {
  const std::optional<std::vector<Decimal>> numbers = Numbers(call);
  if (!numbers || numbers->size() < 2) return call.Null("it takes two numbers or more");
  const std::optional<Decimal> mean = MeanOf(*numbers);
  std::optional<Decimal> sum = Decimal();
  for (const Decimal& number : *numbers) {
    const std::optional<Decimal> off = mean ? number.Minus(*mean) : std::nullopt;
    const std::optional<Decimal> square = off ? off->Times(*off) : std::nullopt;
    sum = sum && square ? sum->Plus(*square) : std::nullopt;
  }
  const std::optional<Decimal> variance = sum ? sum->DividedBy(Decimal(static_cast<int64_t>(numbers->size()) - 1)) : std::nullopt;
  return variance ? Value::Number(variance->SquareRoot()) : Value();
}

// The numbers that occur most often, ascending; none of an empty list.
Value Mode(const BuiltinCall& call) {
  const std::optional<Items> items = call.AllItems();
  if (items && items->empty()) return Value::Of(List());
  std::optional<std::vector<Decimal>> numbers = Numbers(call);
  if (!numbers) return call.Null(kNoNumbers);
  std::sort(numbers->begin(), numbers->end());
  List most;
  size_t most_often = 0;
  for (size_t from = 0; from < numbers->size();) {
    size_t to = from + 1;
    while (to < numbers->size() && (*numbers)[to] == (*numbers)[from]) ++to;
    if (to - from > most_often) most.clear();
    most_often = std::max(most_often, to - from);
    if (to - from == most_often) most.push_back(Value::Number((*numbers)[from]));
    from = to;
  }
  return call.MakeList(std::move(most));
}

// all() and any(): three-valued; what is no boolean counts as null.
template <bool kAll>
Value Junction(const BuiltinCall& call) {
  const std::optional<Items> items = call.AllItems();
  if (!items) return call.Null("the list is null");
  if (!call.evaluation().Spend(static_cast<int64_t>(items->size()))) return {};
  Value result = Value::Boolean(kAll);
  for (const Value& item : *items) {
    result = kAll ? And(result, item) : Or(result, item);
  }
  return result;
}

}  // namespace

std::vector<Builtin> AggregateBuiltins() {
  const std::vector<BuiltinForm> variadic = {{{"list"}, 1, true}};
  return {
      {"count", {{{"list"}, 1}}, Count, NumberType()},
      {"min", variadic, Extreme<-1>, Type::Any()},
      {"max", variadic, Extreme<1>, Type::Any()},
      {"sum", variadic, Sum, NumberType()},
      {"mean", variadic, Mean, NumberType()},
      {"product", variadic, Product, NumberType()},
      {"median", variadic, Median, NumberType()},
      {"stddev", variadic, StandardDeviation, NumberType()},
      {"mode", variadic, Mode, Type::ListOf(NumberType())},
      {"all", variadic, Junction<true>, BooleanType()},
      {"any", variadic, Junction<false>, BooleanType()},
  };
}

}  // namespace redress::feel
