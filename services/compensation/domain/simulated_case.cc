#include "services/compensation/domain/simulated_case.h"

#include <algorithm>
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
constexpr char kLines[] = "/lines/";
constexpr size_t kLinesMax = 20;   // as of a question for a quotation
constexpr size_t kFactsMax = 600;  // of so many lines, all that there are

// One line as it is said.
struct Line {
  std::string name;  // orders/{order}/lines/{line}
  FactMap facts;
};

bool IsWord(absl::string_view text) {
  return text.size() <= kWordMax && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

// The value of a fact; what is wrong with the text is put into `fault`.
FactValue ValueOf(absl::string_view name, FactType type, absl::string_view text, absl::string_view* fault) {
  if (type == FactType::kWord) {
    if (!IsWord(text)) *fault = "must be at most 63 of [A-Z0-9_]";
    return FactValue(std::string(text));
  }
  if (type == FactType::kTruth) {
    if (text != "true" && text != "false") *fault = "must be true or false";
    return FactValue(text == "true");
  }
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number) || number < 0 || number > kNumberMax) {
    *fault = "must be a whole number, 0 … 1,000,000,000,000";
  } else if ((name == "quantity" || name == "line_quantity") && (number < 1 || number > 100'000)) {
    *fault = "must be 1 … 100,000";
  }
  return FactValue(number);
}

int64_t NumberOf(const FactMap& facts, const char* name, int64_t otherwise) {
  const auto fact = facts.find(name);
  return fact == facts.end() ? otherwise : absl::get<int64_t>(fact->second);
}

// Reads what is said of one case.
class CaseReader {
 public:
  CaseReader(const std::string& field, Violations* violations)
      : field_(field.empty() ? "" : field + "."), violations_(*violations) {}

  void Read(absl::Span<const StatedFact> given) {
    if (given.size() > kFactsMax) return violations_.Add(field_ + "facts", absl::StrCat("must be at most ", kFactsMax));
    for (size_t i = 0; i < given.size(); ++i) {
      const auto& [name, text] = given[i];
      if (absl::StartsWith(name, "abuse:")) continue;
      const size_t colon = name.rfind(':');
      const absl::string_view fact = name.substr(colon + 1);  // all of it where there is no colon
      FactMap* const said = colon == absl::string_view::npos ? &common_ : FactsAt(name.substr(0, colon));
      const absl::optional<FactType> type = FactTypeOf(fact);
      if (said == nullptr || !type.has_value()) {
        violations_.Add(At(i, "name"),
                        "must be a fact of a policy, perhaps of a line: `line_paid`, `orders/1/lines/2:line_paid`");
        continue;
      }
      absl::string_view fault;
      if (!said->emplace(fact, ValueOf(fact, *type, text, &fault)).second) violations_.Add(At(i, "name"), "is there twice");
      if (!fault.empty()) violations_.Add(At(i, "value"), fault);
    }
    if (lines_.empty() && common_.count("line_paid") > 0) FactsAt("orders/1/lines/1");
    if (lines_.size() > kLinesMax) violations_.Add(field_ + "facts", absl::StrCat("must be about at most ", kLinesMax, " lines"));
    for (size_t i = 0; i + 1 < lines_.size(); ++i) lines_[i].facts.insert(common_.begin(), common_.end());
    if (!lines_.empty()) lines_.back().facts.merge(std::exchange(common_, {}));
    CheckPresence();
  }

  // What it is about, if nothing was at fault.
  std::vector<Subject> Subjects(CaseNames names) {
    std::vector<Subject> subjects(std::max<size_t>(1, lines_.size()));
    if (lines_.empty()) {
      subjects.front().facts = std::move(common_);
      subjects.front().facts["has_order"] = false;
      return subjects;
    }
    std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) { return PositionOf(a) < PositionOf(b); });
    Orders orders;  // with what was paid of each
    for (Line& line : lines_) {
      Complete(&line.facts);
      OrderIn(&orders, line)->second += NumberOf(line.facts, "line_total", 0);
    }
    for (size_t i = 0; i < lines_.size(); ++i) {
      const auto order = OrderIn(&orders, lines_[i]);
      FactMap& facts = lines_[i].facts;
      facts.emplace("order_left", NumberOf(facts, "order_paid", order->second));
      facts.emplace("order_paid", order->second);
      facts["position"] = static_cast<int64_t>(i + 1);
      facts["has_order"] = true;
      const bool numbered = names == CaseNames::kNumbered;
      subjects[i].order = numbered ? absl::StrCat("orders/", order - orders.begin() + 1) : std::string(order->first);
      subjects[i].line = numbered ? absl::StrCat(i + 1) : std::string(LineOf(lines_[i]));
      subjects[i].facts = std::move(facts);
    }
    return subjects;
  }

 private:
  using Orders = std::vector<std::pair<absl::string_view, int64_t>>;

  static int64_t PositionOf(const Line& line) { return NumberOf(line.facts, "position", kNumberMax); }

  // `orders/1` and `2` of `orders/1/lines/2`.
  static absl::string_view OrderOf(const Line& line) { return absl::string_view(line.name).substr(0, line.name.find(kLines)); }
  static absl::string_view LineOf(const Line& line) {
    return absl::string_view(line.name).substr(line.name.find(kLines) + sizeof(kLines) - 1);
  }

  // The place of the line's order, which is added where it is new.
  static Orders::iterator OrderIn(Orders* orders, const Line& line) {
    const absl::string_view name = OrderOf(line);
    const auto known = std::find_if(orders->begin(), orders->end(), [&](const auto& order) { return order.first == name; });
    return known != orders->end() ? known : orders->insert(orders->end(), {name, 0});
  }

  static void Complete(FactMap* facts) {
    facts->emplace("quantity", int64_t{1});
    facts->emplace("line_quantity", facts->at("quantity"));
    facts->emplace("line_total", facts->at("line_paid"));
    facts->emplace("line_left", facts->at("line_total"));
  }

  std::string At(size_t fact, absl::string_view part) const { return absl::StrCat(field_, "facts[", fact, "].", part); }

  // The facts of the line of that name; null where it is none.
  FactMap* FactsAt(absl::string_view name) {
    for (Line& known : lines_) {
      if (known.name == name) return &known.facts;
    }
    if (!MatchName("orders/*/lines/*", name).ok()) return nullptr;
    lines_.push_back({std::string(name), {}});
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
  FactMap common_;
  std::vector<Line> lines_;
};

}  // namespace

std::vector<Subject> StatedSubjects(absl::Span<const StatedFact> given, const std::string& field, Violations* violations,
                                    CaseNames names) {
  Violations own;
  CaseReader reader(field, &own);
  reader.Read(given);
  for (const FieldViolation& violation : own.all()) violations->Add(violation.field, violation.description);
  return own.empty() ? reader.Subjects(names) : std::vector<Subject>();
}

NamedFacts SimulatedFacts(const NamedFacts& given, const std::string& field, Violations* violations) {
  const std::vector<StatedFact> stated(given.begin(), given.end());
  return NamedFactsOf(StatedSubjects(stated, field, violations, CaseNames::kNumbered));
}

}  // namespace redress::compensation
