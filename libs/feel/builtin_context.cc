// The built-in functions on contexts.
#include "libs/feel/builtin.h"

namespace redress::feel {
namespace {

Value GetValue(const BuiltinCall& call) {
  const Value* const context = call.Of(0, Kind::kContext);
  const std::string* const key = call.String(1);
  if (context == nullptr || key == nullptr) return call.Null("it takes a context and a key");
  const Value* const found = context->context().Find(*key);
  return found == nullptr ? call.Null("there is no such entry") : *found;
}

Value GetEntries(const BuiltinCall& call) {
  const Value* const context = call.Of(0, Kind::kContext);
  if (context == nullptr) return call.Null("the argument is no context");
  List entries;
  entries.reserve(context->context().size());
  for (const auto& [name, value] : context->context().entries()) {
    Context entry;
    entry.Put("key", Value::String(name));
    entry.Put("value", value);
    entries.push_back(Value::Of(std::move(entry)));
  }
  return call.MakeList(std::move(entries));
}

// Of a list of contexts with a key and a value; a key may come once.
Value MakeContext(const BuiltinCall& call) {
  const std::optional<absl::Span<const Value>> entries = call.Items(0);
  if (!entries) return call.Null("the entries are null");
  Context context;
  for (const Value& entry : *entries) {
    const Value* const key = entry.is(Kind::kContext) ? entry.context().Find("key") : nullptr;
    const Value* const value = entry.is(Kind::kContext) ? entry.context().Find("value") : nullptr;
    if (key == nullptr || value == nullptr || !key->is(Kind::kString)) return call.Null("an entry has no key or no value");
    if (context.Find(key->string()) != nullptr) return call.Null("a key comes twice");
    if (!call.evaluation().Spend(static_cast<int64_t>(context.size() / 8 + 1))) return {};
    context.Put(key->string(), *value);
  }
  return Value::Of(std::move(context));
}

// The context with the value at the end of a path of keys, all but the last of which must lead to contexts.
std::optional<Value> PutAt(const Context& context, absl::Span<const Value> keys, const Value& value) {
  if (keys.empty() || keys.size() > kMaxNesting || !keys[0].is(Kind::kString)) return std::nullopt;
  Context changed = context;
  if (keys.size() == 1) {
    changed.Put(keys[0].string(), value);
    return Value::Of(std::move(changed));
  }
  const Value* const inner = context.Find(keys[0].string());
  if (inner == nullptr || !inner->is(Kind::kContext)) return std::nullopt;
  std::optional<Value> put = PutAt(inner->context(), keys.subspan(1), value);
  if (!put) return std::nullopt;
  changed.Put(keys[0].string(), *std::move(put));
  return Value::Of(std::move(changed));
}

Value PutKey(const BuiltinCall& call) {
  const Value* const context = call.Of(0, Kind::kContext);
  if (context == nullptr || !call[1].is(Kind::kString)) return call.Null("it takes a context and a key");
  if (!call.evaluation().Spend(static_cast<int64_t>(context->context().size()))) return {};
  Context changed = context->context();
  changed.Put(call[1].string(), call[2]);
  return Value::Of(std::move(changed));
}

Value PutKeys(const BuiltinCall& call) {
  const Value* const context = call.Of(0, Kind::kContext);
  const std::optional<absl::Span<const Value>> keys = call.Items(1);
  if (context == nullptr || !keys) return call.Null("it takes a context and keys");
  if (!call.evaluation().Spend(static_cast<int64_t>(context->context().size()))) return {};
  const std::optional<Value> put = PutAt(context->context(), *keys, call[2]);
  return put ? *put : call.Null("the keys lead to no context");
}

Value ContextPut(const BuiltinCall& call) {
  return call[1].is(Kind::kList) ? PutKeys(call) : PutKey(call);
}

Value ContextMerge(const BuiltinCall& call) {
  const std::optional<absl::Span<const Value>> contexts = call.Items(0);
  if (!contexts) return call.Null("the contexts are null");
  Context merged;
  for (const Value& context : *contexts) {
    if (!context.is(Kind::kContext)) return call.Null("an item is no context");
    for (const auto& [name, value] : context.context().entries()) {
      if (!call.evaluation().Spend(static_cast<int64_t>(merged.size() / 8 + 1))) return {};
      merged.Put(name, value);
    }
  }
  return Value::Of(std::move(merged));
}

}  // namespace

std::vector<Builtin> ContextBuiltins() {
  const Type context = Type::Of(Type::Tag::kContext);
  const Type entry = Type::ContextOf({{"key", StringType()}, {"value", Type::Any()}});
  return {
      {"get value", {{{"m", "key"}, 2}}, GetValue, Type::Any()},
      {"get entries", {{{"m"}, 1}}, GetEntries, Type::ListOf(entry)},
      {"context", {{{"entries"}, 1}}, MakeContext, context},
      {"context put",
       {{{"context", "key", "value"}, 3, false, PutKey}, {{"context", "keys", "value"}, 3, false, PutKeys}},
       ContextPut,
       context},
      {"context merge", {{{"contexts"}, 1}}, ContextMerge, context},
  };
}

}  // namespace redress::feel
