// From XML to syntax: reads a `definitions` of DMN 1.1 to 1.6 and checks what can be checked without looking at another element.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/dmn/syntax.h"
#include "libs/dmn/xml.h"

namespace redress::dmn {

// True for the namespaces of DMN's models, of any version.
bool IsModelNamespace(absl::string_view ns);

// The model of a text; nothing where it is no DMN at all. Faults are added to the findings, whose source must be set.
absl::optional<ModelSyntax> ReadModel(absl::string_view text, const XmlLimits& limits, Findings& findings);

// The parts of the reader, for its own files.
ExpressionPtr ReadExpression(const XmlElement& element, Findings& findings);
// The one expression among the children; null if there is none. Two are an error.
ExpressionPtr ReadChildExpression(const XmlElement& parent, Findings& findings);
FunctionExpression ReadFunction(const XmlElement& element, Findings& findings);
TableExpression ReadTable(const XmlElement& element, Findings& findings);
ItemSyntax ReadItem(const XmlElement& element, bool component, Findings& findings);
// The element's `text` child and language.
Text ReadText(const XmlElement& element, Findings& findings);
// Name and typeRef; an absent name is an error.
TypedName ReadTypedName(const XmlElement& element, Findings& findings);
// typeRef, an attribute or (as in item definitions) a child.
std::string ReadTypeRef(const XmlElement& element);
// Children of these names in the element's namespace, in their order.
std::vector<const XmlElement*> ChildrenNamed(const XmlElement& element, absl::string_view name);

}  // namespace redress::dmn
