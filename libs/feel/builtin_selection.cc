// The built-in functions on lists that take a function: sort() and list replace().
#include <algorithm>
#include <array>

#include "libs/feel/builtin.h"
#include "libs/feel/function.h"

namespace redress::feel {
namespace {

// Whether `b` must come before `a`; nothing if that cannot be told, which ends the sorting.
class Order {
 public:
  Order(const Function* precedes, Evaluation& evaluation) : precedes_(precedes), evaluation_(evaluation) {}

  std::optional<bool> Before(const Value& b, const Value& a) const {
    if (!evaluation_.Spend()) return std::nullopt;
    if (precedes_ == nullptr) {
      const std::optional<int> order = Compare(b, a);
      return order ? std::optional<bool>(*order < 0) : std::nullopt;
    }
    const std::array<Value, 2> arguments = {b, a};
    const Value result = precedes_->Call(arguments, evaluation_);
    if (!result.is(Kind::kBoolean)) return std::nullopt;
    return result.boolean();
  }

 private:
  const Function* const precedes_;
  Evaluation& evaluation_;
};

// Merges the sorted halves of `list[from, to)`. The order is a stranger's: it may contradict itself, which does no harm here.
bool Merge(List& list, size_t from, size_t middle, size_t to, const Order& order) {
  List merged;
  merged.reserve(to - from);
  size_t left = from;
  size_t right = middle;
  while (left < middle && right < to) {
    const std::optional<bool> right_first = order.Before(list[right], list[left]);
    if (!right_first) return false;
    merged.push_back(std::move(list[*right_first ? right++ : left++]));
  }
  while (left < middle) merged.push_back(std::move(list[left++]));
  while (right < to) merged.push_back(std::move(list[right++]));
  std::move(merged.begin(), merged.end(), list.begin() + static_cast<std::ptrdiff_t>(from));
  return true;
}

Value Sort(const BuiltinCall& call) {
  const std::optional<absl::Span<const Value>> items = call.Items(0);
  if (!items) return call.Null("the list is null");
  const Value* const precedes = call.size() > 1 ? call.Of(1, Kind::kFunction) : nullptr;
  if (call.size() > 1 && (precedes == nullptr || !precedes->function().TakesArguments(2))) {
    return call.Null("the order is no function of two arguments");
  }
  const Order order(precedes == nullptr ? nullptr : &precedes->function(), call.evaluation());
  List list(items->begin(), items->end());
  for (size_t width = 1; width < list.size(); width *= 2) {
    for (size_t from = 0; from + width < list.size(); from += 2 * width) {
      if (!Merge(list, from, from + width, std::min(from + 2 * width, list.size()), order)) {
        return call.Null("the items have no order");
      }
    }
  }
  return call.MakeList(std::move(list));
}

Value ReplaceWhere(const BuiltinCall& call, absl::Span<const Value> items, const Value& match, const Value& item_new) {
  if (!match.function().TakesArguments(2)) return call.Null("the match is no function of two arguments");
  List list(items.begin(), items.end());
  for (Value& item : list) {
    const std::array<Value, 2> arguments = {item, item_new};
    const Value matched = match.function().Call(arguments, call.evaluation());
    if (!matched.is(Kind::kBoolean)) return call.Null("the match gives no boolean");
    if (matched.boolean()) item = item_new;
  }
  return call.MakeList(std::move(list));
}

// At a position, or wherever a function of the item and the new one says so.
Value ListReplace(const BuiltinCall& call) {
  const std::optional<absl::Span<const Value>> items = call.Items(0);
  if (!items) return call.Null("the list is null");
  if (const Value* const match = call.Of(1, Kind::kFunction); match != nullptr)
    return ReplaceWhere(call, *items, *match, call[2]);
  const std::optional<int64_t> position = call.Whole(1);
  const auto size = static_cast<int64_t>(items->size());
  if (!position || *position == 0 || *position > size || *position < -size) {
    return call.Null("the position is outside of the list");
  }
  List list(items->begin(), items->end());
  list[static_cast<size_t>(*position > 0 ? *position - 1 : size + *position)] = call[2];
  return call.MakeList(std::move(list));
}

}  // namespace

std::vector<Builtin> SelectionBuiltins() {
  const Type list = Type::Of(Type::Tag::kList);
  return {
      {"sort", {{{"list", "precedes"}, 1}}, Sort, list},
      {"list replace", {{{"list", "position", "newItem"}, 3}, {{"list", "match", "newItem"}, 3}}, ListReplace, list},
  };
}

}  // namespace redress::feel
