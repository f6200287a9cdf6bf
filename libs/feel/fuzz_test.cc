#include <catch2/catch.hpp>
#include <cstdint>

#include "libs/feel/testing.h"

namespace redress::feel {
namespace {

// Pieces of expressions, to be put together in every senseless way.
const std::vector<std::string>& Pieces() {
  static const auto* const pieces = new std::vector<std::string>{"1",
                                                                 "-",
                                                                 "a",
                                                                 "b c",
                                                                 "(",
                                                                 ")",
                                                                 "[",
                                                                 "]",
                                                                 "{",
                                                                 "}",
                                                                 ":",
                                                                 ",",
                                                                 "..",
                                                                 ".",
                                                                 "\"",
                                                                 "\"x\"",
                                                                 "@",
                                                                 "@\"P1D\"",
                                                                 "=",
                                                                 "!=",
                                                                 "<",
                                                                 ">=",
                                                                 "in ",
                                                                 "and ",
                                                                 "or ",
                                                                 "if ",
                                                                 " then ",
                                                                 " else ",
                                                                 "for ",
                                                                 " return ",
                                                                 "some ",
                                                                 "every ",
                                                                 "satisfies ",
                                                                 "function(x) ",
                                                                 "instance of ",
                                                                 "list<number>",
                                                                 "null",
                                                                 "between ",
                                                                 "item",
                                                                 "partial",
                                                                 "sort(",
                                                                 "abs(",
                                                                 "date(",
                                                                 "split(",
                                                                 "matches(",
                                                                 "context(",
                                                                 "range(",
                                                                 "**",
                                                                 "*",
                                                                 "/",
                                                                 "\\u",
                                                                 "é",
                                                                 "🐎",
                                                                 "1..3",
                                                                 "e5",
                                                                 "//",
                                                                 "/*",
                                                                 "*/",
                                                                 "not(",
                                                                 "external "};
  return *pieces;
}

// A sequence that is the same in each run.
class Sequence {
 public:
  explicit Sequence(uint64_t seed) : state_(seed) {}
  size_t Below(size_t limit) {
    state_ = state_ * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    return static_cast<size_t>(state_ >> 33) % limit;
  }

 private:
  uint64_t state_;
};

TEST_CASE("No text, however senseless, does more than fail or end", "[feel]") {
  Scope scope;
  scope.Add("a");
  scope.Add("b c", Type::ListOf(Type::ContextOf({{"d e", Type::Any()}})));
  const std::vector<Value> frame = {Value::Number(1), Value::Of(List{Value::Of(Context())})};
  Limits limits;
  limits.steps = 2000;
  Sequence sequence(7);
  int compiled = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t count = 1 + sequence.Below(12); count > 0; --count) text += Pieces()[sequence.Below(Pieces().size())];
    const absl::StatusOr<Program> program = Compile(text, scope);
    const absl::StatusOr<UnaryTests> tests = CompileUnaryTests(text, scope);
    Evaluation evaluation(limits, absl::UnixEpoch(), absl::UTCTimeZone());
    if (tests.ok()) tests->Test(frame[0], frame, evaluation);
    if (!program.ok()) continue;
    ++compiled;
    const Value value = program->Evaluate(frame, evaluation);
    INFO(text);
    CHECK((evaluation.status().ok() || value.is_null()));
    ToLiteral(value);
  }
  CHECK(compiled > 100);
}

TEST_CASE("What a value is written as reads back as that value", "[feel]") {
  for (const std::string& text :
       {std::string("[1, -2.5, 1E50, null, true]"), std::string("{a: \"q\\\"\\\\\\n\", \"b-1\": [1..2)}"),
        std::string("@\"2024-01-01T10:00:00@Europe/Paris\""), std::string("[(<5), (>=\"a\"), (!=3), (=1)]"),
        std::string("{d: @\"-P1DT2H\", e: {f: []}}")}) {
    const std::string once = Result(text);
    CHECK(Result(once) == once);
    CHECK(Result(absl::StrCat("(", text, ") = (", once, ")")) == "true");
  }
}

}  // namespace
}  // namespace redress::feel
