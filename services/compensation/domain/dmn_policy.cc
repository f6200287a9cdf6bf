#include "services/compensation/domain/dmn_policy.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/dmn/table_check.h"

namespace redress::compensation {
namespace {

using feel::Kind;
using feel::Value;

// The parts of a policy that offer something, each opened by the output of eligibility of its name.
struct OfferTable {
  absl::string_view table, opened_by;
};
constexpr OfferTable kOfferTables[] = {
    {"make good", "make_good"}, {"goodwill", "goodwill"}, {"damages", "damages"}, {"regret", "regret"}};

// Steps enough for tables of ten thousand rules.
constexpr int64_t kStepsMax = 1'000'000;

absl::Status Failed(absl::string_view table, absl::string_view what) {
  return Error(absl::StatusCode::kInternal, "POLICY_FAILED", absl::StrCat("the decision `", table, "` ", what));
}

Value ValueOf(const FactValue& fact) {
  if (const auto* truth = absl::get_if<bool>(&fact)) return Value::Boolean(*truth);
  if (const auto* number = absl::get_if<int64_t>(&fact)) return Value::Number(*number);
  return Value::String(absl::get<std::string>(fact));
}

std::string TextIn(const Value& value) {
  return value.is(Kind::kString) ? value.string() : "";
}

// An amount, down to whole minor units. Null, as of a fact that is absent, is nothing.
absl::StatusOr<int64_t> AmountIn(const Value& value, absl::string_view table) {
  if (value.is_null()) return 0;
  if (!value.is(Kind::kNumber)) return Failed(table, "gives an amount that is no number");
  const std::optional<feel::Decimal> whole = value.number().Rounded(0, feel::Rounding::kFloor);
  const std::optional<int64_t> amount = whole ? whole->ToInt64() : std::nullopt;
  if (!amount.has_value()) {
    return Error(absl::StatusCode::kInternal, "MONEY_OVERFLOW", absl::StrCat("an amount of `", table, "` does not fit"));
  }
  if (*amount < 0) return Failed(table, "gives a negative amount");
  return *amount;
}

// A policy knows no time but its facts: else a quotation could not be made again.
void CheckClock(const PolicyFile& file, std::vector<PolicyFinding>* findings) {
  for (const absl::string_view clock : {"now()", "today()"}) {
    const size_t at = file.text.find(std::string(clock));
    if (at == std::string::npos) continue;
    const int line = static_cast<int>(std::count(file.text.begin(), file.text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    findings->push_back({true,
                         "FAULT",
                         file.name,
                         line + 1,
                         1,
                         "",
                         {},
                         {},
                         absl::StrCat("a policy knows no time but its facts, so it cannot say ", clock)});
  }
}

}  // namespace

const Value& DmnPolicy::Fired::Get(absl::string_view name) const {
  static const Value* const kNull = new Value();
  for (size_t i = 0; i < names->size() && i < outputs.size(); ++i) {
    if ((*names)[i] == name) return outputs[i];
  }
  return *kNull;
}

const DmnPolicy::Table& DmnPolicy::At(absl::string_view name) const {
  return *std::find_if(tables_.begin(), tables_.end(), [&](const Table& table) { return table.decision.name == name; });
}

absl::StatusOr<DmnPolicy::Made> DmnPolicy::Run(const Table& table, std::vector<feel::Context::Entry> inputs,
                                               Explained* explained) const {
  const std::string& name = table.decision.name;
  dmn::EvaluateOptions options;
  options.limits.steps = kStepsMax;
  options.trace = true;
  explained->decision = table.id;
  explained->facts.reserve(inputs.size());
  for (const auto& [fact, value] : inputs) explained->facts.emplace_back(fact, feel::ToText(value));
  const dmn::Result result = table.model.Evaluate(name, feel::Context(std::move(inputs)), options);
  if (!result.status.ok()) return Failed(name, result.status.message());
  Made made{result.value, {}};
  if (result.trace.empty() || result.trace.back().tables.empty()) return made;
  for (const dmn::RuleTrace& rule : result.trace.back().tables.back().matched) {
    Fired fired{rule.label, &table.decision.outputs, rule.outputs};
    Explained::Fired shown{rule.label, {}};
    for (size_t i = 0; i < rule.outputs.size() && i < table.decision.outputs.size(); ++i) {
      if (!rule.outputs[i].is_null()) shown.says.emplace_back(table.decision.outputs[i], feel::ToText(rule.outputs[i]));
    }
    explained->rules.push_back(std::move(shown));
    made.fired.push_back(std::move(fired));
  }
  return made;
}

absl::StatusOr<DmnPolicy::Made> DmnPolicy::RunOn(const Table& table, const FactMap& facts, std::vector<Explained>* made) const {
  std::vector<feel::Context::Entry> inputs;
  inputs.reserve(table.decision.inputs.size());
  for (const std::string& name : table.decision.inputs) {
    const auto fact = facts.find(name);
    if (fact != facts.end()) {
      inputs.emplace_back(name, ValueOf(fact->second));
    } else if (FactTypeOf(name) == FactType::kTruth) {
      inputs.emplace_back(name, Value::Boolean(false));
    }
  }
  made->emplace_back();
  return Run(table, std::move(inputs), &made->back());
}

absl::Status DmnPolicy::AddOffers(const Table& table, const FactMap& facts, Verdict* verdict) const {
  const std::string& name = table.decision.name;
  ASSIGN_OR_RETURN(const Made made, RunOn(table, facts, &verdict->made));
  for (const Fired& fired : made.fired) {
    const absl::optional<RemedyKind> kind = RemedyKindOf(TextIn(fired.Get("remedy")));
    const Value& hours = fired.Get("within_hours");
    if (!kind.has_value() || !hours.is(Kind::kNumber)) return Failed(name, "gives no remedy that there is");
    ASSIGN_OR_RETURN(const int64_t amount, AmountIn(fired.Get("amount"), name));
    verdict->offers.push_back({absl::StrCat(table.id, "/", fired.rule), *kind, amount,
                               absl::Hours(hours.number().ToInt64().value_or(1)), TextIn(fired.Get("reason_zh")),
                               TextIn(fired.Get("reason_en")), TextIn(fired.Get("ground"))});
  }
  return absl::OkStatus();
}

absl::StatusOr<Verdict> DmnPolicy::Decide(const FactMap& facts) const {
  Verdict verdict;
  ASSIGN_OR_RETURN(const Made eligible, RunOn(At("eligibility"), facts, &verdict.made));
  if (eligible.fired.empty()) return verdict;
  for (const OfferTable& part : kOfferTables) {
    if (eligible.fired.back().Get(part.opened_by).IsTrue()) RETURN_IF_ERROR(AddOffers(At(part.table), facts, &verdict));
  }
  return verdict;
}

absl::StatusOr<Authority> DmnPolicy::Required(RemedyKind kind, int64_t amount, Explained* made) const {
  const Table& table = At("authority");
  ASSIGN_OR_RETURN(const Made found,
                   Run(table, {{"amount", Value::Number(amount)}, {"remedy", Value::String(Word(kind))}}, made));
  Authority most = Authority::kSpecialist;
  for (const Fired& fired : found.fired) {
    const absl::optional<Authority> needed = AuthorityOf(TextIn(fired.Get("authority")));
    if (!needed.has_value()) return Failed(table.decision.name, "gives no authority that there is");
    most = std::max(most, *needed);
  }
  if (found.fired.empty()) return Failed(table.decision.name, absl::StrCat("says nothing of ", Word(kind), " of ", amount));
  return most;
}

absl::StatusOr<DmnPolicy> DmnPolicy::Make(const std::string& version, const PolicyFiles& files) {
  std::vector<PolicyFinding> findings;
  absl::optional<DmnPolicy> policy = Build(version, files, &findings);
  RETURN_IF_ERROR(ErrorOf(findings));
  return *std::move(policy);
}

absl::optional<DmnPolicy> DmnPolicy::Build(const std::string& version, const PolicyFiles& files,
                                           std::vector<PolicyFinding>* findings) {
  DmnPolicy policy;
  std::vector<absl::optional<dmn::Model>> models;
  models.reserve(files.size());
  for (const PolicyFile& file : files) {
    std::vector<dmn::Finding> faults;
    absl::StatusOr<dmn::Model> model = dmn::Load({file.name, file.text}, {}, {}, &faults);
    for (const dmn::Finding& fault : faults) {
      findings->push_back({fault.severity != dmn::Severity::kWarning,
                           "FAULT",
                           file.name,
                           fault.where.line,
                           fault.where.column,
                           "",
                           {},
                           {},
                           fault.message});
    }
    models.push_back(model.ok() ? absl::make_optional(*std::move(model)) : absl::nullopt);
    CheckClock(file, findings);
  }
  for (PolicyDecision& decision : FindDecisions(files, findings)) {
    if (!models[decision.file].has_value()) continue;
    std::string id = absl::StrReplaceAll(decision.name, {{" ", "-"}});
    dmn::Model model = *models[decision.file];
    policy.tables_.push_back({std::move(model), std::move(decision), std::move(id)});
  }
  if (!ErrorOf(*findings).ok()) return absl::nullopt;
  const absl::Status terms = policy.ReadTerms(version);
  if (terms.ok()) return policy;
  for (const auto& violation : ViolationsOf(terms)) {
    findings->push_back({true, "FAULT", "", 0, 0, violation.field, {}, {}, violation.description});
  }
  if (ViolationsOf(terms).empty()) findings->push_back({true, "FAULT", "", 0, 0, "", {}, {}, std::string(terms.message())});
  return absl::nullopt;
}

std::vector<PolicyFinding> CheckPolicy(const PolicyFiles& files) {
  std::vector<PolicyFinding> findings;
  DmnPolicy::Build("checked", files, &findings);
  dmn::TableCheckOptions options;
  options.whole_numbers = true;  // as all facts are
  for (const PolicyFile& file : files) {
    for (dmn::TableFinding& found : dmn::CheckTables({file.name, file.text}, options)) {
      const bool error = found.kind == dmn::TableFinding::Kind::kOverlap;
      findings.push_back({error, std::string(Word(found.kind)), file.name, found.where.line, found.where.column,
                          std::move(found.table), std::move(found.rules), std::move(found.example), std::move(found.message)});
    }
  }
  return findings;
}

}  // namespace redress::compensation
