#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/compensation/domain/facts.h"

namespace redress::compensation {
namespace {

struct FactRow {
  absl::string_view name;
  FactType type;
};

constexpr FactRow kFacts[] = {
    {"l1", FactType::kWord},
    {"l2", FactType::kWord},
    {"channel", FactType::kWord},
    {"region", FactType::kWord},
    {"seller_tier", FactType::kWord},
    {"category", FactType::kWord},
    {"has_order", FactType::kTruth},
    {"counterfeit", FactType::kTruth},
    {"unsafe_food", FactType::kTruth},
    {"seven_day_return", FactType::kTruth},
    {"perishable", FactType::kTruth},
    {"lost", FactType::kTruth},
    {"delivered", FactType::kTruth},
    {"position", FactType::kNumber},
    {"quantity", FactType::kNumber},
    {"line_paid", FactType::kNumber},
    {"line_total", FactType::kNumber},
    {"line_left", FactType::kNumber},
    {"line_quantity", FactType::kNumber},
    {"order_paid", FactType::kNumber},
    {"order_left", FactType::kNumber},
    {"claimed", FactType::kNumber},
    {"gift_value", FactType::kNumber},
    {"price_drop", FactType::kNumber},
    {"hours_since_paid", FactType::kNumber},
    {"hours_late", FactType::kNumber},
    {"hours_since_delivered", FactType::kNumber},
};

absl::Status Incomplete(absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "FACTS_INCOMPLETE",
               absl::StrCat("what was kept of the quotation says nothing good of ", what));
}

absl::StatusOr<FactValue> ValueOf(absl::string_view name, const std::string& text) {
  const absl::optional<FactType> type = FactTypeOf(name);
  if (!type.has_value()) return Incomplete(name);
  if (*type == FactType::kWord) return FactValue(text);
  if (*type == FactType::kTruth && (text == "true" || text == "false")) return FactValue(text == "true");
  int64_t number = 0;
  if (*type != FactType::kNumber || !absl::SimpleAtoi(text, &number)) return Incomplete(name);
  return FactValue(number);
}

absl::StatusOr<int64_t> NumberAt(const FactMap& facts, const std::string& name) {
  const auto fact = facts.find(name);
  if (fact == facts.end()) return Incomplete(name);
  return absl::get<int64_t>(fact->second);
}

}  // namespace

absl::optional<FactType> FactTypeOf(absl::string_view name) {
  for (const FactRow& row : kFacts) {
    if (row.name == name) return row.type;
  }
  return absl::nullopt;
}

NamedFacts NamedFactsOf(const std::vector<Subject>& subjects) {
  NamedFacts named;
  size_t count = 0;
  for (const Subject& subject : subjects) count += subject.facts.size();
  named.reserve(count);
  for (const Subject& subject : subjects) {  // each line once, hence each name
    const std::string prefix = subject.order.empty() ? "" : absl::StrCat(subject.order, "/lines/", subject.line, ":");
    for (const auto& [name, value] : subject.facts) named.emplace_back(absl::StrCat(prefix, name), TextOf(value));
  }
  std::sort(named.begin(), named.end());
  return named;
}

absl::Status FillSubject(Currency currency, Subject* subject) {
  const FactMap& facts = subject->facts;
  ASSIGN_OR_RETURN(const int64_t quantity, NumberAt(facts, "quantity"));
  ASSIGN_OR_RETURN(const int64_t line_quantity, NumberAt(facts, "line_quantity"));
  ASSIGN_OR_RETURN(const int64_t paid, NumberAt(facts, "line_paid"));
  ASSIGN_OR_RETURN(const int64_t line_paid, NumberAt(facts, "line_total"));
  ASSIGN_OR_RETURN(subject->line_left, NumberAt(facts, "line_left"));
  ASSIGN_OR_RETURN(const int64_t order_paid, NumberAt(facts, "order_paid"));
  ASSIGN_OR_RETURN(const int64_t order_left, NumberAt(facts, "order_left"));
  RETURN_IF_ERROR(NumberAt(facts, "position").status());
  subject->quantity = static_cast<int32_t>(quantity);
  subject->line_quantity = static_cast<int32_t>(line_quantity);
  subject->paid = {paid, currency};
  subject->line_paid = {line_paid, currency};
  subject->order_paid = {order_paid, currency};
  subject->order_left = {order_left, currency};
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Subject>> SubjectsFrom(const NamedFacts& facts, Currency currency) {
  const std::string lines_word = "/lines/";
  std::map<std::string, Subject> found;  // by prefix
  for (const auto& [name, text] : facts) {
    const size_t colon = name.rfind(':');
    const std::string prefix = colon == std::string::npos ? "" : name.substr(0, colon);
    if (prefix == "abuse") continue;  // a sign of abuse, which no policy looks at
    const std::string fact = colon == std::string::npos ? name : name.substr(colon + 1);
    Subject& subject = found[prefix];
    if (const size_t lines = prefix.find(lines_word); lines != std::string::npos) {
      subject.order = prefix.substr(0, lines);
      subject.line = prefix.substr(lines + lines_word.size());
    }
    ASSIGN_OR_RETURN(subject.facts[fact], ValueOf(fact, text));
  }
  std::vector<Subject> subjects;
  subjects.reserve(found.size());
  for (auto& [prefix, subject] : found) {
    subject.paid = subject.line_paid = subject.order_paid = subject.order_left = {0, currency};
    if (!subject.order.empty()) RETURN_IF_ERROR(FillSubject(currency, &subject));
    if (subject.facts.count("l1") == 0) return Incomplete("l1");
    subjects.push_back(std::move(subject));
  }
  const auto position = [](const Subject& subject) {
    const auto at = subject.facts.find("position");
    return at == subject.facts.end() ? int64_t{0} : absl::get<int64_t>(at->second);
  };
  std::stable_sort(subjects.begin(), subjects.end(),
                   [&](const Subject& a, const Subject& b) { return position(a) < position(b); });
  return subjects;
}

}  // namespace redress::compensation
