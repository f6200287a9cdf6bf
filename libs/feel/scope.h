// What an expression may name: variables, each with a slot in the frame of values and a type, and types besides the built-in
// ones. FEEL's names may hold spaces and operators, so its text cannot be parsed without them. Fill it, then share it: const use
// is thread safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "libs/feel/type.h"

namespace redress::feel {

class Scope {
 public:
  struct Variable {
    std::string name;
    Type type;
  };

  // Adds a variable and returns its slot; slots count from 0 in the order of adding. A name that is there already is hidden by
  // the new one (its slot stays).
  int Add(absl::string_view name, Type type = Type::Any());
  // Adds a type, or replaces the one of that name. A type of an imported model has a name like `model.tPerson`.
  void AddType(absl::string_view name, Type type);

  // The slot of a name, spaces normalised.
  std::optional<int> Find(absl::string_view name) const;
  // Null pointer if there is neither an added nor a built-in one.
  const Type* FindType(absl::string_view name) const;
  const std::vector<Variable>& variables() const { return variables_; }
  const absl::flat_hash_map<std::string, Type>& types() const { return types_; }

 private:
  std::vector<Variable> variables_;
  absl::flat_hash_map<std::string, int> slots_;
  absl::flat_hash_map<std::string, Type> types_;
};

// A name as it is compared: without white space at its ends, and runs of white space as one space.
std::string NormalName(absl::string_view name);

}  // namespace redress::feel
