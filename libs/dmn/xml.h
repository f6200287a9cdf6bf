// XML as the loader needs it: elements with their namespaces and places, nothing of the parser's. What makes XML dangerous is
// refused: a document type (so there are no entities but the five of XML itself), depth and size beyond the limits, any encoding
// but UTF-8. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/dmn/finding.h"

namespace redress::dmn {

// How much one source may be.
struct XmlLimits {
  size_t bytes_max = 16u << 20;
  int depth_max = 200;  // elements within elements
  size_t elements_max = 1u << 20;
};

// The namespace of the attributes that declare prefixes; their names are the prefixes (empty for the default namespace).
inline constexpr char kXmlnsNamespace[] = "http://www.w3.org/2000/xmlns/";

struct XmlAttribute {
  std::string ns;    // empty where the attribute has no prefix
  std::string name;  // without prefix
  std::string value;
};

// An element. Its text is all character data directly in it.
struct XmlElement {
  std::string ns;
  std::string name;  // without prefix
  std::vector<XmlAttribute> attributes;
  std::vector<XmlElement> children;
  std::string text;
  Where where;
  Where text_where;  // of the first character of the text

  // The attribute without prefix (or of the namespace); null if it is absent.
  const std::string* Attribute(absl::string_view attribute, absl::string_view attribute_ns = "") const;
  // The same, or empty.
  const std::string& Get(absl::string_view attribute) const;
  // The first child of this name in this element's own namespace; null if there is none.
  const XmlElement* Child(absl::string_view child) const;
};

// The root element of the text, or nothing, with the reason as an error among the findings.
absl::optional<XmlElement> ParseXml(absl::string_view text, const XmlLimits& limits, Findings& findings);

}  // namespace redress::dmn
