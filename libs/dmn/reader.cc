#include "libs/dmn/reader.h"

#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/text.h"

namespace redress::dmn {
namespace {

constexpr std::array<absl::string_view, 6> kModelNamespaces = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/", "https://www.omg.org/spec/DMN/20240513/MODEL/",
};

// What `definitions` may hold besides what is read here.
constexpr std::array<absl::string_view, 12> kIgnoredChildren = {"description",
                                                                "extensionElements",
                                                                "knowledgeSource",
                                                                "textAnnotation",
                                                                "association",
                                                                "elementCollection",
                                                                "businessContextElement",
                                                                "organizationUnit",
                                                                "performanceIndicator",
                                                                "group",
                                                                "decisionMadeByRequirement",
                                                                "artifact"};

Reference ReadReference(const XmlElement& element, Findings& findings) {
  Reference reference;
  reference.where = element.where;
  const std::string& href = element.Get("href");
  const size_t hash = href.find('#');
  if (hash == std::string::npos || hash + 1 == href.size()) {
    findings.Error(element.where, absl::StrCat(element.name, " needs an href of the form #id or namespace#id"));
    return reference;
  }
  reference.ns = href.substr(0, hash);
  reference.id = href.substr(hash + 1);
  return reference;
}

void ReadReferences(const XmlElement& element, absl::string_view name, Findings& findings, std::vector<Reference>& references) {
  for (const XmlElement* const child : ChildrenNamed(element, name)) {
    references.push_back(ReadReference(*child, findings));
  }
}

// requiredInput and requiredDecision: exactly one of them.
void ReadInformationRequirements(const XmlElement& element, Findings& findings, ElementSyntax& node) {
  for (const XmlElement* const requirement : ChildrenNamed(element, "informationRequirement")) {
    const size_t before = node.inputs.size() + node.decisions.size();
    ReadReferences(*requirement, "requiredInput", findings, node.inputs);
    ReadReferences(*requirement, "requiredDecision", findings, node.decisions);
    if (node.inputs.size() + node.decisions.size() != before + 1) {
      findings.Error(requirement->where, "an informationRequirement has one requiredInput or one requiredDecision");
    }
  }
}

void ReadKnowledgeRequirements(const XmlElement& element, Findings& findings, ElementSyntax& node) {
  for (const XmlElement* const requirement : ChildrenNamed(element, "knowledgeRequirement")) {
    const size_t before = node.knowledge.size();
    ReadReferences(*requirement, "requiredKnowledge", findings, node.knowledge);
    if (node.knowledge.size() != before + 1) {
      findings.Error(requirement->where, "a knowledgeRequirement has one requiredKnowledge");
    }
  }
}

// Name, id and variable.
ElementSyntax ReadNode(const XmlElement& element, ElementKind kind, Findings& findings) {
  ElementSyntax node;
  node.kind = kind;
  node.where = element.where;
  node.id = element.Get("id");
  node.name = std::string(Trim(element.Get("name")));
  if (node.name.empty()) {
    findings.Error(element.where, absl::StrCat(element.name, " needs a name"));
  }
  if (const XmlElement* const variable = element.Child("variable")) {
    node.variable = ReadTypedName(*variable, findings);
    if (node.variable->name != node.name) {
      findings.Warning(variable->where, absl::StrCat("the variable of ", node.name, " has another name"));
    }
  }
  return node;
}

ElementSyntax ReadDecision(const XmlElement& element, Findings& findings) {
  ElementSyntax node = ReadNode(element, ElementKind::kDecision, findings);
  ReadInformationRequirements(element, findings, node);
  ReadKnowledgeRequirements(element, findings, node);
  node.logic = ReadChildExpression(element, findings);
  return node;
}

ElementSyntax ReadKnowledge(const XmlElement& element, Findings& findings) {
  ElementSyntax node = ReadNode(element, ElementKind::kKnowledge, findings);
  ReadKnowledgeRequirements(element, findings, node);
  if (const XmlElement* const logic = element.Child("encapsulatedLogic")) {
    node.logic = std::make_unique<Expression>();
    node.logic->id = logic->Get("id");
    node.logic->where = logic->where;
    node.logic->type_ref = ReadTypeRef(*logic);
    node.logic->body = ReadFunction(*logic, findings);
  }
  return node;
}

ElementSyntax ReadService(const XmlElement& element, Findings& findings) {
  ElementSyntax node = ReadNode(element, ElementKind::kService, findings);
  ReadReferences(element, "outputDecision", findings, node.outputs);
  ReadReferences(element, "encapsulatedDecision", findings, node.encapsulated);
  ReadReferences(element, "inputDecision", findings, node.decisions);
  ReadReferences(element, "inputData", findings, node.inputs);
  if (node.outputs.empty()) {
    findings.Warning(element.where, absl::StrCat("the decision service ", node.name, " has no outputDecision"));
  }
  return node;
}

ImportSyntax ReadImport(const XmlElement& element, Findings& findings) {
  ImportSyntax import{std::string(Trim(element.Get("name"))), element.Get("namespace"), element.Get("locationURI"),
                      element.where};
  if (import.ns.empty()) {
    findings.Error(element.where, "an import needs a namespace");
  }
  return import;
}

void ReadChild(const XmlElement& child, Findings& findings, ModelSyntax& model) {
  if (child.name == "import") {
    // What else can be imported (PMML, for one) has no names that an expression could use.
    if (IsModelNamespace(child.Get("importType"))) {
      model.imports.push_back(ReadImport(child, findings));
    } else {
      findings.Warning(child.where, absl::StrCat("an import of type ", child.Get("importType"), " is not read"));
    }
  } else if (child.name == "itemDefinition") {
    model.items.push_back(ReadItem(child, false, findings));
  } else if (child.name == "inputData") {
    model.elements.push_back(ReadNode(child, ElementKind::kInputData, findings));
  } else if (child.name == "decision") {
    model.elements.push_back(ReadDecision(child, findings));
  } else if (child.name == "businessKnowledgeModel") {
    model.elements.push_back(ReadKnowledge(child, findings));
  } else if (child.name == "decisionService") {
    model.elements.push_back(ReadService(child, findings));
  } else {
    for (const absl::string_view ignored : kIgnoredChildren) {
      if (child.name == ignored) {
        return;
      }
    }
    findings.Warning(child.where, absl::StrCat("unknown element ", child.name));
  }
}

}  // namespace

bool IsModelNamespace(absl::string_view ns) {
  for (const absl::string_view known : kModelNamespaces) {
    // Some editors leave the last slash away in importType.
    if (ns == known || (absl::EndsWith(known, "/") && ns == known.substr(0, known.size() - 1))) {
      return true;
    }
  }
  return false;
}

std::vector<const XmlElement*> ChildrenNamed(const XmlElement& element, absl::string_view name) {
  std::vector<const XmlElement*> found;
  for (const XmlElement& child : element.children) {
    if (child.name == name && child.ns == element.ns) {
      found.push_back(&child);
    }
  }
  return found;
}

std::string ReadTypeRef(const XmlElement& element) {
  if (const std::string* const attribute = element.Attribute("typeRef")) {
    return std::string(Trim(*attribute));
  }
  const XmlElement* const child = element.Child("typeRef");
  return child != nullptr ? std::string(Trim(child->text)) : std::string();
}

TypedName ReadTypedName(const XmlElement& element, Findings& findings) {
  TypedName typed{std::string(Trim(element.Get("name"))), ReadTypeRef(element), element.where};
  if (typed.name.empty()) {
    findings.Error(element.where, absl::StrCat(element.name, " needs a name"));
  }
  return typed;
}

Text ReadText(const XmlElement& element, Findings& findings) {
  Text text{"", element.Get("expressionLanguage"), element.where};
  if (const XmlElement* const child = element.Child("text")) {
    text.text = child->text;
    text.where = child->text_where.line > 0 ? child->text_where : child->where;
  } else if (element.Child("importedValues") != nullptr) {
    findings.Expression(element.where, "importedValues are not supported");
  }
  return text;
}

absl::optional<ModelSyntax> ReadModel(absl::string_view text, const XmlLimits& limits, Findings& findings) {
  const absl::optional<XmlElement> root = ParseXml(text, limits, findings);
  if (!root) {
    return absl::nullopt;
  }
  if (root->name != "definitions" || !IsModelNamespace(root->ns)) {
    findings.Error(root->where, "the root must be a definitions of DMN 1.1 to 1.6");
    return absl::nullopt;
  }
  ModelSyntax model;
  model.source = findings.source();
  model.name = root->Get("name");
  model.ns = root->Get("namespace");
  model.language = root->Get("expressionLanguage");
  if (model.ns.empty()) {
    findings.Error(root->where, "definitions needs a namespace");
  }
  if (model.name.empty()) {
    findings.Warning(root->where, "definitions needs a name");
  }
  for (const XmlAttribute& attribute : root->attributes) {
    if (attribute.ns == kXmlnsNamespace && !attribute.name.empty()) {
      model.prefixes.emplace_back(attribute.name, attribute.value);
    }
  }
  for (const XmlElement& child : root->children) {
    if (child.ns == root->ns) {
      ReadChild(child, findings, model);
    }
  }
  return model;
}

}  // namespace redress::dmn
