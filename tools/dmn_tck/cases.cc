#include "tools/dmn_tck/cases.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text.h"

namespace redress::dmn_tck {

using dmn::XmlElement;
using feel::Value;

namespace {

constexpr char kXsi[] = "http://www.w3.org/2001/XMLSchema-instance";
constexpr char kKit[] = "http://www.omg.org/spec/DMN/20160719/testcase";

bool IsNil(const XmlElement& element) {
  const std::string* const nil = element.Attribute("nil", kXsi);
  return nil != nullptr && (*nil == "true" || *nil == "1");
}

// Null if the text is none of that type.
Value ReadDuration(absl::string_view text) {
  const Value months = Value::Of(feel::ParseMonthsDuration(text));
  return months.is_null() ? Value::Of(feel::ParseTimeDuration(text)) : months;
}

bool ReadScalar(const XmlElement& element, Value* value) {
  const std::string* const qualified = element.Attribute("type", kXsi);
  const absl::string_view full = qualified != nullptr ? absl::string_view(*qualified) : absl::string_view("string");
  const absl::string_view type = full.substr(full.find(':') == absl::string_view::npos ? 0 : full.find(':') + 1);
  const absl::string_view text = Trim(element.text);
  if (type == "string" || type == "anyURI" || type == "anySimpleType") {
    *value = Value::String(element.text);
    return true;
  }
  if (type == "boolean") {
    *value = Value::Boolean(text == "true" || text == "1");
    return text == "true" || text == "false" || text == "1" || text == "0";
  }
  if (type == "date") {
    *value = Value::Of(feel::ParseDate(text));
  } else if (type == "time") {
    *value = Value::Of(feel::ParseTime(text));
  } else if (type == "dateTime") {
    *value = Value::Of(feel::ParseDateTime(text));
  } else if (absl::EndsWithIgnoreCase(type, "duration")) {
    *value = ReadDuration(text);
  } else {
    *value = Value::Number(feel::Decimal::Parse(text));
  }
  return !value->is_null();
}

class Reader {
 public:
  explicit Reader(const std::string& name) : name_(name) {}

  // What an inputNode, expected, component or item holds.
  Value ReadValue(const XmlElement& element) {
    if (IsNil(element)) {
      return {};
    }
    if (const XmlElement* const scalar = element.Child("value")) {
      Value value;
      if (!IsNil(*scalar) && !ReadScalar(*scalar, &value)) {
        Fail(*scalar, absl::StrCat("a value that is none of its type: ", scalar->text));
      }
      return value;
    }
    if (const XmlElement* const list = element.Child("list")) {
      if (IsNil(*list)) {
        return {};
      }
      feel::List items;
      for (const XmlElement& item : list->children) {
        if (item.name == "item") {
          items.push_back(ReadValue(item));
        }
      }
      return Value::Of(std::move(items));
    }
    feel::Context context;
    bool any = false;
    for (const XmlElement& component : element.children) {
      if (component.name == "component") {
        context.Put(component.Get("name"), ReadValue(component));
        any = true;
      }
    }
    return any ? Value::Of(std::move(context)) : Value();
  }

  Case ReadCase(const XmlElement& element) {
    Case read;
    read.id = element.Get("id");
    read.invocable = element.Get("invocableName");
    const std::string& type = element.Get("type");
    read.callee = type == "bkm" ? Callee::kKnowledge : type == "decisionService" ? Callee::kService : Callee::kDecision;
    for (const XmlElement& child : element.children) {
      if (child.name == "description") {
        read.description = std::string(Trim(child.text));
      } else if (child.name == "inputNode") {
        read.inputs.push_back({child.Get("namespace"), child.Get("name"), ReadValue(child)});
      } else if (child.name == "resultNode") {
        Expectation expectation{child.Get("namespace"), child.Get("name"), false, false, {}};
        expectation.error = child.Get("errorResult") == "true" || child.Get("errorResult") == "1";
        if (const XmlElement* const expected = child.Child("expected")) {
          expectation.given = true;
          expectation.value = ReadValue(*expected);
        }
        read.expected.push_back(std::move(expectation));
      }
    }
    return read;
  }

  const absl::Status& status() const { return status_; }

 private:
  void Fail(const XmlElement& element, const std::string& message) {
    if (status_.ok()) {
      status_ =
          absl::InvalidArgumentError(absl::StrCat(name_, ":", element.where.line, ":", element.where.column, ": ", message));
    }
  }

  const std::string& name_;
  absl::Status status_;
};

}  // namespace

bool LooksLikeCases(absl::string_view text) {
  dmn::Findings findings;
  const absl::optional<XmlElement> root = dmn::ParseXml(text, {}, findings);
  return root && root->name == "testCases";
}

absl::StatusOr<CaseFile> ReadCases(const std::string& name, absl::string_view text) {
  dmn::Findings findings;
  findings.SetSource(name);
  const absl::optional<XmlElement> root = dmn::ParseXml(text, {}, findings);
  if (!root || root->name != "testCases" || root->ns != kKit) {
    return absl::InvalidArgumentError(findings.all().empty() ? absl::StrCat(name, ": no test file of the kit")
                                                             : dmn::ToString(findings.all().front()));
  }
  CaseFile file;
  Reader reader(name);
  for (const XmlElement& child : root->children) {
    if (child.name == "modelName") {
      file.model = std::string(Trim(child.text));
    } else if (child.name == "testCase") {
      file.cases.push_back(reader.ReadCase(child));
    }
  }
  if (!reader.status().ok()) {
    return reader.status();
  }
  return file;
}

}  // namespace redress::dmn_tck
