#include "libs/dmn/compiler.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/dmn/text.h"

namespace redress::dmn {

using feel::Scope;
using feel::Type;
using feel::Value;

namespace {

class LiteralNode : public Node {
 public:
  explicit LiteralNode(feel::Program program) : Node(program.type()), program_(std::move(program)) {}
  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override { return program_.Evaluate(frame, evaluation); }

 private:
  const feel::Program program_;
};

// A text that is a name and nothing else. So names that begin like an expression (`some table`) can be called, which FEEL's
// grammar alone would take for the word.
class NameNode : public Node {
 public:
  NameNode(const Type& type, int slot) : Node(type), slot_(static_cast<size_t>(slot)) {}
  Value Evaluate(Frame& frame, feel::Evaluation&) const override { return frame[slot_]; }

 private:
  const size_t slot_;
};

class ClosureNode : public Node {
 public:
  explicit ClosureNode(std::shared_ptr<const FunctionCode> code) : Node(code->type()), code_(std::move(code)) {}
  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    return evaluation.Spend(static_cast<int64_t>(code_->outer)) ? MakeClosure(code_, frame) : Value();
  }

 private:
  const std::shared_ptr<const FunctionCode> code_;
};

const FunctionExpression* AsFunction(const Expression& expression) {
  return std::get_if<FunctionExpression>(&expression.body);
}

}  // namespace

int Compiler::Add(Scope& scope, const std::string& name, const Type& type) {
  const int slot = scope.Add(name, type);
  slots_ = std::max(slots_, scope.variables().size());
  return slot;
}

void Compiler::Read(const std::vector<int>& slots) {
  for (const int slot : slots) {
    read_.resize(std::max(read_.size(), static_cast<size_t>(slot) + 1));
    read_[static_cast<size_t>(slot)] = true;
  }
}

absl::optional<feel::Program> Compiler::CompileText(const Text& text, const Scope& scope) {
  if (!IsFeel(text.language.empty() ? unit_.language : text.language)) {
    unit_.findings.Expression(text.where, absl::StrCat(unit_.name, ": the language must be FEEL"));
    return absl::nullopt;
  }
  absl::StatusOr<feel::Program> program = feel::Compile(text.text, scope);
  if (!program.ok()) {
    unit_.findings.Expression(PlaceOf(text, program.status()), absl::StrCat(unit_.name, ": ", MessageOf(program.status())));
    return absl::nullopt;
  }
  Read(program->reads());
  return *std::move(program);
}

absl::optional<feel::UnaryTests> Compiler::CompileTests(const Text& text, const Scope& scope, const Type& input) {
  if (!IsFeel(text.language.empty() ? unit_.language : text.language)) {
    unit_.findings.Expression(text.where, absl::StrCat(unit_.name, ": the language must be FEEL"));
    return absl::nullopt;
  }
  absl::StatusOr<feel::UnaryTests> tests = feel::CompileUnaryTests(IsBlank(text.text) ? "-" : text.text, scope, input);
  if (!tests.ok()) {
    unit_.findings.Expression(PlaceOf(text, tests.status()), absl::StrCat(unit_.name, ": ", MessageOf(tests.status())));
    return absl::nullopt;
  }
  Read(tests->reads());
  return *std::move(tests);
}

NodePtr Compiler::Compile(const Expression& expression, const Scope& scope, const ItemType* result) {
  slots_ = std::max(slots_, scope.variables().size());
  if (const auto* const table = std::get_if<TableExpression>(&expression.body)) {
    return CompileTable(*table, expression.id, scope, result, *this);
  }
  if (const FunctionExpression* const function = AsFunction(expression)) {
    return CompileClosure(*function, scope, expression);
  }
  return std::visit(
      [&](const auto& body) -> NodePtr {
        using Body = std::decay_t<decltype(body)>;
        if constexpr (std::is_same_v<Body, TableExpression> || std::is_same_v<Body, FunctionExpression>) {
          return nullptr;
        } else {
          return Compile(body, scope);
        }
      },
      expression.body);
}

NodePtr Compiler::CompilePart(const ExpressionPtr& expression, const Scope& scope) {
  if (expression == nullptr) return std::make_unique<NullNode>("there is no expression");
  return Compile(*expression, scope);
}

NodePtr Compiler::Compile(const LiteralExpression& literal, const Scope& scope) {
  if (IsBlank(literal.text.text)) {
    unit_.findings.Warning(literal.text.where, absl::StrCat(unit_.name, ": an empty expression is null"));
    return std::make_unique<NullNode>("the expression is empty");
  }
  if (const std::optional<int> slot = scope.Find(literal.text.text); slot && IsFeel(literal.text.language)) {
    Read({*slot});
    return std::make_unique<NameNode>(scope.variables()[static_cast<size_t>(*slot)].type, *slot);
  }
  absl::optional<feel::Program> program = CompileText(literal.text, scope);
  if (!program) {
    return std::make_unique<NullNode>(absl::StrCat("a faulty expression: ", literal.text.text));
  }
  return std::make_unique<LiteralNode>(*std::move(program));
}

std::shared_ptr<const FunctionCode> Compiler::CompileFunction(const FunctionExpression& function, const Scope& scope,
                                                              ItemTypePtr result, Where where) {
  auto code = std::make_shared<FunctionCode>();
  Compiler body(unit_);
  Scope inner = scope;
  code->outer = scope.variables().size();
  for (const TypedName& parameter : function.parameters) {
    code->parameter_types.push_back(FindType(parameter.type_ref, parameter.where));
    code->parameters.push_back({parameter.name, code->parameter_types.back()->type()});
    body.Add(inner, parameter.name, code->parameters.back().type);
  }
  code->result = std::move(result);
  if (function.kind != FunctionKind::kFeel) {
    unit_.findings.Warning(where, absl::StrCat(unit_.name, ": functions of Java and PMML are null"));
    code->body = std::make_unique<NullNode>("functions of Java and PMML are not run");
  } else if (function.body == nullptr) {
    code->body = std::make_unique<NullNode>("the function has no body");
  } else {
    code->body = body.Compile(*function.body, inner, code->result.get());
  }
  code->slots = std::max(body.slots(), inner.variables().size());
  read_.resize(std::max(read_.size(), code->outer));
  for (size_t slot = 0; slot < std::min(code->outer, body.read_.size()); ++slot) {
    read_[slot] = read_[slot] || body.read_[slot];
  }
  return code;
}

NodePtr Compiler::CompileClosure(const FunctionExpression& function, const Scope& scope, const Expression& expression) {
  return std::make_unique<ClosureNode>(CompileFunction(function, scope, FindType("", {}), expression.where));
}

}  // namespace redress::dmn
