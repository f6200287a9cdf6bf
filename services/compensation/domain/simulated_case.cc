#include "services/compensation/domain/simulated_case.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/resource_name.h"

namespace redress::compensation {
namespace {

constexpr size_t kWordMax = 63;
constexpr int64_t kNumberMax = 1'000'000'000'000;  // no sum of a case's lines leaves int64
constexpr size_t kLinesMax = 20;                   // as of a question for a quotation
constexpr size_t kFactsMax = 600;                  // of so many lines, all that there are

using Texts = std::map<std::string, std::string>;

// One line as it is said.
struct Line {
  std::string name;   // orders/{order}/lines/{line}
  std::string order;  // the order's id
  Texts facts;
};

bool IsWord(const std::string& text) {
  return text.size() <= kWordMax && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

// What is wrong with a value; empty if nothing is.
std::string FaultOf(const std::string& name, const std::string& text) {
  switch (*FactTypeOf(name)) {
    case FactType::kWord:
      return IsWord(text) ? "" : "must be at most 63 of [A-Z0-9_]";
    case FactType::kTruth:
      return text == "true" || text == "false" ? "" : "must be true or false";
    case FactType::kNumber:
      break;
  }
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number) || number < 0 || number > kNumberMax) {
    return "must be a whole number, 0 … 1,000,000,000,000";
  }
  const bool pieces = name == "quantity" || name == "line_quantity";
  return pieces && (number < 1 || number > 100'000) ? "must be 1 … 100,000" : "";
}

// Reads what is said of one case.
class CaseReader {
 public:
  CaseReader(const std::string& field, Violations* violations)
      : field_(field.empty() ? "" : field + "."), violations_(*violations) {}

  void Read(const NamedFacts& given) {
    if (given.size() > kFactsMax) return violations_.Add(field_ + "facts", absl::StrCat("must be at most ", kFactsMax));
    for (size_t i = 0; i < given.size(); ++i) {
      const auto& [name, text] = given[i];
      if (absl::StartsWith(name, "abuse:")) continue;
      const size_t colon = name.rfind(':');
      const std::string fact = colon == std::string::npos ? name : name.substr(colon + 1);
      Texts* const said = colon == std::string::npos ? &common_ : FactsAt(name.substr(0, colon));
      if (said == nullptr || !FactTypeOf(fact).has_value()) {
        violations_.Add(At(i, "name"),
                        "must be a fact of a policy, perhaps of a line: `line_paid`, `orders/1/lines/2:line_paid`");
        continue;
      }
      if (const std::string fault = FaultOf(fact, text); !fault.empty()) violations_.Add(At(i, "value"), fault);
      if (!said->emplace(fact, text).second) violations_.Add(At(i, "name"), "is there twice");
    }
    if (lines_.empty() && common_.count("line_paid") > 0) lines_.push_back({"orders/1/lines/1", "1", {}});
    if (lines_.size() > kLinesMax) violations_.Add(field_ + "facts", absl::StrCat("must be about at most ", kLinesMax, " lines"));
    for (Line& line : lines_) line.facts.insert(common_.begin(), common_.end());
    CheckPresence();
  }

  // What is made of it, if nothing was at fault.
  NamedFacts Kept(CaseNames names) {
    if (lines_.empty()) {
      common_["has_order"] = "false";
      return {common_.begin(), common_.end()};
    }
    std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) { return PositionOf(a) < PositionOf(b); });
    std::vector<std::string> orders;
    std::map<std::string, int64_t> paid;
    for (Line& line : lines_) {
      Complete(&line.facts);
      if (std::find(orders.begin(), orders.end(), line.order) == orders.end()) orders.push_back(line.order);
      paid[line.order] += NumberOf(line.facts.at("line_total"));
    }
    NamedFacts kept;
    kept.reserve(lines_.size() * lines_.front().facts.size());
    for (size_t i = 0; i < lines_.size(); ++i) {
      Line& line = lines_[i];
      line.facts.emplace("order_paid", absl::StrCat(paid.at(line.order)));
      line.facts.emplace("order_left", line.facts.at("order_paid"));
      line.facts["position"] = absl::StrCat(i + 1);
      line.facts["has_order"] = "true";
      if (names == CaseNames::kNumbered) {
        const auto order = std::find(orders.begin(), orders.end(), line.order) - orders.begin() + 1;
        line.name = absl::StrCat("orders/", order, "/lines/", i + 1);
      }
      for (const auto& [name, text] : line.facts) kept.emplace_back(absl::StrCat(line.name, ":", name), text);
    }
    std::sort(kept.begin(), kept.end());
    return kept;
  }

 private:
  static int64_t NumberOf(const std::string& text) {
    int64_t number = 0;
    return absl::SimpleAtoi(text, &number) ? number : 0;
  }

  static int64_t PositionOf(const Line& line) {
    const auto said = line.facts.find("position");
    return said == line.facts.end() ? kNumberMax : NumberOf(said->second);
  }

  static void Complete(Texts* facts) {
    facts->emplace("quantity", "1");
    facts->emplace("line_quantity", facts->at("quantity"));
    facts->emplace("line_total", facts->at("line_paid"));
    facts->emplace("line_left", facts->at("line_total"));
  }

  std::string At(size_t fact, absl::string_view part) const { return absl::StrCat(field_, "facts[", fact, "].", part); }

  // The facts of the line of that name; null where it is none.
  Texts* FactsAt(const std::string& name) {
    for (Line& known : lines_) {
      if (known.name == name) return &known.facts;
    }
    absl::StatusOr<std::vector<std::string>> ids = MatchName("orders/*/lines/*", name);
    if (!ids.ok()) return nullptr;
    lines_.push_back({name, std::move(ids->front()), {}});
    return &lines_.back().facts;
  }

  void CheckPresence() {
    if (lines_.empty() && common_.count("l1") == 0) violations_.Add(field_ + "facts", "must say l1");
    for (const Line& line : lines_) {
      for (const char* needed : {"l1", "line_paid"}) {
        if (line.facts.count(needed) == 0) {
          violations_.Add(field_ + "facts", absl::StrCat("must say ", needed, " of every line"));
        }
      }
    }
  }

  const std::string field_;  // with its dot
  Violations& violations_;
  Texts common_;
  std::vector<Line> lines_;
};

}  // namespace

NamedFacts SimulatedFacts(const NamedFacts& given, const std::string& field, Violations* violations, CaseNames names) {
  Violations own;
  CaseReader reader(field, &own);
  reader.Read(given);
  for (const FieldViolation& violation : own.all()) violations->Add(violation.field, violation.description);
  return own.empty() ? reader.Kept(names) : NamedFacts();
}

}  // namespace redress::compensation
