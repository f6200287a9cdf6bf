// The built-in functions that make lists of lists by position and by concatenation.
#include <algorithm>

#include "libs/feel/builtin.h"

namespace redress::feel {
namespace {

using Items = absl::Span<const Value>;

constexpr absl::string_view kNullList = "the list is null";

List Copy(Items items) {
  return {items.begin(), items.end()};
}

// The place of a position that counts from 1, or from the end if it is negative; nothing outside of the list.
std::optional<size_t> PlaceOf(const std::optional<int64_t>& position, size_t size) {
  const auto count = static_cast<int64_t>(size);
  if (!position || *position == 0 || *position > count || *position < -count) return std::nullopt;
  return static_cast<size_t>(*position > 0 ? *position - 1 : count + *position);
}

Value ListContains(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  if (!items) return call.Null(kNullList);
  if (!call.evaluation().Spend(static_cast<int64_t>(items->size()))) return {};
  return Value::Boolean(std::any_of(items->begin(), items->end(), [&](const Value& item) { return Same(item, call[1]); }));
}

Value Sublist(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  if (!items) return call.Null(kNullList);
  const std::optional<size_t> from = PlaceOf(call.Whole(1), items->size());
  if (!from) return call.Null("the position is outside of the list");
  size_t count = items->size() - *from;
  if (!call.Missing(2)) {
    const std::optional<int64_t> length = call.Whole(2);
    if (!length || *length < 1 || *length > static_cast<int64_t>(count)) return call.Null("there are not so many items");
    count = static_cast<size_t>(*length);
  }
  return call.MakeList(Copy(items->subspan(*from, count)));
}

Value Append(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  if (!items) return call.Null(kNullList);
  List list = Copy(*items);
  list.insert(list.end(), call.arguments().begin() + 1, call.arguments().end());
  return call.MakeList(std::move(list));
}

std::optional<List> Concatenated(const BuiltinCall& call) {
  List list;
  for (size_t i = 0; i < call.size(); ++i) {
    const std::optional<Items> items = call.Items(i);
    if (!items || !call.evaluation().Spend(static_cast<int64_t>(items->size()))) return std::nullopt;
    list.insert(list.end(), items->begin(), items->end());
    if (list.size() > call.evaluation().limits().list_items) break;
  }
  return list;
}

Value Concatenate(const BuiltinCall& call) {
  std::optional<List> list = Concatenated(call);
  return list ? call.MakeList(*std::move(list)) : call.Null(kNullList);
}

// Each value once, where it comes first. Costs what it compares.
Value Distinct(const BuiltinCall& call, Items items) {
  List distinct;
  for (const Value& item : items) {
    if (!call.evaluation().Spend(static_cast<int64_t>(distinct.size() / 8 + 1))) return {};
    if (std::none_of(distinct.begin(), distinct.end(), [&](const Value& seen) { return Same(seen, item); }))
      distinct.push_back(item);
  }
  return call.MakeList(std::move(distinct));
}

Value Union(const BuiltinCall& call) {
  const std::optional<List> list = Concatenated(call);
  return list ? Distinct(call, *list) : call.Null(kNullList);
}

Value DistinctValues(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  return items ? Distinct(call, *items) : call.Null(kNullList);
}

Value InsertBefore(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  if (!items) return call.Null(kNullList);
  const std::optional<size_t> place = PlaceOf(call.Whole(1), items->size());
  if (!place) return call.Null("the position is outside of the list");
  List list = Copy(*items);
  list.insert(list.begin() + static_cast<std::ptrdiff_t>(*place), call[2]);
  return call.MakeList(std::move(list));
}

Value Remove(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  if (!items) return call.Null(kNullList);
  const std::optional<size_t> place = PlaceOf(call.Whole(1), items->size());
  if (!place) return call.Null("the position is outside of the list");
  List list = Copy(*items);
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(*place));
  return call.MakeList(std::move(list));
}

Value Reverse(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  if (!items) return call.Null(kNullList);
  return call.MakeList({items->rbegin(), items->rend()});
}

Value IndexOf(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  if (!items) return call.Null(kNullList);
  List places;
  for (size_t i = 0; i < items->size(); ++i) {
    if (Same((*items)[i], call[1])) places.push_back(Value::Number(static_cast<int64_t>(i + 1)));
  }
  return call.MakeList(std::move(places));
}

void Flatten(Items items, const Evaluation& evaluation, List& flat) {
  for (const Value& item : items) {
    if (flat.size() > evaluation.limits().list_items) return;
    if (item.is(Kind::kList)) {
      Flatten(item.list(), evaluation, flat);
    } else {
      flat.push_back(item);
    }
  }
}

Value FlattenFunction(const BuiltinCall& call) {
  const std::optional<Items> items = call.Items(0);
  if (!items) return call.Null(kNullList);
  List flat;
  Flatten(*items, call.evaluation(), flat);
  return call.MakeList(std::move(flat));
}

}  // namespace

std::vector<Builtin> ListBuiltins() {
  const std::vector<BuiltinForm> one = {{{"list"}, 1}};
  const std::vector<BuiltinForm> variadic = {{{"list"}, 1, true}};
  const std::vector<BuiltinForm> position = {{{"list", "position"}, 2}};
  const Type list = Type::Of(Type::Tag::kList);
  return {
      {"list contains", {{{"list", "element"}, 2}}, ListContains, BooleanType()},
      {"sublist", {{{"list", "start position", "length"}, 2}}, Sublist, list},
      {"append", {{{"list", "item"}, 1, true}}, Append, list},
      {"concatenate", variadic, Concatenate, list},
      {"insert before", {{{"list", "position", "newItem"}, 3}}, InsertBefore, list},
      {"remove", position, Remove, list},
      {"reverse", one, Reverse, list},
      {"index of", {{{"list", "match"}, 2}}, IndexOf, Type::ListOf(NumberType())},
      {"union", variadic, Union, list},
      {"distinct values", one, DistinctValues, list},
      {"flatten", one, FlattenFunction, list},
  };
}

}  // namespace redress::feel
