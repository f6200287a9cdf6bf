// FEEL expressions and unary tests, compiled once and evaluated often. Compiling parses the text with the names in scope,
// resolves them to slots and finds what can be known to be wrong; evaluating throws nothing and gives null where FEEL says so. A
// program is const and thread safe; it does not refer to the scope after compiling.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/feel/evaluation.h"
#include "libs/feel/scope.h"
#include "libs/feel/type.h"
#include "libs/feel/value.h"

namespace redress::feel {

struct Code;  // the compiled tree, of this library only

class Program {
 public:
  // `frame[slot]` is the value of the scope's variable of that slot; it has as many as the scope had. Null if a limit was passed:
  // see evaluation.status().
  Value Evaluate(absl::Span<const Value> frame, Evaluation& evaluation) const;

  // The slots of the scope that the text names, ascending, each once.
  const std::vector<int>& reads() const;
  // The type that the result has if it is not null, as far as it is known without values.
  const Type& type() const;

 private:
  friend absl::StatusOr<Program> Compile(absl::string_view text, const Scope& scope);

  std::shared_ptr<const Code> code_;
};

class UnaryTests {
 public:
  // True if `input` passes one of the tests (for `not(…)`: none); `-` passes all. Null if no test is passed and one cannot be
  // told, or if a limit was passed.
  Value Test(const Value& input, absl::Span<const Value> frame, Evaluation& evaluation) const;

  // As those of Program; `?` is none of them.
  const std::vector<int>& reads() const;
  // True for `-`, which tests nothing.
  bool any() const;

 private:
  friend absl::StatusOr<UnaryTests> CompileUnaryTests(absl::string_view text, const Scope& scope, const Type& input);

  std::shared_ptr<const Code> code_;
};

// INVALID_ARGUMENT "line:column: what is wrong" for a text that is no expression, or which names what is not in scope. The limit
// of nesting is 200.
absl::StatusOr<Program> Compile(absl::string_view text, const Scope& scope);
// The tests of an input entry or of allowed values. `input` is the type of what is tested, which the text calls `?`.
absl::StatusOr<UnaryTests> CompileUnaryTests(absl::string_view text, const Scope& scope, const Type& input = Type::Any());

// Reads a type as FEEL writes it (`list<number>`, `context<a: string>`, or a name of the scope).
absl::StatusOr<Type> ParseType(absl::string_view text, const Scope& scope);

}  // namespace redress::feel
