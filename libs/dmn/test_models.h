// Small models for the tests of this library.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/dmn/model.h"
#include "libs/feel/program.h"

namespace redress::dmn {

inline constexpr char kDmn15[] = "https://www.omg.org/spec/DMN/20230324/MODEL/";

// A `definitions` of DMN 1.5 in the namespace `urn:m`.
inline std::string Definitions(const std::string& body, const std::string& dmn = kDmn15, const std::string& ns = "urn:m") {
  return absl::StrCat("<definitions xmlns=\"", dmn, "\" namespace=\"", ns, "\" name=\"m\">", body, "</definitions>");
}

// A decision with this logic and these requirements (`i:x` input data, `d:x` decision, `k:x` knowledge or service; ids are `_` +
// name).
inline std::string Decision(const std::string& name, const std::string& logic, const std::vector<std::string>& requires_ = {},
                            const std::string& type = "") {
  std::string xml = absl::StrCat("<decision name=\"", name, "\" id=\"_", name, "\"><variable name=\"", name, "\"",
                                 type.empty() ? "" : absl::StrCat(" typeRef=\"", type, "\""), "/>");
  for (const std::string& required : requires_) {
    const std::string href = absl::StrCat(" href=\"#_", required.substr(2), "\"/>");
    absl::StrAppend(
        &xml, required[0] == 'k'   ? absl::StrCat("<knowledgeRequirement><requiredKnowledge", href, "</knowledgeRequirement>")
              : required[0] == 'd' ? absl::StrCat("<informationRequirement><requiredDecision", href, "</informationRequirement>")
                                   : absl::StrCat("<informationRequirement><requiredInput", href, "</informationRequirement>"));
  }
  return absl::StrCat(xml, logic, "</decision>");
}

inline std::string InputData(const std::string& name, const std::string& type = "Any") {
  return absl::StrCat("<inputData name=\"", name, "\" id=\"_", name, "\"><variable name=\"", name, "\" typeRef=\"", type,
                      "\"/></inputData>");
}

inline std::string Literal(const std::string& text) {
  return absl::StrCat("<literalExpression><text><![CDATA[", text, "]]></text></literalExpression>");
}

// The value of a FEEL text without names.
inline feel::Value Feel(const std::string& text) {
  feel::Evaluation evaluation({}, absl::UnixEpoch(), absl::UTCTimeZone());
  const absl::StatusOr<feel::Program> program = feel::Compile(text, feel::Scope());
  return program.ok() ? program->Evaluate({}, evaluation) : feel::Value::String(program.status().ToString());
}

inline EvaluateOptions TestOptions() {
  EvaluateOptions options;
  options.now = absl::FromUnixSeconds(1'700'000'000);
  options.zone = absl::UTCTimeZone();
  return options;
}

inline feel::Context Inputs(const std::vector<std::pair<std::string, std::string>>& inputs) {
  feel::Context context;
  for (const auto& [name, text] : inputs) {
    context.Put(name, Feel(text));
  }
  return context;
}

// The result of a decision as a FEEL literal; the error of loading or evaluating, if there is one.
inline std::string Decide(const std::string& xml, const std::string& decision,
                          const std::vector<std::pair<std::string, std::string>>& inputs = {}, const LoadOptions& load = {}) {
  const absl::StatusOr<Model> model = Load({"m.dmn", xml}, {}, load, nullptr);
  if (!model.ok()) {
    return std::string(model.status().message());
  }
  const Result result = model->Evaluate(decision, Inputs(inputs), TestOptions());
  return result.status.ok() ? feel::ToLiteral(result.value) : result.status.ToString();
}

// What loading finds, one per line.
inline std::string FindingsOf(const std::string& xml, const ImportResolver& resolver = {}) {
  std::vector<Finding> findings;
  const absl::StatusOr<Model> model = Load({"m.dmn", xml}, resolver, {}, &findings);
  std::string all;
  for (const Finding& finding : findings) {
    absl::StrAppend(&all, ToString(finding), "\n");
  }
  return all;
}

}  // namespace redress::dmn
