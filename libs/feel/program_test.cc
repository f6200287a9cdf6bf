#include "libs/feel/program.h"

#include <catch2/catch.hpp>
#include <set>

#include "libs/feel/function.h"
#include "libs/feel/testing.h"

namespace redress::feel {
namespace {

void CheckAll(const Results& results) {
  for (const auto& [text, wanted] : results) {
    INFO(text);
    CHECK(Result(text) == wanted);
  }
}

TEST_CASE("Literals and comments are read", "[feel]") {
  CheckAll({
      {" 1 /* one */ + // and\n 2", "3"},
      {".5", "0.5"},
      {"\"a\\n\\\"\\u0041\\\\\"", "\"a\\n\\\"A\\\\\""},
      {"string length(\"\\uD83D\\uDCA9\")", "1"},
      {"string length(\"\\U01F40E\")", "1"},
      {"\"\\s\"", "\"\\\\s\""},
      {"\"\\uD83D\"", "error: 1:3: the escape names no character"},
      {"\"open", "error: 1:1: the text is not closed"},
      {"@\"2024-01-01\"", "@\"2024-01-01\""},
      {"@\"nonsense\"", "null"},
      {"[1, \"a\", null, true]", "[1, \"a\", null, true]"},
      {"{a: 1, \"b c\": a + 1, d: b c}", "{a: 1, \"b c\": 2, d: 2}"},
      {"{🐎: 1}.🐎", "1"},
      {"{a: 1, a: 2}", "null"},
      {"{}", "{}"},
      {"[1..10[", "[1..10)"},
      {"[1..[3][1]]", "[1..3]"},
      {"[[1..2[, 3]", "[[1..2), 3]"},
      {"[5..1]", "[5..1]"},
      {"[1..\"a\"]", "null"},
      {"[null..1]", "null"},
  });
}

TEST_CASE("Errors tell line, column and what is wrong", "[feel]") {
  CheckAll({
      {"", "error: 1:1: an operand is missing"},
      {"1 +", "error: 1:4: an operand is missing"},
      {"1 +\n  x y", "error: 2:3: the name 'x y' is unknown"},
      {"1 2", "error: 1:3: something is left that does not go on with the expression"},
      {"if true then 1", "error: 1:15: 'else' is missing"},
      {"for x [1] return x", "error: 1:5: a name is missing"},
      {"1 instance of thing", "error: 1:15: the name of a type is missing or unknown"},
      {"abs(n: 1, 2)", "error: 1:11: either all arguments have names or none has"},
      {"(1", "error: 1:3: ')' is missing"},
      {"é + ä", "error: 1:1: the name 'é' is unknown"},
  });
}

TEST_CASE("Names may hold spaces and operators where the scope knows them", "[feel]") {
  Scope scope;
  scope.Add("a");
  scope.Add("b");
  scope.Add("a-b");
  scope.Add("first name");
  scope.Add("Loan in  progress");
  scope.Add("person", Type::ContextOf({{"home address", Type::ContextOf({{"zip code", Type::Of(Type::Tag::kString)}})}}));
  scope.Add("date", Type::Of(Type::Tag::kDate));
  Context address;
  address.Put("zip code", Value::String("10115"));
  Context person;
  person.Put("home address", Value::Of(address));
  const std::vector<Value> frame = {Value::Number(7), Value::Number(2),  Value::Number(100),          Value::String("Ann"),
                                    Value::Number(5), Value::Of(person), Value::Of(Date{2024, 2, 29})};
  const Results results = {
      {"a-b", "100"},
      {"a - b", "5"},
      {"a -b", "5"},
      {"first   name + \"e\"", "\"Anne\""},
      {"Loan in progress * 2", "10"},
      {"person.home address.zip code", "\"10115\""},
      {"[person].home address.zip code", "[\"10115\"]"},
      {"date", "@\"2024-02-29\""},
      {"date(\"2020-01-01\")", "@\"2020-01-01\""},
      {"date and time(date, @\"10:00:00\")", "@\"2024-02-29T10:00:00\""},
      {"for a in [1] return a", "[1]"},
  };
  for (const auto& [text, wanted] : results) {
    INFO(text);
    CHECK(Result(text, scope, frame) == wanted);
  }
  const absl::StatusOr<Program> program = Compile("a + first name", scope);
  REQUIRE(program.ok());
  CHECK(program->reads() == std::vector<int>{0, 3});
}

TEST_CASE("Filters take indexes and conditions, and name the item's entries", "[feel]") {
  CheckAll({
      {"[10, 20, 30][1]", "10"},
      {"[10, 20, 30][-1]", "30"},
      {"[10, 20, 30][4]", "null"},
      {"[10, 20, 30][0]", "null"},
      {"[10, 20, 30][item >= 20]", "[20, 30]"},
      {"[10][null]", "[]"},
      {"[10][\"a\"]", "[]"},
      {"[10, 20][true]", "[10, 20]"},
      {"[][1]", "null"},
      {"[][item > 1]", "[]"},
      {"null[1]", "null"},
      {"5[1]", "5"},
      {"5[item > 9]", "[]"},
      {"[{x y: 1, z: 1}, {x y: 2, z: 2}][x y = 2].z", "[2]"},
      {"[{x: 1}, {x: 2}, {y: 2}][x = 2]", "[{x: 2}]"},
      {"[{x: 1}, {x: 2}][item.x = 1]", "[{x: 1}]"},
      {"{n: 2, l: [{a: 1}, {a: 2, n: 9}][a = n]}.l", "[]"},
      {"{n: 2, l: [{a: 1}, {a: 2}][a = n]}.l", "[{a: 2}]"},
      {"[[1, 2], [3]][count(item) = 1]", "[[3]]"},
      {"[{a: [{b: 1}, {b: 2}]}].a[1][b = 2]", "[{b: 2}]"},
      {"(for i in 1..3 return {k: i, deep name: i * 2})[k > 1].deep name", "[4, 6]"},
  });
}

TEST_CASE("Loops run over lists, steps and ranges", "[feel]") {
  CheckAll({
      {"for i in 1..3 return i", "[1, 2, 3]"},
      {"for i in 3..1 return i", "[3, 2, 1]"},
      {"for i in [1..3) return i", "[1, 2]"},
      {"for i in (1..3] return i", "[2, 3]"},
      {"for i in 1..2, j in [i, 10] return i * j", "[1, 10, 4, 20]"},
      {"for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"},
      {"for d in @\"2024-02-28\"..@\"2024-03-01\" return d.day", "[28, 29, 1]"},
      {"for i in 5 return i", "[5]"},
      {"for i in null return i", "null"},
      {"for i in [] return i", "[]"},
      {"some x in [1, 2] satisfies x > 1", "true"},
      {"every x in [1, 2] satisfies x > 1", "false"},
      {"every x in [] satisfies false", "true"},
      {"some x in [1, null] satisfies x > 1", "null"},
      {"some x in [1, 2], y in [2, 3] satisfies x = y", "true"},
      {"if null then 1 else 2", "2"},
      {"if \"x\" then 1 else 2", "2"},
  });
}

TEST_CASE("Functions capture what they name and take arguments by position or name", "[feel]") {
  CheckAll({
      {"(function(a, b) a - b)(5, 3)", "2"},
      {"(function(a, b) a - b)(b: 5, a: 3)", "-2"},
      {"(function(a) a)(1, 2)", "null"},
      {"(function(a) a)(b: 1)", "null"},
      {"(function(a: number) a)(\"x\")", "null"},
      {"(function(a: number) a)([7])", "7"},
      {"{x: 2, add: function(y) function(z) x + y + z, r: add(10)(100)}.r", "112"},
      {"for f in [abs, sqrt] return f(4)", "[4, 2]"},
      {"(function(f) f([1, 2]))(sum)", "3"},
      {"[1, 2, 3][(function(x) x > 1)(item)]", "[2, 3]"},
      {"[{v: 1}, {v: 2}][(function(x) x = v)(2)]", "[{v: 2}]"},
      {"(function(x) external {java: {class: \"java.lang.Math\", method signature: \"cos(double)\"}})(1)", "null"},
      {"null()", "null"},
      {"\"abs\"(1)", "null"},
      {"abs(1, 2)", "null"},
      {"abs(m: 1)", "null"},
  });
}

TEST_CASE("Instance of knows types with parts", "[feel]") {
  CheckAll({
      {"1 instance of number", "true"},
      {"null instance of Any", "false"},
      {"null instance of Null", "true"},
      {"[1, 2] instance of list<number>", "true"},
      {"[1, \"a\"] instance of list<number>", "false"},
      {"[1] instance of list", "true"},
      {"{a: 1, b: 2} instance of context<a: number>", "true"},
      {"{a: null} instance of context<a: number>", "true"},
      {"{} instance of context<a: number>", "false"},
      {"[1..2] instance of range<number>", "true"},
      {"[1..2] instance of range<string>", "false"},
      {"(function(a: number) a) instance of function<number> -> Any", "true"},
      {"(function(a: number) a) instance of function<number, number> -> Any", "false"},
      {"(function(a: number) a) instance of function<string> -> Any", "false"},
      {"(function(f: function<number> -> number) f(1))(function(a) a)", "1"},
      {"(function(f: function<number> -> number) f(1))(function(a: string) a)", "null"},
      {"@\"P1Y\" instance of years and months duration", "true"},
      {"@\"2024-01-01T00:00:00\" instance of date and time", "true"},
      {"1 + 1 instance of number and true", "true"},
  });
}

TEST_CASE("What costs too much ends, whatever it is", "[feel]") {
  CHECK(Result("for a in 1..100000, b in 1..100000 return a") == "limit: the evaluation passed its limit of list_items");
  CHECK(Result("some a in 1..100000, b in 1..100000 satisfies a < 0") == "limit: the evaluation passed its limit of steps");
  CHECK(Result("(function(f) f(f))(function(f) f(f))") == "limit: the evaluation passed its limit of depth");
  CHECK(Result("for i in 1..40 return if i = 1 then \"aaaaaaaaaaaaaaaa\" else partial[-1] + partial[-1]") ==
        "limit: the evaluation passed its limit of string_bytes");
  CHECK(Result("count((for i in 1..3000 return [partial])[-1])").substr(0, 5) != "error");
  CHECK(Result("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a*)*b\")") ==
        "limit: the evaluation passed its limit of steps");
  CHECK(Result(std::string(5000, '(')) == "error: 1:201: nested too deeply");
  CHECK(Result(std::string(5000, '[')) == "error: 1:201: nested too deeply");
  CHECK(Result(std::string(5000, ']')) == "error: 1:201: nested too deeply");
  CHECK_FALSE(ParseType(std::string(5000, 'x') + "list<", Scope()).ok());
  std::string types = "1 instance of ";
  for (int i = 0; i < 1000; ++i) types += "list<";
  CHECK(Result(types).substr(0, 6) == "error:");
  CHECK(Result(std::string(5000, '-') + "1") == "error: 1:201: nested too deeply");
  std::string chain = "1";
  for (int i = 0; i < 5000; ++i) chain += "+x";
  Scope scope;
  scope.Add("x");
  CHECK(Result(chain, scope, {Value::Number(1)}).substr(0, 6) == "error:");
}

TEST_CASE("Unary tests compare the input, or tell by themselves where they name it", "[feel]") {
  Scope scope;
  scope.Add("limit");
  const std::vector<Value> frame = {Value::Number(10)};
  struct Row {
    Value input;
    std::string tests;
    std::string wanted;
  };
  const std::vector<Row> rows = {
      {Value::Number(5), "-", "true"},
      {Value(), "-", "true"},
      {Value::Number(5), "< limit", "true"},
      {Value::Number(5), "[1..4], 5", "true"},
      {Value::Number(5), "not(5)", "false"},
      {Value::Number(5), "not(1, 2)", "true"},
      {Value::Number(5), "? * 2 = limit", "true"},
      {Value::Number(5), "? > 5, ? < 5", "false"},
      {Value::Number(-5), "-5", "true"},
      {Value::Number(5), "limit > 9", "true"},
      {Value::Boolean(false), "true", "false"},
      {Value::Boolean(false), "not(true)", "true"},
      {Value::String("b"), "\"a\", \"b\"", "true"},
      {Value::String("b"), "[\"a\", \"b\"]", "true"},
      {Value::Number(5), "\"a\"", "null"},
      {Value(), "null", "true"},
      {Value(), "< 5", "null"},
      {Value(), "true", "false"},
      {Value(), "not(true)", "true"},
      {Value(), "true, null", "true"},
      {Value::Number(5), "true", "true"},
      {Value(), "limit > 9", "true"},
      {Value::Of(List{Value::Number(1)}), "list contains(?, 1)", "true"},
  };
  for (const Row& row : rows) {
    INFO(row.tests);
    const absl::StatusOr<UnaryTests> tests = CompileUnaryTests(row.tests, scope);
    REQUIRE(tests.ok());
    Evaluation evaluation(Limits{}, absl::UnixEpoch(), absl::UTCTimeZone());
    CHECK(ToText(tests->Test(row.input, frame, evaluation)) == row.wanted);
  }
  CHECK(CompileUnaryTests("-", scope)->any());
  CHECK(CompileUnaryTests("< limit", scope)->reads() == std::vector<int>{0});
  CHECK_FALSE(CompileUnaryTests("1,", scope).ok());
}

TEST_CASE("A host's functions are called like others, and what was read is told", "[feel]") {
  Scope scope;
  scope.Add("twice");
  scope.Add("x");
  scope.Add("unread");
  const Value twice = MakeFunction(
      {{"n", Type::Of(Type::Tag::kNumber)}}, Type::Of(Type::Tag::kNumber),
      [](absl::Span<const Value> arguments, Evaluation&) { return Value::Number(arguments[0].number().Times(Decimal(2))); });
  const std::vector<Value> frame = {twice, Value::Number(4), Value()};
  CHECK(Result("twice(x)", scope, frame) == "8");
  CHECK(Result("twice(n: x) + 1", scope, frame) == "9");
  CHECK(Result("twice(\"a\")", scope, frame) == "null");
  class Observer : public ReadObserver {
   public:
    void OnRead(int slot, const Value&) override { slots.insert(slot); }
    std::set<int> slots;
  };
  Observer observer;
  Evaluation evaluation(Limits{}, absl::UnixEpoch(), absl::UTCTimeZone());
  evaluation.set_observer(&observer);
  Compile("if x > 1 then twice(x) else unread", scope)->Evaluate(frame, evaluation);
  CHECK(observer.slots == std::set<int>{0, 1});
}

TEST_CASE("Why a value became null is noted with its place", "[feel]") {
  Evaluation evaluation(Limits{}, absl::UnixEpoch(), absl::UTCTimeZone());
  CHECK(Compile("1 + abs(\"a\")", Scope())->Evaluate({}, evaluation).is_null());
  REQUIRE(evaluation.notes().size() == 1);
  CHECK(evaluation.notes()[0].position == 4);
  CHECK(evaluation.notes()[0].message == "abs(): the argument is neither a number nor a duration");
}

TEST_CASE("Types are read as FEEL writes them", "[feel]") {
  Scope scope;
  scope.AddType("model.tPerson", Type::ContextOf({{"name", Type::Of(Type::Tag::kString)}}));
  CHECK(ParseType("list<model.tPerson>", scope)->ToText() == "list<context<name: string>>");
  CHECK(ParseType("function<number, string> -> list<Any>", scope)->ToText() == "function<number, string> -> list<Any>");
  CHECK(ParseType("days and time duration", scope)->ToText() == "days and time duration");
  CHECK(ParseType("dateTime", scope)->ToText() == "date and time");
  CHECK_FALSE(ParseType("list<", scope).ok());
  CHECK_FALSE(ParseType("unknown", scope).ok());
}

}  // namespace
}  // namespace redress::feel
