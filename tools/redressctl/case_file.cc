#include "tools/redressctl/case_file.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"

namespace redress::ctl {
namespace {

using compensation::v1::SimulatedCase;
using nlohmann::json;

void Add(const std::string& name, const std::string& value, SimulatedCase* made) {
  compensation::v1::Quotation::Fact& fact = *made->add_facts();
  fact.set_name(name);
  fact.set_value(value);
}

// False where a value is no text, number or truth.
bool AddFacts(const json& object, const std::string& prefix, SimulatedCase* made) {
  for (const auto& [name, value] : object.items()) {
    if (value.is_structured() || value.is_null()) return false;
    Add(prefix + name, value.is_string() ? value.get<std::string>() : value.dump(), made);
  }
  return true;
}

bool AddQuotation(const json& facts, SimulatedCase* made) {
  if (!facts.is_array()) return false;
  for (const json& fact : facts) {
    if (!fact.is_object() || !fact.contains("name") || !fact["name"].is_string()) return false;
    const json value = fact.value("value", json(""));
    if (!value.is_string()) return false;
    Add(fact["name"].get<std::string>(), value.get<std::string>(), made);
  }
  return true;
}

bool AddCase(json object, SimulatedCase* made) {
  if (!object.is_object()) return false;
  if (object.contains("facts")) return AddQuotation(object["facts"], made);
  const json lines = object.value("lines", json::array());
  object.erase("lines");
  if (!lines.is_array() || !AddFacts(object, "", made)) return false;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].is_object() || !AddFacts(lines[i], absl::StrCat("orders/1/lines/", i + 1, ":"), made)) return false;
  }
  return true;
}

// The number in `cases[3]…`, whose text is cut off; -1 where there is none.
int TakeIndex(absl::string_view word, absl::string_view* text) {
  int index = -1;
  const size_t close = text->find(']');
  if (!absl::ConsumePrefix(text, absl::StrCat(word, "[")) || close == absl::string_view::npos) return -1;
  const size_t digits = close - word.size() - 1;
  if (!absl::SimpleAtoi(text->substr(0, digits), &index)) return -1;
  text->remove_prefix(digits + 1);
  absl::ConsumePrefix(text, ".");
  return index;
}

}  // namespace

absl::StatusOr<CaseFile> ReadCases(const std::string& name, const std::string& text) {
  CaseFile file{name, {}, {}};
  Violations violations;
  int line = 0;
  for (const absl::string_view each : absl::StrSplit(text, '\n')) {
    ++line;
    if (absl::StripAsciiWhitespace(each).empty()) continue;
    const json object = json::parse(each.begin(), each.end(), nullptr, /*allow_exceptions=*/false);
    SimulatedCase made;
    if (object.is_discarded() || !AddCase(object, &made)) {
      violations.Add(absl::StrCat(name, ":", line), "must be one JSON object of facts by name, or a quotation");
      continue;
    }
    file.cases.push_back(std::move(made));
    file.lines.push_back(line);
  }
  if (file.cases.empty() && violations.empty()) violations.Add(name, "must have a case");
  if (absl::Status status = violations.ToStatus(); !status.ok()) return status;
  return file;
}

absl::Status AtLines(const absl::Status& refusal, const CaseFile& file) {
  std::vector<FieldViolation> violations = ViolationsOf(refusal);
  for (FieldViolation& violation : violations) {
    absl::string_view rest = violation.field;
    const int at = TakeIndex("cases", &rest);
    if (at < 0 || static_cast<size_t>(at) >= file.cases.size()) continue;
    const SimulatedCase& one = file.cases[static_cast<size_t>(at)];
    const int fact = TakeIndex("facts", &rest);
    const int line = file.lines[static_cast<size_t>(at)];
    std::string place = line == 0 ? file.name : absl::StrCat(file.name, ":", line);
    if (fact >= 0 && fact < one.facts_size()) absl::StrAppend(&place, " ", one.facts(fact).name());
    violation.field = std::move(place);
  }
  return WithViolations(refusal, violations);
}

}  // namespace redress::ctl
