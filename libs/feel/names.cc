#include "libs/feel/names.h"

#include <algorithm>

#include "libs/feel/cursor.h"

namespace redress::feel {
namespace {

constexpr int kMaxTypeDepth = 20;

// An item whose entries are not known before it is there.
bool IsOpen(const Type& type) {
  return type.is_any() || (type.tag() == Type::Tag::kContext && !type.has_parts());
}

}  // namespace

Names::Names(const Scope& scope) : scope_(scope), levels_(1) {
  for (const Scope::Variable& variable : scope.variables()) AddEntryNames(variable.type, 0);
}

void Names::AddEntryNames(const Type& type, int depth) {
  if (depth > kMaxTypeDepth || !type.has_parts()) return;
  for (const auto& [name, field] : type.fields()) {
    AddEntryName(name);
    AddEntryNames(field, depth + 1);
  }
  AddEntryNames(type.element(), depth + 1);
}

int Names::Bind(absl::string_view name, Type type, bool item) {
  Level& level = levels_.back();
  level.bindings.push_back({NormalName(name), std::move(type), level.locals, item});
  return level.locals++;
}

bool Names::Used(int local) const {
  const auto& bindings = levels_.back().bindings;
  return std::any_of(bindings.begin(), bindings.end(), [&](const Binding& b) { return b.local == local && b.used; });
}

void Names::ClearUsed(int local) {
  for (Binding& binding : levels_.back().bindings) {
    if (binding.local == local) binding.used = false;
  }
}

void Names::EnterFunction() {
  levels_.emplace_back();
}

Names::Captures Names::LeaveFunction() {
  const Level level = std::move(levels_.back());
  levels_.pop_back();
  Captures captures;
  captures.locals_count = level.locals;
  for (const Capture& capture : level.captures) {
    captures.locals.push_back(capture.local);
    captures.values.push_back(capture.input ? InputNode(capture.outer, Type::Any()) : LocalNode(capture.outer, Type::Any()));
  }
  return captures;
}

Names::Found Names::Find(absl::string_view text) const {
  Found best;
  const auto consider = [&](size_t size, size_t level, size_t index, const std::string& entry) {
    if (size > best.size) best = {size, false, level, index, entry};
  };
  for (size_t level = levels_.size(); level-- > 0;) {
    const std::vector<Binding>& bindings = levels_[level].bindings;
    for (size_t i = bindings.size(); i-- > 0;) {
      consider(MatchName(text, bindings[i].name), level, i, "");
      if (!bindings[i].item) continue;
      for (const auto& [name, type] : bindings[i].type.fields()) consider(MatchName(text, name), level, i, name);
    }
  }
  for (size_t slot = scope_.variables().size(); slot-- > 0;) {
    const size_t size = MatchName(text, scope_.variables()[slot].name);
    if (size > best.size) best = {size, true, 0, slot, ""};
  }
  return best;
}

Type Names::TypeOf(const Found& found) const {
  if (found.input) return scope_.variables()[found.index].type;
  const Type& type = levels_[found.level].bindings[found.index].type;
  if (found.entry.empty()) return type;
  const Type* const field = type.FindField(found.entry);
  return field == nullptr ? Type::Any() : *field;
}

std::vector<int> Names::ItemsWithin(const Found* found) {
  std::vector<int> items;
  for (size_t level = levels_.size(); level-- > 0;) {
    for (size_t i = levels_[level].bindings.size(); i-- > 0;) {
      const Binding& binding = levels_[level].bindings[i];
      const bool outside =
          found != nullptr && !found->input && (level < found->level || (level == found->level && i <= found->index));
      if (outside) return items;
      if (binding.item && IsOpen(binding.type)) items.push_back(LocalAt(levels_.size() - 1, level, binding.local));
    }
  }
  return items;
}

MutableNode Names::Use(const Found& found) {
  const Type type = TypeOf(found);
  std::string name;
  MutableNode node;
  if (found.input) {
    name = scope_.variables()[found.index].name;
    reads_.insert(static_cast<int>(found.index));
    node = InputAt(levels_.size() - 1, static_cast<int>(found.index));
    node->set_type(type);
  } else {
    Binding& binding = levels_[found.level].bindings[found.index];
    binding.used = true;
    name = found.entry.empty() ? binding.name : found.entry;
    const int local = LocalAt(levels_.size() - 1, found.level, binding.local);
    node = LocalNode(local, found.entry.empty() ? type : levels_[found.level].bindings[found.index].type);
    if (!found.entry.empty()) node = PathNode(std::move(node), found.entry);
  }
  std::vector<int> items = ItemsWithin(&found);
  if (items.empty()) return node;
  return ItemNameNode(std::move(name), std::move(items), std::move(node));
}

MutableNode Names::UseUnknown(absl::string_view name) {
  std::vector<int> items = ItemsWithin(nullptr);
  if (items.empty()) return nullptr;
  return ItemNameNode(NormalName(name), std::move(items), nullptr);
}

int Names::CaptureAt(size_t level, bool input, int outer) {
  Level& at = levels_[level];
  for (const Capture& capture : at.captures) {
    if (capture.input == input && capture.outer == outer) return capture.local;
  }
  at.captures.push_back({input, outer, at.locals});
  return at.locals++;
}

int Names::LocalAt(size_t level, size_t home, int local) {
  if (level == home) return local;
  return CaptureAt(level, false, LocalAt(level - 1, home, local));
}

MutableNode Names::InputAt(size_t level, int slot) {
  if (level == 0) return InputNode(slot, Type::Any());
  int local = CaptureAt(1, true, slot);
  for (size_t at = 2; at <= level; ++at) local = CaptureAt(at, false, local);
  return LocalNode(local, Type::Any());
}

size_t Names::MatchEntryName(absl::string_view text) const {
  size_t best = 0;
  for (const std::string& name : entry_names_) best = std::max(best, MatchName(text, name));
  return best;
}

}  // namespace redress::feel
