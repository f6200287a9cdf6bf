// Any bytes as an expression, as unary tests and as a type: compiled, or refused; what compiles evaluates within its limits, and
// what it gives is written as a text that reads back as that value.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "libs/feel/program.h"

namespace redress {
namespace {

using feel::Value;

void Expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

feel::Limits Limits() {
  feel::Limits limits;
  limits.steps = 20'000;
  limits.depth = 64;
  limits.list_items = 1000;
  limits.string_bytes = 1 << 16;
  return limits;
}

bool HoldsFunction(const Value& value) {
  if (value.is(feel::Kind::kList)) {
    for (const Value& item : value.list()) {
      if (HoldsFunction(item)) {
        return true;
      }
    }
  }
  if (value.is(feel::Kind::kContext)) {
    for (const auto& [name, entry] : value.context().entries()) {
      if (HoldsFunction(entry)) {
        return true;
      }
    }
  }
  if (value.is(feel::Kind::kRange)) {
    return HoldsFunction(value.range().start) || HoldsFunction(value.range().end);  // (=abs)
  }
  return value.is(feel::Kind::kFunction);
}

// Some 100 characters: what is longer may pass a limit of the reader, which the value itself does not.
void ReadsBack(const Value& value) {
  const std::string literal = feel::ToLiteral(value);
  if (literal.size() > 100 || HoldsFunction(value)) {
    return;
  }
  const absl::StatusOr<feel::Program> program = feel::Compile(literal, feel::Scope());
  Expect(program.ok());
  feel::Evaluation evaluation(Limits(), absl::UnixEpoch(), absl::UTCTimeZone());
  Expect(feel::ToLiteral(program->Evaluate({}, evaluation)) == literal);
}

void TryOne(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  feel::Scope scope;
  scope.Add("a");
  scope.Add("b c", feel::Type::ListOf(feel::Type::ContextOf({{"d e", feel::Type::Any()}})));
  const std::vector<Value> frame = {Value::Number(1), Value::Of(feel::List{Value::Of(feel::Context())})};
  feel::Evaluation evaluation(Limits(), absl::FromUnixSeconds(1'700'000'000), absl::UTCTimeZone());
  if (const auto tests = feel::CompileUnaryTests(text, scope); tests.ok()) {
    for (const Value& input : {Value(), Value::Boolean(true), Value::Number(1), frame[1]}) {
      tests->Test(input, frame, evaluation);
    }
  }
  (void)feel::ParseType(text, scope);
  const absl::StatusOr<feel::Program> program = feel::Compile(text, scope);
  if (program.ok()) {
    feel::Evaluation another(Limits(), absl::FromUnixSeconds(1'700'000'000), absl::UTCTimeZone());
    const Value value = program->Evaluate(frame, another);
    Expect(another.status().ok() || value.is_null());
    ReadsBack(value);
  }
}

}  // namespace
}  // namespace redress

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  redress::TryOne(data, size);
  return 0;
}
