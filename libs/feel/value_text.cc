// The texts of values: what people read, and the literals that read back.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/feel/characters.h"
#include "libs/feel/function.h"
#include "libs/feel/value.h"

namespace redress::feel {
namespace {

std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        quoted += c;
    }
  }
  return quoted + '"';
}

bool IsPlainName(absl::string_view name) {
  if (name.empty()) return false;
  for (bool first = true; !name.empty(); first = false) {
    const char32_t point = TakeCodePoint(name);
    if (first ? !IsNameStart(point) : !IsNamePart(point)) return false;
  }
  return true;
}

using Writer = std::string (*)(const Value&);

// Within a range, a list or a context strings are quoted in either text.
std::string Inner(const Value& value, Writer writer) {
  return value.is(Kind::kString) ? Quoted(value.string()) : writer(value);
}

std::string RangeText(const Range& range, Writer writer) {
  const std::string start = Inner(range.start, writer);
  const std::string end = Inner(range.end, writer);
  switch (range.form) {
    case Range::Form::kInterval:
      return absl::StrCat(range.start_included ? "[" : "(", start, "..", end, range.end_included ? "]" : ")");
    case Range::Form::kLess:
      return absl::StrCat("(<", end, ")");
    case Range::Form::kLessOrEqual:
      return absl::StrCat("(<=", end, ")");
    case Range::Form::kGreater:
      return absl::StrCat("(>", start, ")");
    case Range::Form::kGreaterOrEqual:
      return absl::StrCat("(>=", start, ")");
    case Range::Form::kEqual:
      return absl::StrCat("(=", start, ")");
    case Range::Form::kNotEqual:
      return absl::StrCat("(!=", start, ")");
  }
  return "";
}

std::string ListText(const List& list, Writer writer) {
  std::string text = "[";
  for (const Value& item : list) absl::StrAppend(&text, text.size() > 1 ? ", " : "", Inner(item, writer));
  return text + ']';
}

std::string ContextText(const Context& context, Writer writer) {
  std::string text = "{";
  for (const auto& [name, value] : context.entries()) {
    absl::StrAppend(&text, text.size() > 1 ? ", " : "", IsPlainName(name) ? name : Quoted(name), ": ", Inner(value, writer));
  }
  return text + '}';
}

std::string FunctionText(const Function& function) {
  std::string text = "function(";
  for (const Parameter& parameter : function.parameters()) {
    absl::StrAppend(&text, text.back() == '(' ? "" : ", ", parameter.name);
  }
  return text + ')';
}

std::string Text(const Value& value, Writer writer) {
  switch (value.kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return value.boolean() ? "true" : "false";
    case Kind::kNumber:
      return value.number().ToText();
    case Kind::kString:
      return value.string();
    case Kind::kDate:
      return ToText(value.date());
    case Kind::kTime:
      return ToText(value.time());
    case Kind::kDateTime:
      return ToText(value.date_time());
    case Kind::kMonthsDuration:
      return ToText(value.months_duration());
    case Kind::kTimeDuration:
      return ToText(value.time_duration());
    case Kind::kRange:
      return RangeText(value.range(), writer);
    case Kind::kList:
      return ListText(value.list(), writer);
    case Kind::kContext:
      return ContextText(value.context(), writer);
    case Kind::kFunction:
      return FunctionText(value.function());
  }
  return "";
}

}  // namespace

std::string ToText(const Value& value) {
  return Text(value, ToText);
}

std::string ToLiteral(const Value& value) {
  switch (value.kind()) {
    case Kind::kString:
      return Quoted(value.string());
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kMonthsDuration:
    case Kind::kTimeDuration:
      return absl::StrCat("@\"", Text(value, ToLiteral), "\"");
    default:
      return Text(value, ToLiteral);
  }
}

}  // namespace redress::feel
