#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/text.h"
#include "libs/dmn/reader.h"

namespace redress::dmn {
namespace {

ItemSyntax::Function ReadFunctionItem(const XmlElement& element, Findings& findings) {
  ItemSyntax::Function function;
  function.result_type_ref = element.Get("outputTypeRef");
  for (const XmlElement* const parameter : ChildrenNamed(element, "parameters")) {
    function.parameters.push_back(ReadTypedName(*parameter, findings));
  }
  return function;
}

bool ReadFlag(const XmlElement& element, absl::string_view name, Findings& findings) {
  const std::string& text = element.Get(name);
  if (!text.empty() && text != "true" && text != "false" && text != "1" && text != "0") {
    findings.Expression(element.where, absl::StrCat(name, " is true or false"));
  }
  return text == "true" || text == "1";
}

}  // namespace

ItemSyntax ReadItem(const XmlElement& element, bool component, Findings& findings) {
  ItemSyntax item;
  item.where = element.where;
  item.name = std::string(Trim(element.Get("name")));
  if (item.name.empty()) {
    findings.Expression(element.where, absl::StrCat(component ? "itemComponent" : "itemDefinition", " needs a name"));
  }
  item.type_ref = ReadTypeRef(element);
  item.collection = ReadFlag(element, "isCollection", findings);
  if (const XmlElement* const allowed = element.Child("allowedValues")) {
    item.allowed_values = ReadText(*allowed, findings);
  }
  if (const XmlElement* const constraint = element.Child("typeConstraint")) {
    item.type_constraint = ReadText(*constraint, findings);
  }
  for (const XmlElement* const child : ChildrenNamed(element, "itemComponent")) {
    item.components.push_back(ReadItem(*child, true, findings));
    for (size_t i = 0; i + 1 < item.components.size(); ++i) {
      if (item.components[i].name == item.components.back().name) {
        findings.Expression(child->where, absl::StrCat("the component ", item.components[i].name, " is defined twice"));
      }
    }
  }
  if (const XmlElement* const function = element.Child("functionItem")) {
    item.function = ReadFunctionItem(*function, findings);
  }
  const int ways = (item.type_ref.empty() ? 0 : 1) + (item.components.empty() ? 0 : 1) + (item.function ? 1 : 0);
  if (ways > 1) {
    findings.Expression(element.where, absl::StrCat("the type ", item.name, " is one of a typeRef, components, or a function"));
  }
  return item;
}

}  // namespace redress::dmn
