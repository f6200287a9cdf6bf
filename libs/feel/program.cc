#include "libs/feel/program.h"

#include <utility>

#include "absl/container/inlined_vector.h"
#include "libs/base/text.h"
#include "libs/feel/node.h"
#include "libs/feel/operators.h"
#include "libs/feel/parser.h"

namespace redress::feel {
namespace {

// More than any table holds; a text of this size is compiled within a second.
constexpr size_t kMaxText = 256 * 1024;

absl::Status CheckText(absl::string_view text) {
  if (text.size() > kMaxText) return absl::InvalidArgumentError("1:1: the text is too long");
  if (!ValidUtf8(text)) return absl::InvalidArgumentError("1:1: the text is not UTF-8");
  return absl::OkStatus();
}

// Null once a limit is passed, whatever was computed until then.
Value Checked(Value value, const Evaluation& evaluation) {
  return evaluation.status().ok() ? std::move(value) : Value();
}

// The tests of constants, without a frame.
Value TestConstants(const Code& code, const Value& input, Evaluation& evaluation) {
  if (!evaluation.Spend(static_cast<int64_t>(code.against.size()))) return {};
  Value result = Value::Boolean(false);
  for (const Value* const test : code.against) {
    result = Or(result, InTest(input, *test, true));
    if (result.IsTrue()) break;
  }
  return code.negated ? Not(result) : result;
}

}  // namespace

Value Program::Evaluate(absl::Span<const Value> frame, Evaluation& evaluation) const {
  absl::InlinedVector<Value, 8> locals(static_cast<size_t>(code_->locals));
  Frame inner{frame, locals.data(), evaluation};
  return Checked(code_->root->Evaluate(inner), evaluation);
}

const std::vector<int>& Program::reads() const {
  return code_->reads;
}

const Type& Program::type() const {
  return code_->type;
}

Value UnaryTests::Test(const Value& input, absl::Span<const Value> frame, Evaluation& evaluation) const {
  if (code_->any) return Value::Boolean(true);
  if (!code_->against.empty()) return TestConstants(*code_, input, evaluation);
  absl::InlinedVector<Value, 8> locals(static_cast<size_t>(code_->locals));
  locals[0] = input;
  Frame inner{frame, locals.data(), evaluation};
  Value result = Value::Boolean(false);
  for (const NodePtr& test : code_->tests) {
    result = Or(result, test->Evaluate(inner));
    if (result.IsTrue()) break;
  }
  return Checked(code_->negated ? Not(result) : result, evaluation);
}

const std::vector<int>& UnaryTests::reads() const {
  return code_->reads;
}

bool UnaryTests::any() const {
  return code_->any;
}

absl::StatusOr<Program> Compile(absl::string_view text, const Scope& scope) {
  if (absl::Status status = CheckText(text); !status.ok()) return status;
  absl::StatusOr<std::shared_ptr<const Code>> code = Parser(text, scope).ParseExpression();
  if (!code.ok()) return code.status();
  Program program;
  program.code_ = *std::move(code);
  return program;
}

absl::StatusOr<UnaryTests> CompileUnaryTests(absl::string_view text, const Scope& scope, const Type& input) {
  if (absl::Status status = CheckText(text); !status.ok()) return status;
  absl::StatusOr<std::shared_ptr<const Code>> code = Parser(text, scope).ParseTests(input);
  if (!code.ok()) return code.status();
  UnaryTests tests;
  tests.code_ = *std::move(code);
  return tests;
}

absl::StatusOr<Type> ParseType(absl::string_view text, const Scope& scope) {
  if (absl::Status status = CheckText(text); !status.ok()) return status;
  return Parser(text, scope).ParseWholeType();
}

}  // namespace redress::feel
