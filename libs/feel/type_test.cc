#include "libs/feel/type.h"

#include <catch2/catch.hpp>

#include "libs/feel/testing.h"

namespace redress::feel {
namespace {

using Tag = Type::Tag;

const Type kNumber = Type::Of(Tag::kNumber);
const Type kString = Type::Of(Tag::kString);

TEST_CASE("Values are coerced as DMN has it, or become null", "[feel]") {
  const auto text = [](const Value& value, const Type& type) { return ToLiteral(Coerce(value, type)); };
  const Value one = Value::Number(1);
  const Value day = Value::Of(Date{2024, 1, 1});
  CHECK(text(one, kNumber) == "1");
  CHECK(text(one, kString) == "null");
  CHECK(text(one, Type::ListOf(kNumber)) == "[1]");
  CHECK(text(Value::Of(List{one}), kNumber) == "1");
  CHECK(text(Value::Of(List{one, one}), kNumber) == "null");
  CHECK(text(Value::Of(List{one}), Type::ListOf(kString)) == "null");
  CHECK(text(Value::Of(List{one, Value()}), Type::ListOf(kNumber)) == "[1, null]");
  CHECK(text(day, Type::Of(Tag::kDateTime)) == "@\"2024-01-01T00:00:00Z\"");
  CHECK(text(Value(), kNumber) == "null");
  CHECK(text(one, Type::Any()) == "1");
  Context context;
  context.Put("a", one);
  context.Put("more", one);
  CHECK(text(Value::Of(context), Type::ContextOf({{"a", kNumber}, {"b", kString}})) == "{a: 1, more: 1}");
  CHECK(text(Value::Of(context), Type::ContextOf({{"a", kString}})) == "null");
}

TEST_CASE("Types conform as the specification relates them", "[feel]") {
  const Type person = Type::ContextOf({{"name", kString}, {"age", kNumber}});
  const Type named = Type::ContextOf({{"name", kString}});
  CHECK(ConformsTo(kNumber, Type::Any()));
  CHECK_FALSE(ConformsTo(Type::Any(), kNumber));
  CHECK(ConformsTo(Type::Of(Tag::kNull), kNumber));
  CHECK(ConformsTo(person, named));
  CHECK_FALSE(ConformsTo(named, person));
  CHECK(ConformsTo(Type::ListOf(person), Type::ListOf(named)));
  CHECK(ConformsTo(Type::RangeOf(kNumber), Type::Of(Tag::kRange)));
  CHECK(ConformsTo(Type::FunctionOf({named}, person), Type::FunctionOf({person}, named)));
  CHECK_FALSE(ConformsTo(Type::FunctionOf({person}, named), Type::FunctionOf({named}, named)));
  CHECK(person == Type::ContextOf({{"name", kString}, {"age", kNumber}}));
}

TEST_CASE("The type of a value is the most special one", "[feel]") {
  const auto type = [](absl::string_view text) {
    Evaluation evaluation(Limits{}, absl::UnixEpoch(), absl::UTCTimeZone());
    return TypeOf(Compile(text, Scope())->Evaluate({}, evaluation)).ToText();
  };
  CHECK(type("[1, 2]") == "list<number>");
  CHECK(type("[1, null]") == "list<number>");
  CHECK(type("[1, \"a\"]") == "list<Any>");
  CHECK(type("{a: 1, b: [true]}") == "context<a: number, b: list<boolean>>");
  CHECK(type("(<5)") == "range<number>");
  CHECK(type("function(a: string) a") == "function<string> -> Any");
  CHECK(type("null") == "Null");
}

TEST_CASE("What nests too deeply becomes null instead of a danger", "[feel]") {
  Value value = Value::Number(1);
  for (int i = 0; i < kMaxNesting; ++i) value = Value::Of(List{value});
  CHECK(value.nesting() == kMaxNesting);
  CHECK(Value::Of(List{value}).is_null());
  Context context;
  context.Put("a", value);
  CHECK(Value::Of(context).is_null());
}

TEST_CASE("A scope finds names however their spaces are written", "[feel]") {
  Scope scope;
  CHECK(scope.Add("first  name") == 0);
  CHECK(scope.Add(" last name ", kString) == 1);
  CHECK(scope.Find("first name") == 0);
  CHECK(scope.Find("last\tname") == 1);
  CHECK_FALSE(scope.Find("name").has_value());
  scope.AddType("tAge", kNumber);
  CHECK(*scope.FindType("tAge") == kNumber);
  CHECK(*scope.FindType("string") == kString);
  CHECK(scope.FindType("tNone") == nullptr);
}

}  // namespace
}  // namespace redress::feel
