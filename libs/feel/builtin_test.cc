#include "libs/feel/builtin.h"

#include <catch2/catch.hpp>

#include "libs/feel/testing.h"

namespace redress::feel {
namespace {

void CheckAll(const Results& results) {
  for (const auto& [text, wanted] : results) {
    INFO(text);
    CHECK(Result(text) == wanted);
  }
}

TEST_CASE("Conversions take their forms and nothing else", "[feel]") {
  CheckAll({
      {"date(2024, 2, 29)", "@\"2024-02-29\""},
      {"date(2023, 2, 29)", "null"},
      {"date(@\"2024-02-29T10:00:00\")", "@\"2024-02-29\""},
      {"date(year: 2024, month: 1, day: 1)", "@\"2024-01-01\""},
      {"date()", "null"},
      {"time(12, 59, 1.3, -@\"PT1H\")", "@\"12:59:01.3-01:00\""},
      {"time(12, 0, 0)", "@\"12:00:00\""},
      {"time(24, 0, 0, null)", "null"},
      {"time(@\"2024-02-29\")", "@\"00:00:00Z\""},
      {"time(hour: 1, minute: 2, second: 3, offset: @\"PT0H\")", "@\"01:02:03Z\""},
      {"date and time(@\"2024-02-29\", @\"10:00:00\")", "@\"2024-02-29T10:00:00\""},
      {"date and time(2024, 2, 29, 10, 0, 0)", "@\"2024-02-29T10:00:00\""},
      {"date and time(2024, 2, 29, 10, 0, 0, @\"PT1H\")", "@\"2024-02-29T10:00:00+01:00\""},
      {"date and time(2024, 2, 29, 10, 0, 0, \"Europe/Paris\")", "@\"2024-02-29T10:00:00@Europe/Paris\""},
      {"number(\"1.000,5\", \".\", \",\")", "1000.5"},
      {"number(\"1 000.5\", \" \", \".\")", "1000.5"},
      {"number(\"1,000.5\", \",\", null)", "1000.5"},
      {"number(\"1,5\", \",\", \",\")", "null"},
      {"number(\"1,000.5\", \" \", \".\")", "null"},
      {"number(\"12.5\")", "12.5"},
      {"number(\"12.5\", \".\")", "null"},
      {"string(1.50)", "\"1.5\""},
      {"string(null)", "null"},
      {"string([1, \"a\", {b: @\"P1Y\"}])", "\"[1, \\\"a\\\", {b: P1Y}]\""},
      {"duration(\"P1Y2M\")", "@\"P1Y2M\""},
      {"duration(\"P1Y2D\")", "null"},
      {"years and months duration(@\"2011-12-22\", @\"2013-08-24\")", "@\"P1Y8M\""},
      {"now()", "@\"2024-02-29T12:30:00Z\""},
      {"today()", "@\"2024-02-29\""},
      {"today(1)", "null"},
  });
}

TEST_CASE("Texts are counted in code points", "[feel]") {
  CheckAll({
      {"substring(\"foobar\", 3)", "\"obar\""},
      {"substring(\"foobar\", 3, 3)", "\"oba\""},
      {"substring(\"foobar\", -2, 1)", "\"a\""},
      {"substring(\"foobar\", 0)", "null"},
      {"substring(\"foobar\", 7)", "null"},
      {"substring(\"foobar\", 1, 0)", "null"},
      {"substring(\"\\U01F40Eab\", 2)", "\"ab\""},
      {"string length(\"名前\")", "2"},
      {"upper case(\"aé1\")", "\"AÉ1\""},
      {"lower case(\"AÉ1\")", "\"aé1\""},
      {"substring before(\"foobar\", \"bar\")", "\"foo\""},
      {"substring before(\"foobar\", \"x\")", "\"\""},
      {"substring after(\"foobar\", \"ob\")", "\"ar\""},
      {"substring after(\"foobar\", \"\")", "\"foobar\""},
      {"contains(\"foobar\", \"oba\")", "true"},
      {"starts with(\"foobar\", \"fo\")", "true"},
      {"ends with(\"foobar\", \"ba\")", "false"},
      {"string join([\"a\", null, \"c\"], \"-\")", "\"a-c\""},
      {"string join([\"a\", \"c\"])", "\"ac\""},
      {"string join([1], \"-\")", "null"},
      {"string join([])", "\"\""},
  });
}

TEST_CASE("Regular expressions are those of XPath", "[feel]") {
  CheckAll({
      {"matches(\"foobar\", \"^fo*b\")", "true"},
      {"matches(\"abc\", \"[a-z-[b]]{3}\")", "false"},
      {"matches(\"acd\", \"^[a-z-[b]]{3}$\")", "true"},
      {"matches(\"FOO\", \"foo\", \"i\")", "true"},
      {"matches(\"a\\nb\", \"a.b\")", "false"},
      {"matches(\"a\\nb\", \"a.b\", \"s\")", "true"},
      {"matches(\"a\\nb\", \"^b$\")", "false"},
      {"matches(\"a\\nb\", \"^b$\", \"m\")", "true"},
      {"matches(\"a\\n\", \"a$\")", "false"},
      {"matches(\"hello\", \" h e l l o \", \"x\")", "true"},
      {"matches(\"hello world\", \"hello\\\\ sworld\", \"x\")", "true"},
      {"matches(\"helloworld\", \"hello[ ]world\", \"x\")", "false"},
      {"matches(\"a+b\", \"a+b\", \"q\")", "true"},
      {"matches(\"abab\", \"(ab)\\\\1\")", "true"},
      {"matches(\"a\", \"\\\\i\\\\c*\")", "true"},
      {"matches(\"αβγ\", \"\\\\p{IsGreek}{3}\")", "true"},
      {"matches(\"12\", \"^\\\\d{2}$\")", "true"},
      {"matches(\"a\", \"\\\\b\")", "null"},
      {"matches(\"a\", \"(?=a)\")", "null"},
      {"matches(\"a\", \"(\")", "null"},
      {"matches(\"a\", \"a**\")", "null"},
      {"matches(\"a\", \"[]\")", "null"},
      {"matches(\"a\", \"\\\\1(a)\")", "null"},
      {"matches(\"a\", \"a\", \"z\")", "null"},
      {"matches(null, \"a\")", "null"},
      {"replace(\"abracadabra\", \"bra\", \"*\")", "\"a*cada*\""},
      {"replace(\"abracadabra\", \"a(.)\", \"a$1$1\")", "\"abbraccaddabbra\""},
      {"replace(\"abc\", \"b\", \"[$0]\")", "\"a[b]c\""},
      {"replace(\"abc\", \"(b)\", \"$12\")", "\"ab2c\""},
      {"replace(\"abc\", \"b\", \"\\\\$\")", "\"a$c\""},
      {"replace(\"abc\", \"b\", \"$x\")", "null"},
      {"replace(\"abc\", \"x*\", \"y\")", "null"},
      {"replace(\"a.c\", \".\", \"$0\", \"q\")", "\"a$0c\""},
      {"split(\"John Doe\", \"\\\\s\")", "[\"John\", \"Doe\"]"},
      {"split(\"a;b;;\", \";\")", "[\"a\", \"b\", \"\", \"\"]"},
      {"split(\"foo\", null)", "null"},
  });
}

TEST_CASE("Lists are cut and joined, positions count from one or from the end", "[feel]") {
  CheckAll({
      {"list contains([1, null], null)", "true"},
      {"list contains(null, 1)", "null"},
      {"count([1, null])", "2"},
      {"count(null)", "null"},
      {"sublist([1, 2, 3], 2)", "[2, 3]"},
      {"sublist([1, 2, 3], -2, 1)", "[2]"},
      {"sublist([1, 2, 3], 0)", "null"},
      {"sublist([1, 2, 3], 2, 3)", "null"},
      {"append([1], 2, 3)", "[1, 2, 3]"},
      {"append(null, 2)", "null"},
      {"concatenate([1], [2, 3], 4)", "[1, 2, 3, 4]"},
      {"insert before([1, 3], 2, 2)", "[1, 2, 3]"},
      {"insert before([1, 3], 3, 2)", "null"},
      {"remove([1, 2, 3], -1)", "[1, 2]"},
      {"reverse([1, 2, 3])", "[3, 2, 1]"},
      {"index of([1, 2, 1, null], 1)", "[1, 3]"},
      {"index of([1], 2)", "[]"},
      {"union([1, 2], [2, 3])", "[1, 2, 3]"},
      {"distinct values([1, 1.0, \"1\", null, null])", "[1, \"1\", null]"},
      {"flatten([[1, [[2]]], 3])", "[1, 2, 3]"},
      {"sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]"},
      {"sort([3, 1, 2])", "[1, 2, 3]"},
      {"sort([{a: 2, i: 1}, {a: 1, i: 2}, {a: 2, i: 3}], function(x, y) x.a < y.a).i", "[2, 1, 3]"},
      {"sort([1, 2], function(a) true)", "null"},
      {"sort([1, \"a\"])", "null"},
      {"list replace([1, 2, 3], 2, 4)", "[1, 4, 3]"},
      {"list replace([1, 2, 3], -1.5, 4)", "[1, 2, 4]"},
      {"list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", "[5, 5, 7]"},
      {"list replace([2, 4], function(item) true, 5)", "null"},
      {"list replace(match: function(item, newItem) item = 2, newItem: 4, list: [1, 2])", "[1, 4]"},
  });
}

TEST_CASE("Aggregates take a list or arguments", "[feel]") {
  CheckAll({
      {"min(3, 1, 2)", "1"},
      {"max([\"a\", \"c\", \"b\"])", "\"c\""},
      {"max([@\"2024-01-01\", @\"2024-01-02\"])", "@\"2024-01-02\""},
      {"min([])", "null"},
      {"min([1, \"a\"])", "null"},
      {"min([1, null])", "null"},
      {"sum([1, 2, 3])", "6"},
      {"sum([])", "null"},
      {"mean(1, 2, 4)", "2.333333333333333333333333333333333"},
      {"product([2, 3, 4])", "24"},
      {"product([])", "null"},
      {"median([8, 2, 5, 3, 4])", "4"},
      {"median(6, 1, 2, 3)", "2.5"},
      {"median([])", "null"},
      {"stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931"},
      {"stddev([47])", "null"},
      {"mode([6, 1, 9, 6, 1])", "[1, 6]"},
      {"mode([])", "[]"},
      {"mode([null])", "null"},
      {"all([true, null, false])", "false"},
      {"all([true, null])", "null"},
      {"all([])", "true"},
      {"any(false, true)", "true"},
      {"any([])", "false"},
      {"any([null, false])", "null"},
      {"all(null)", "null"},
  });
}

TEST_CASE("Numbers are rounded and divided", "[feel]") {
  CheckAll({
      {"decimal(2.5, 0)", "2"},
      {"decimal(1/3, 2.5)", "0.33"},
      {"floor(-1.56, 1)", "-1.6"},
      {"ceiling(-1.5)", "-1"},
      {"floor(1.5, null)", "null"},
      {"round up(-5.5, 0)", "-6"},
      {"round down(-5.5, 0)", "-5"},
      {"round half up(-5.5, 0)", "-6"},
      {"round half down(-5.5, 0)", "-5"},
      {"round up(5.5, -6112)", "null"},
      {"abs(-@\"P1D\")", "@\"P1D\""},
      {"modulo(-10.1, 4.5)", "3.4"},
      {"modulo(10, 0)", "null"},
      {"sqrt(-1)", "null"},
      {"log(1)", "0"},
      {"exp(0)", "1"},
      {"odd(-1)", "true"},
      {"even(0)", "true"},
      {"even(0.5)", "null"},
      {"abs([-1])", "1"},
  });
}

TEST_CASE("Days have names and numbers", "[feel]") {
  CheckAll({
      {"day of year(@\"2020-12-31\")", "366"},
      {"day of week(@\"2019-09-17T10:00:00\")", "\"Tuesday\""},
      {"month of year(@\"2019-09-17\")", "\"September\""},
      {"week of year(@\"2005-01-01\")", "53"},
      {"week of year(null)", "null"},
      {"is(@\"23:00:50Z\", @\"23:00:50+00:00\")", "true"},
      {"is(@\"23:00:50@Etc/GMT\", @\"23:00:50Z\")", "false"},
      {"is(@\"2024-01-01\", @\"2024-01-01T00:00:00\")", "false"},
      {"is(@\"P1Y\", @\"P12M\")", "true"},
      {"is(value1: 1)", "false"},
      {"is(1)", "null"},
  });
}

TEST_CASE("Contexts are read, made and changed", "[feel]") {
  CheckAll({
      {"get value({a: 1}, \"a\")", "1"},
      {"get value({a: 1}, \"b\")", "null"},
      {"get entries({a: 1})", "[{key: \"a\", value: 1}]"},
      {"get entries([])", "null"},
      {"context([{key: \"a\", value: 1}, {key: \"b\", value: null}])", "{a: 1, b: null}"},
      {"context({key: \"a\", value: 1})", "{a: 1}"},
      {"context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null"},
      {"context([{key: \"a\"}])", "null"},
      {"context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"},
      {"context put({a: {b: 1}}, [\"a\", \"c\"], 2)", "{a: {b: 1, c: 2}}"},
      {"context put({a: 1}, [\"a\", \"c\"], 2)", "null"},
      {"context put({a: 1}, [], 2)", "null"},
      {"context put(context: {a: 1}, key: [\"a\"], value: 2)", "null"},
      {"context put(context: {a: 1}, keys: [\"a\"], value: 2)", "{a: 2}"},
      {"context merge([{a: 1, b: 1}, {b: 2}])", "{a: 1, b: 2}"},
      {"context merge([1])", "null"},
  });
}

TEST_CASE("Ranges and points relate as the specification has it", "[feel]") {
  CheckAll({
      {"before(1, (1..10])", "true"},
      {"before([1..10), [10..20])", "true"},
      {"after([11..20], [1..11))", "true"},
      {"meets([1..5], [5..10])", "true"},
      {"met by((5..10], [1..5])", "false"},
      {"overlaps([1..5], [5..8])", "true"},
      {"overlaps([1..5), [5..8])", "false"},
      {"overlaps before([1..5), (1..5])", "true"},
      {"overlaps before([1..5], [1..5])", "false"},
      {"overlaps after((1..5], [1..5))", "true"},
      {"finishes(10, [1..10])", "true"},
      {"finished by([1..10], (1..10])", "true"},
      {"includes([1..10), [1..10])", "false"},
      {"includes((null..10), 1)", "true"},
      {"during((1..10), [1..10])", "true"},
      {"starts((1..5], [1..10])", "false"},
      {"started by([1..10], [1..10))", "true"},
      {"coincides([1..5], [1..5])", "true"},
      {"coincides(5, [5..5])", "null"},
      {"meets(1, 2)", "null"},
      {"before(1, \"a\")", "null"},
      {"before((null..5], (10..null))", "true"},
      {"range(\"[18..21)\")", "[18..21)"},
      {"range(\"(..@\\\"2024-01-01\\\"]\")", "(null..@\"2024-01-01\"]"},
      {"range(\"[..1]\")", "null"},
      {"range(\"[\\\"a\\\"..\\\"z\\\"]\")", "[\"a\"..\"z\"]"},
      {"range(\"[2..1]\")", "null"},
      {"range(\"1..2\")", "null"},
      {"range(\"[1+1..3]\")", "null"},
      {"range(\"(null..3)\")", "(null..3)"},
      {"range(\"[date(\\\"2024-01-01\\\")..@\\\"2024-01-02\\\"]\")", "[@\"2024-01-01\"..@\"2024-01-02\"]"},
  });
}

TEST_CASE("Every function is found by its name, and its name by the longest match", "[feel]") {
  for (const absl::string_view name : BuiltinNames()) {
    INFO(name);
    REQUIRE(FindBuiltin(name) != nullptr);
    CHECK_FALSE(FindBuiltin(name)->forms.empty());
    CHECK(Result(absl::StrCat(name, " instance of function")) == "true");
  }
  CHECK(FindBuiltin("nothing") == nullptr);
  CHECK(BuiltinNames().size() >= 80);
}

}  // namespace
}  // namespace redress::feel
