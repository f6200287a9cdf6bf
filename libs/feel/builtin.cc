#include "libs/feel/builtin.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/feel/function.h"

namespace redress::feel {
namespace {

struct Catalogue {
  std::vector<Builtin> all;
  absl::flat_hash_map<absl::string_view, const Builtin*> by_name;
  std::vector<absl::string_view> names;
};

const Catalogue& TheCatalogue() {
  static const auto* const catalogue = [] {
    auto* const made = new Catalogue();
    for (const auto table : {ConversionBuiltins, StringBuiltins, RegexBuiltins, ListBuiltins, SelectionBuiltins,
                             AggregateBuiltins, NumberBuiltins, TemporalBuiltins, RangeBuiltins, ContextBuiltins}) {
      for (Builtin& builtin : table()) made->all.push_back(std::move(builtin));
    }
    for (const Builtin& builtin : made->all) {
      made->by_name[builtin.name] = &builtin;
      made->names.push_back(builtin.name);
    }
    std::sort(made->names.begin(), made->names.end(), std::greater<>());
    return made;
  }();
  return *catalogue;
}

// The arguments in the order of the form's parameters, null where one is not given; nothing if a name is not of the form.
std::optional<List> Arrange(const BuiltinForm& form, absl::Span<const std::string> names, absl::Span<const Value> arguments) {
  List arranged;
  for (size_t i = 0; i < names.size(); ++i) {
    const auto found = std::find(form.parameters.begin(), form.parameters.end(), names[i]);
    if (found == form.parameters.end()) return std::nullopt;
    const auto at = static_cast<size_t>(found - form.parameters.begin());
    if (arranged.size() <= at) arranged.resize(at + 1);
    arranged[at] = arguments[i];
  }
  if (arranged.size() < form.required) arranged.resize(form.required);
  return arranged;
}

bool TakesCount(const BuiltinForm& form, size_t count) {
  if (form.variadic) return count >= 1;
  return count >= form.required && count <= form.parameters.size();
}

class BuiltinFunction : public Function {
 public:
  explicit BuiltinFunction(const Builtin& builtin) : Function(ParametersOf(builtin), builtin.result), builtin_(builtin) {}

  bool typed() const override { return false; }
  bool TakesArguments(size_t count) const override {
    return std::any_of(builtin_.forms.begin(), builtin_.forms.end(),
                       [&](const BuiltinForm& form) { return TakesCount(form, count); });
  }
  Value Call(absl::Span<const Value> arguments, Evaluation& evaluation) const override { return Run(arguments, evaluation); }
  Value CallNamed(absl::Span<const std::pair<std::string, Value>> arguments, Evaluation& evaluation) const override {
    std::vector<std::string> names;
    List values;
    for (const auto& [name, value] : arguments) {
      names.push_back(name);
      values.push_back(value);
    }
    return CallBuiltin(builtin_, names, values, evaluation, -1);
  }

 protected:
  Value Run(absl::Span<const Value> arguments, Evaluation& evaluation) const override {
    return CallBuiltin(builtin_, {}, arguments, evaluation, -1);
  }

 private:
  static std::vector<Parameter> ParametersOf(const Builtin& builtin) {
    std::vector<Parameter> parameters;
    if (builtin.forms.size() != 1) return parameters;
    parameters.reserve(builtin.forms[0].parameters.size());
    for (const absl::string_view name : builtin.forms[0].parameters) parameters.push_back({std::string(name), Type::Any()});
    return parameters;
  }

  const Builtin& builtin_;
};

}  // namespace

const Value* BuiltinCall::Of(size_t i, Kind kind) const {
  if (i >= arguments_.size()) return nullptr;
  const Value* value = &arguments_[i];
  while (value->kind() != kind && value->is(Kind::kList) && value->list().size() == 1) value = value->list().data();
  return value->is(kind) ? value : nullptr;
}

const Decimal* BuiltinCall::Number(size_t i) const {
  const Value* const value = Of(i, Kind::kNumber);
  return value == nullptr ? nullptr : &value->number();
}

std::optional<int64_t> BuiltinCall::Whole(size_t i) const {
  const Decimal* const number = Number(i);
  const std::optional<Decimal> whole = number == nullptr ? std::nullopt : number->Rounded(0, Rounding::kDown);
  return whole ? whole->ToInt64() : std::nullopt;
}

const std::string* BuiltinCall::String(size_t i) const {
  const Value* const value = Of(i, Kind::kString);
  return value == nullptr ? nullptr : &value->string();
}

std::optional<absl::Span<const Value>> BuiltinCall::Items(size_t i) const {
  if (Missing(i)) return std::nullopt;
  const Value& value = arguments_[i];
  if (value.is(Kind::kList)) return absl::MakeConstSpan(value.list());
  return absl::MakeConstSpan(&value, 1);
}

std::optional<absl::Span<const Value>> BuiltinCall::AllItems() const {
  if (arguments_.size() == 1) return Items(0);
  return arguments_;
}

Value BuiltinCall::Null(absl::string_view message) const {
  return evaluation_.Null(position_, absl::StrCat(name_, "(): ", message));
}

Value BuiltinCall::MakeList(List list) const {
  if (list.size() > evaluation_.limits().list_items) evaluation_.Exhaust("list_items");
  if (!evaluation_.Spend(static_cast<int64_t>(list.size()))) return {};
  return Value::Of(std::move(list));
}

Value BuiltinCall::MakeString(std::string text) const {
  if (text.size() > evaluation_.limits().string_bytes) evaluation_.Exhaust("string_bytes");
  if (!evaluation_.Spend(static_cast<int64_t>(text.size() / 64))) return {};
  return Value::String(std::move(text));
}

const Builtin* FindBuiltin(absl::string_view name) {
  const auto& by_name = TheCatalogue().by_name;
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

const std::vector<absl::string_view>& BuiltinNames() {
  return TheCatalogue().names;
}

Value CallBuiltin(const Builtin& builtin, absl::Span<const std::string> names, absl::Span<const Value> arguments,
                  Evaluation& evaluation, int position) {
  for (const BuiltinForm& form : builtin.forms) {
    if (names.empty()) {
      if (TakesCount(form, arguments.size())) return builtin.body({builtin.name, arguments, evaluation, position});
      continue;
    }
    if (const std::optional<List> arranged = Arrange(form, names, arguments)) {
      return (form.named != nullptr ? form.named : builtin.body)({builtin.name, *arranged, evaluation, position});
    }
  }
  return evaluation.Null(position, absl::StrCat(builtin.name, "() takes no such arguments"));
}

Value BuiltinValue(const Builtin& builtin) {
  return Value::Of(std::shared_ptr<const Function>(new BuiltinFunction(builtin)));
}

}  // namespace redress::feel
