#include "libs/dmn/xml.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/text.h"

namespace redress::dmn {
namespace {

// Finds line and column of an offset.
class Places {
 public:
  explicit Places(absl::string_view text) : text_(text) {
    starts_.push_back(0);
    counted_.push_back(0);
    for (size_t i = kBlock; i <= text.size(); i += kBlock) {
      counted_.push_back(counted_.back() + CodePointCount(text.substr(i - kBlock, kBlock)));
    }
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') {
        starts_.push_back(i + 1);
      }
    }
  }

  Where At(ptrdiff_t offset) const {
    if (offset < 0 || static_cast<size_t>(offset) > text_.size()) {
      return {};
    }
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), static_cast<size_t>(offset));
    const size_t start = *(next - 1);
    return {static_cast<int>(next - starts_.begin()),
            static_cast<int>(CodePointsBefore(static_cast<size_t>(offset)) - CodePointsBefore(start)) + 1};
  }

 private:
  // A model may be one long line, whose elements all ask for their column: none counts it from the beginning.
  static constexpr size_t kBlock = 1024;

  size_t CodePointsBefore(size_t offset) const {
    const size_t block = offset / kBlock;
    return counted_[block] + CodePointCount(text_.substr(block * kBlock, offset - block * kBlock));
  }

  absl::string_view text_;
  std::vector<size_t> starts_;
  std::vector<size_t> counted_;  // code points before each block
};

using Prefixes = std::map<std::string, std::string, std::less<>>;

// Copies the parser's tree into ours.
class Reader {
 public:
  Reader(const Places& places, const XmlLimits& limits, Findings& findings)
      : places_(places), limits_(limits), findings_(findings) {}

  // True if a finding was added.
  bool faulty() const { return faulty_; }

  // False if a limit is passed.
  bool Read(const pugi::xml_node& node, const Prefixes& outer, int depth, XmlElement& element) {
    // The parser's place of an element is its name, behind the `<`.
    element.where = places_.At(node.offset_debug() - 1);
    if (depth > limits_.depth_max) {
      Fault(element.where, absl::StrCat("elements are nested more than ", limits_.depth_max, " deep"));
      return false;
    }
    if (++elements_ > limits_.elements_max) {
      Fault(element.where, absl::StrCat("more than ", limits_.elements_max, " elements"));
      return false;
    }
    const bool declares = std::any_of(node.attributes_begin(), node.attributes_end(), [](const pugi::xml_attribute& attribute) {
      return absl::StartsWith(attribute.name(), "xmlns");
    });
    if (!declares) {
      return ReadWith(node, outer, depth, element);
    }
    Prefixes prefixes = outer;
    for (const pugi::xml_attribute attribute : node.attributes()) {
      absl::string_view name = attribute.name();
      if (name == "xmlns") {
        prefixes[""] = attribute.value();
      } else if (absl::ConsumePrefix(&name, "xmlns:")) {
        prefixes[std::string(name)] = attribute.value();
      }
    }
    return ReadWith(node, prefixes, depth, element);
  }

 private:
  void Fault(Where where, std::string message) {
    faulty_ = true;
    findings_.Error(where, std::move(message));
  }

  bool ReadWith(const pugi::xml_node& node, const Prefixes& prefixes, int depth, XmlElement& element) {
    std::tie(element.ns, element.name) = Resolve(node.name(), prefixes, true, element.where);
    for (const pugi::xml_attribute attribute : node.attributes()) {
      if (absl::StartsWith(attribute.name(), "xmlns")) {
        absl::string_view prefix = attribute.name();
        absl::ConsumePrefix(&prefix, "xmlns");
        absl::ConsumePrefix(&prefix, ":");
        element.attributes.push_back({kXmlnsNamespace, std::string(prefix), attribute.value()});
        continue;
      }
      auto [ns, name] = Resolve(attribute.name(), prefixes, false, element.where);
      if (element.Attribute(name, ns) != nullptr) {
        Fault(element.where, absl::StrCat("attribute ", name, " stands twice"));
      }
      element.attributes.push_back({std::move(ns), std::move(name), attribute.value()});
    }
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        if (element.text.empty()) {
          element.text_where = places_.At(child.offset_debug());
        }
        element.text += child.value();
      } else if (child.type() == pugi::node_element) {
        element.children.emplace_back();
        if (!Read(child, prefixes, depth + 1, element.children.back())) {
          return false;
        }
      }
    }
    return true;
  }

  std::pair<std::string, std::string> Resolve(absl::string_view qualified, const Prefixes& prefixes, bool defaulted,
                                              Where where) {
    const size_t colon = qualified.find(':');
    const absl::string_view prefix = colon == absl::string_view::npos ? "" : qualified.substr(0, colon);
    const std::string name(colon == absl::string_view::npos ? qualified : qualified.substr(colon + 1));
    if (prefix.empty() && !defaulted) {
      return {"", name};
    }
    const auto found = prefixes.find(prefix);
    if (found != prefixes.end()) {
      return {found->second, name};
    }
    if (!prefix.empty() && prefix != "xml") {
      Fault(where, absl::StrCat("the prefix of ", qualified, " is declared nowhere"));
    }
    return {std::string(prefix), name};
  }

  const Places& places_;
  const XmlLimits& limits_;
  Findings& findings_;
  size_t elements_ = 0;
  bool faulty_ = false;
};

// False, with a finding, if the document has what no model needs.
bool CheckProlog(const pugi::xml_document& document, const Places& places, Findings& findings) {
  for (const pugi::xml_node node : document.children()) {
    if (node.type() == pugi::node_doctype) {
      findings.Error(places.At(node.offset_debug()), "a document type declaration is not allowed");
      return false;
    }
    const std::string encoding = node.type() == pugi::node_declaration ? node.attribute("encoding").value() : "";
    if (!encoding.empty() && !absl::EqualsIgnoreCase(encoding, "UTF-8") && !absl::EqualsIgnoreCase(encoding, "US-ASCII")) {
      findings.Error({1, 1}, absl::StrCat("the encoding must be UTF-8, not ", encoding));
      return false;
    }
  }
  return true;
}

}  // namespace

const std::string* XmlElement::Attribute(absl::string_view attribute, absl::string_view attribute_ns) const {
  for (const XmlAttribute& candidate : attributes) {
    if (candidate.name == attribute && candidate.ns == attribute_ns) {
      return &candidate.value;
    }
  }
  return nullptr;
}

const std::string& XmlElement::Get(absl::string_view attribute) const {
  static const auto* const empty = new std::string();
  const std::string* const value = Attribute(attribute);
  return value != nullptr ? *value : *empty;
}

const XmlElement* XmlElement::Child(absl::string_view child) const {
  for (const XmlElement& candidate : children) {
    if (candidate.name == child && candidate.ns == ns) {
      return &candidate;
    }
  }
  return nullptr;
}

absl::optional<XmlElement> ParseXml(absl::string_view text, const XmlLimits& limits, Findings& findings) {
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (text.size() > limits.bytes_max) {
    findings.Error({}, absl::StrCat("the text is longer than ", limits.bytes_max, " bytes"));
    return absl::nullopt;
  }
  if (!ValidUtf8(text) || absl::StrContains(text, '\0')) {
    findings.Error({}, "the text is not UTF-8");
    return absl::nullopt;
  }
  const Places places(text);
  pugi::xml_document document;
  const unsigned int flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute |
                             pugi::parse_doctype | pugi::parse_declaration | pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
  if (!parsed) {
    findings.Error(places.At(parsed.offset), absl::StrCat("not well-formed XML: ", parsed.description()));
    return absl::nullopt;
  }
  if (!CheckProlog(document, places, findings)) {
    return absl::nullopt;
  }
  XmlElement root;
  Reader reader(places, limits, findings);
  if (!reader.Read(document.document_element(), {}, 1, root) || reader.faulty()) {
    return absl::nullopt;
  }
  return root;
}

}  // namespace redress::dmn
