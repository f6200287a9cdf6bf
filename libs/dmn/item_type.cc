#include "libs/dmn/item_type.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/dmn/text.h"

namespace redress::dmn {

using feel::Kind;
using feel::Type;
using feel::Value;

namespace {

// Types share their parts, so a few lines can spell out a huge one.
constexpr size_t kWeightMax = 10'000;
// They are built by recursion.
constexpr size_t kChainMax = 200;

}  // namespace

Value ItemType::Conform(const Value& value, feel::Evaluation& evaluation) const {
  if (value.is_null() || (type_.is_any() && !constrained_)) {
    return value;
  }
  Value coerced = feel::Coerce(value, type_);
  if (coerced.is_null()) {
    // Only the kind: the whole type of a value that shares its parts can be long.
    return evaluation.Null(-1, absl::StrCat("a ", feel::KindName(value.kind()), " is no ", type_.ToText()));
  }
  if (constrained_ && !Allows(coerced, evaluation)) {
    return evaluation.Null(-1, "a value is none of those that its type allows");
  }
  return coerced;
}

bool ItemType::Allows(const Value& value, feel::Evaluation& evaluation) const {
  if (!constrained_ || value.is_null()) {
    return true;
  }
  if (collection_ && value.is(Kind::kList)) {
    for (const Value& item : value.list()) {
      if (!evaluation.Spend() || !AllowsItem(item, evaluation)) {
        return false;
      }
    }
  } else if (!AllowsItem(value, evaluation)) {
    return false;
  }
  return !constraint_ || constraint_->Test(value, {}, evaluation).IsTrue();
}

bool ItemType::AllowsItem(const Value& value, feel::Evaluation& evaluation) const {
  if (value.is_null()) {
    return true;
  }
  if (base_ != nullptr && !base_->Allows(value, evaluation)) {
    return false;
  }
  if (value.is(Kind::kContext)) {
    for (const auto& [name, type] : components_) {
      const Value* const component = value.context().Find(name);
      if (component != nullptr && !type->Allows(*component, evaluation)) {
        return false;
      }
    }
  }
  return !allowed_ || allowed_->Test(value, {}, evaluation).IsTrue();
}

const Text* ItemType::allowed_text() const {
  if (allowed_text_) {
    return &*allowed_text_;
  }
  return base_ != nullptr ? base_->allowed_text() : nullptr;
}

// What is at hand while the definitions are built, each when it is first referred to.
struct TypeTable::Building {
  Findings& findings;
  absl::flat_hash_map<std::string, const ItemSyntax*> definitions;
  std::set<std::string> open;  // being built just now
};

TypeTable::TypeTable(const ModelSyntax& model, const std::vector<std::pair<std::string, const TypeTable*>>& imports,
                     Findings& findings) {
  for (const auto& [prefix, ns] : model.prefixes) {
    prefixes_.emplace_back(prefix, "");
    for (const ImportSyntax& import : model.imports) {
      if (import.ns == ns && !import.name.empty()) {
        prefixes_.back().second = import.name + ".";
      }
    }
  }
  for (const auto& [import, table] : imports) {
    for (const auto& [name, type] : table->named_) {
      const std::string full = import.empty() ? name : feel::NormalName(absl::StrCat(import, ".", name));
      named_.emplace(full, type);
      scope_.AddType(full, type->type());
    }
  }
  Building building{findings, {}, {}};
  for (const ItemSyntax& item : model.items) {
    if (!building.definitions.emplace(feel::NormalName(item.name), &item).second) {
      findings.Error(item.where, absl::StrCat("the type ", item.name, " is defined twice"));
    }
  }
  for (const ItemSyntax& item : model.items) {
    Resolve(item.name, item.where, building);
  }
}

std::string TypeTable::Name(absl::string_view type_ref) const {
  const size_t colon = type_ref.find(':');
  if (colon != absl::string_view::npos) {
    for (const auto& [prefix, before] : prefixes_) {
      if (type_ref.substr(0, colon) == prefix) {
        return feel::NormalName(absl::StrCat(before, type_ref.substr(colon + 1)));
      }
    }
  }
  return feel::NormalName(type_ref);
}

ItemTypePtr TypeTable::Find(const std::string& type_ref, Where where, Findings& findings) const {
  static const auto* const any = new ItemTypePtr(std::make_shared<ItemType>(Type::Any()));
  if (type_ref.empty()) {
    return *any;
  }
  const std::string name = Name(type_ref);
  const auto found = named_.find(name);
  if (found != named_.end()) {
    return found->second;
  }
  Type type;
  if (Type::Named(name, &type)) {
    return std::make_shared<ItemType>(type);
  }
  // `list<tOrder>` and the like, which DMN does not ask for in a typeRef but which is clear.
  if (absl::StrContains(type_ref, '<')) {
    if (const absl::StatusOr<Type> parsed = feel::ParseType(type_ref, scope_); parsed.ok()) {
      return std::make_shared<ItemType>(*parsed);
    }
  }
  findings.Expression(where, absl::StrCat("unknown type ", type_ref));
  return *any;
}

ItemTypePtr TypeTable::Resolve(const std::string& type_ref, Where where, Building& building) {
  const std::string name = Name(type_ref);
  const auto definition = building.definitions.find(name);
  if (named_.contains(name) || definition == building.definitions.end()) {
    return Find(type_ref, where, building.findings);
  }
  if (building.open.contains(name)) {
    building.findings.Warning(where, absl::StrCat("the type ", type_ref, " contains itself; there it is not checked"));
    return Find("", where, building.findings);
  }
  if (building.open.size() >= kChainMax) {
    building.findings.Error(where, absl::StrCat("more than ", kChainMax, " types refer to each other in a chain"));
    return Find("", where, building.findings);
  }
  building.open.insert(name);
  ItemTypePtr built = Build(*definition->second, building);
  building.open.erase(name);
  named_.emplace(name, built);
  scope_.AddType(name, built->type());
  return built;
}

ItemTypePtr TypeTable::Build(const ItemSyntax& item, Building& building) {
  auto built = std::make_shared<ItemType>(Type::Any());
  BuildParts(item, building, *built);
  Constrain(item, building, *built);
  if (item.collection) {
    built->type_ = Type::ListOf(built->type_);
  }
  built->collection_ = item.collection;
  built->weight_ += built->base_ != nullptr ? built->base_->weight_ : 0;
  for (const auto& [name, component] : built->components_) {
    built->weight_ += component->weight_;
  }
  if (built->weight_ > kWeightMax) {
    building.findings.Error(item.where, absl::StrCat("the type ", item.name, " has more than ", kWeightMax, " parts"));
    return Find("", item.where, building.findings);
  }
  const auto constrains = [](const std::pair<std::string, ItemTypePtr>& part) { return part.second->constrained_; };
  built->constrained_ = built->allowed_ || built->constraint_ || (built->base_ != nullptr && built->base_->constrained_) ||
                        std::any_of(built->components_.begin(), built->components_.end(), constrains);
  return built;
}

void TypeTable::BuildParts(const ItemSyntax& item, Building& building, ItemType& built) {
  if (item.function) {
    std::vector<Type> parameters;
    parameters.reserve(item.function->parameters.size());
    for (const TypedName& parameter : item.function->parameters) {
      const ItemTypePtr type = Resolve(parameter.type_ref, parameter.where, building);
      built.weight_ += type->weight_;
      parameters.push_back(type->type());
    }
    const ItemTypePtr result = Resolve(item.function->result_type_ref, item.where, building);
    built.weight_ += result->weight_;
    built.type_ = Type::FunctionOf(std::move(parameters), result->type());
  } else if (!item.components.empty()) {
    std::vector<Type::Field> fields;
    fields.reserve(item.components.size());
    for (const ItemSyntax& component : item.components) {
      ItemTypePtr type = Build(component, building);
      fields.emplace_back(component.name, type->type());
      built.components_.emplace_back(component.name, std::move(type));
    }
    built.type_ = Type::ContextOf(std::move(fields));
  } else {
    built.base_ = Resolve(item.type_ref, item.where, building);
    built.type_ = built.base_->type();
  }
}

void TypeTable::Constrain(const ItemSyntax& item, Building& building, ItemType& built) {
  const auto compile = [&](const absl::optional<Text>& text, const Type& type) -> absl::optional<feel::UnaryTests> {
    if (!text || IsBlank(text->text)) {
      return absl::nullopt;
    }
    absl::StatusOr<feel::UnaryTests> tests = feel::CompileUnaryTests(text->text, scope_, type);
    if (!tests.ok()) {
      building.findings.Expression(PlaceOf(*text, tests.status()),
                                   absl::StrCat("values of the type ", item.name, ": ", MessageOf(tests.status())));
      return absl::nullopt;
    }
    return *std::move(tests);
  };
  built.allowed_text_ = item.allowed_values;
  built.allowed_ = compile(item.allowed_values, built.type_);
  built.constraint_ = compile(item.type_constraint, item.collection ? Type::ListOf(built.type_) : built.type_);
}

}  // namespace redress::dmn
