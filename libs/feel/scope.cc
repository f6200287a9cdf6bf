#include "libs/feel/scope.h"

#include <utility>

#include "libs/feel/characters.h"

namespace redress::feel {

int Scope::Add(absl::string_view name, Type type) {
  const int slot = static_cast<int>(variables_.size());
  std::string normal = NormalName(name);
  slots_[normal] = slot;
  variables_.push_back({std::move(normal), std::move(type)});
  return slot;
}

void Scope::AddType(absl::string_view name, Type type) {
  types_[NormalName(name)] = std::move(type);
}

std::optional<int> Scope::Find(absl::string_view name) const {
  const auto found = slots_.find(NormalName(name));
  if (found == slots_.end()) return std::nullopt;
  return found->second;
}

const Type* Scope::FindType(absl::string_view name) const {
  const auto found = types_.find(NormalName(name));
  if (found != types_.end()) return &found->second;
  static const auto* const built_in = new absl::flat_hash_map<std::string, Type>([] {
    absl::flat_hash_map<std::string, Type> types;
    for (const absl::string_view text : Type::BuiltInNames()) {
      Type type;
      if (Type::Named(text, &type)) types[std::string(text)] = type;
    }
    return types;
  }());
  const auto built = built_in->find(NormalName(name));
  return built == built_in->end() ? nullptr : &built->second;
}

std::string NormalName(absl::string_view name) {
  std::string normal;
  bool space = false;
  while (!name.empty()) {
    const char32_t point = TakeCodePoint(name);
    if (IsSpace(point)) {
      space = true;
      continue;
    }
    if (space && !normal.empty()) normal += ' ';
    space = false;
    AppendCodePoint(point, normal);
  }
  return normal;
}

}  // namespace redress::feel
