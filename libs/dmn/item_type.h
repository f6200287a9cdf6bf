// The types that models define: a FEEL type and what it allows beyond that (allowed values, constraints), at any depth. Built
// once when a model is loaded; const and thread safe afterwards.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/dmn/finding.h"
#include "libs/dmn/syntax.h"
#include "libs/feel/program.h"
#include "libs/feel/scope.h"
#include "libs/feel/type.h"

namespace redress::dmn {

class ItemType;
using ItemTypePtr = std::shared_ptr<const ItemType>;

class ItemType {
 public:
  // A type without constraints.
  explicit ItemType(feel::Type type) : type_(std::move(type)) {}

  const feel::Type& type() const { return type_; }
  // The value as this type has it: coerced as DMN says, or null (with a note) if it does not conform.
  feel::Value Conform(const feel::Value& value, feel::Evaluation& evaluation) const;
  // False if the value, which is of the FEEL type already, is none of what is allowed. Null always is.
  bool Allows(const feel::Value& value, feel::Evaluation& evaluation) const;
  // The allowed values as they are written; null if there are none.
  const Text* allowed_text() const;

 private:
  friend class TypeTable;

  bool AllowsItem(const feel::Value& value, feel::Evaluation& evaluation) const;

  feel::Type type_;
  bool constrained_ = false;  // anything to check beyond type_
  bool collection_ = false;
  size_t weight_ = 1;  // parts, counted as often as they stand in it
  absl::optional<Text> allowed_text_;
  absl::optional<feel::UnaryTests> allowed_;
  absl::optional<feel::UnaryTests> constraint_;
  ItemTypePtr base_;  // of the value, of each item of a collection
  std::vector<std::pair<std::string, ItemTypePtr>> components_;
};

// The types that the names of one model stand for: built-in, its own, and those of its imports (`import.tName`).
class TypeTable {
 public:
  // `imports` are the tables of the imported models with the name of the import. Faults go to the findings.
  TypeTable(const ModelSyntax& model, const std::vector<std::pair<std::string, const TypeTable*>>& imports, Findings& findings);

  // The type of a reference; empty is Any. An unknown one is a finding, and Any.
  ItemTypePtr Find(const std::string& type_ref, Where where, Findings& findings) const;
  // A scope that holds nothing but the types.
  const feel::Scope& scope() const { return scope_; }

 private:
  struct Building;

  ItemTypePtr Build(const ItemSyntax& item, Building& building);
  void BuildParts(const ItemSyntax& item, Building& building, ItemType& built);
  ItemTypePtr Resolve(const std::string& type_ref, Where where, Building& building);
  void Constrain(const ItemSyntax& item, Building& building, ItemType& built);
  std::string Name(absl::string_view type_ref) const;

  absl::flat_hash_map<std::string, ItemTypePtr> named_;
  std::vector<std::pair<std::string, std::string>> prefixes_;  // prefix → what stands before a name: nothing, or `import.`
  feel::Scope scope_;
};

}  // namespace redress::dmn
