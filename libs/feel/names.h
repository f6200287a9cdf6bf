// What names mean while an expression is parsed: the variables of the scope, those that the expression binds itself, and the
// entries of the item that a filter looks at. Functions capture what they use from outside. Inside of this library only.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "libs/feel/nodes.h"
#include "libs/feel/scope.h"

namespace redress::feel {

class Names {
 public:
  explicit Names(const Scope& scope);

  // Binds a name for what is parsed next, and returns its local. `item`: the entries of its value may be named without it.
  int Bind(absl::string_view name, Type type, bool item = false);
  // Whether the innermost binding of that local has been named.
  bool Used(int local) const;
  void ClearUsed(int local);
  // Unbinds what was bound since the mark.
  size_t Mark() const { return levels_.back().bindings.size(); }
  void Release(size_t mark) { levels_.back().bindings.resize(mark); }

  // Around the parameters and the body of a function.
  void EnterFunction();
  struct Captures {
    std::vector<NodePtr> values;  // as they are named outside
    std::vector<int> locals;      // where they go inside
    int locals_count = 0;
  };
  Captures LeaveFunction();

  // The longest name that the text begins with, the innermost of those; size 0 if there is none.
  struct Found {
    size_t size = 0;
    bool input = false;  // of the scope
    size_t level = 0;
    size_t index = 0;   // of the binding, or the slot
    std::string entry;  // of the bound item
  };
  Found Find(absl::string_view text) const;
  // What was found, as it is read from where the parser is.
  MutableNode Use(const Found& found);
  // A name of which only the items that filters look at can tell; null pointer if no filter looks at an item of unknown type.
  MutableNode UseUnknown(absl::string_view name);
  // The static type of what was found.
  Type TypeOf(const Found& found) const;

  // Names that are entries of contexts somewhere: they tell where a name with spaces ends.
  void AddEntryName(absl::string_view name) { entry_names_.insert(NormalName(name)); }
  size_t MatchEntryName(absl::string_view text) const;

  const Scope& scope() const { return scope_; }
  const std::set<int>& reads() const { return reads_; }
  // Locals of the program itself, once all functions are left.
  int locals_count() const { return levels_.front().locals; }

 private:
  struct Binding {
    std::string name;
    Type type;
    int local;
    bool item;
    bool used = false;
  };
  struct Capture {
    bool input;
    int outer;  // slot or local of the level around
    int local;
  };
  // The program itself, and each function around what is parsed.
  struct Level {
    std::vector<Binding> bindings;
    std::vector<Capture> captures;
    int locals = 0;
  };

  void AddEntryNames(const Type& type, int depth);
  // The local of `level` that holds the binding of level `home`, captured through all levels between.
  int LocalAt(size_t level, size_t home, int local);
  int CaptureAt(size_t level, bool input, int outer);
  // The value of a slot, as it is read at that level.
  MutableNode InputAt(size_t level, int slot);
  // The items of filters that are inside of the binding that was found and of unknown type: they may have an entry of that name.
  std::vector<int> ItemsWithin(const Found* found);

  const Scope& scope_;
  std::vector<Level> levels_;
  std::set<int> reads_;
  absl::flat_hash_set<std::string> entry_names_;
};

}  // namespace redress::feel
