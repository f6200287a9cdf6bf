#include "services/compensation/app/evaluate.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::compensation {
namespace {

constexpr absl::Duration kFullQueueRetry = absl::Milliseconds(200);
// Policy owners name versions, a few at a time.
constexpr GroupCommitOptions kNamed{.queue_max = 256, .batch_max = 16, .threads = 1};

// The word of that name that all lines say alike; empty where one says another, or nothing.
std::string CommonWord(const NamedFacts& facts, absl::string_view name) {
  const std::string* word = nullptr;
  size_t lines = 0, said = 0;
  for (const auto& [fact, text] : facts) {
    const absl::string_view bare = absl::string_view(fact).substr(fact.rfind(':') + 1);
    if (bare == "l1") ++lines;  // which every line says
    if (bare != name) continue;
    ++said;
    if (word != nullptr && *word != text) return "";
    word = &text;
  }
  return word != nullptr && said == lines ? *word : "";
}

absl::StatusOr<PolicyPtr> PolicyFor(const Policies& policies, const EvaluateCommand& command) {
  if (command.version != 0) return policies.OfVersion(absl::StrCat(command.version));
  const NamedFacts& facts = command.facts;
  return policies.For({"", {CommonWord(facts, "channel"), CommonWord(facts, "region"), CommonWord(facts, "seller_tier")}});
}

}  // namespace

absl::StatusOr<Quotation> Evaluate(const Policies& policies, BusinessTime now, EvaluateCommand command) {
  ASSIGN_OR_RETURN(const PolicyPtr policy, PolicyFor(policies, command));
  const Terms& terms = policy->terms();
  ASSIGN_OR_RETURN(const std::vector<Subject> subjects, SubjectsFrom(command.facts, terms.currency));
  ASSIGN_OR_RETURN(Offered offered, OptionsOf(*policy, subjects));
  Quotation quotation;
  quotation.cause = {CommonWord(command.facts, "l1"), CommonWord(command.facts, "l2")};
  quotation.options = std::move(offered.options);
  quotation.decisions = std::move(offered.decisions);
  quotation.policy_version = terms.version;
  quotation.create_time = now;
  quotation.facts = std::move(command.facts);
  return quotation;
}

Evaluator::Evaluator(const Policies& policies, const TimeSource& time)
    : policies_(policies), time_(time), named_(kNamed, [this](std::vector<Call> calls) {
        for (Call& call : calls) call.done(Make(std::move(call.command)));
      }) {}

absl::StatusOr<Quotation> Evaluator::Make(EvaluateCommand command) const {
  return compensation::Evaluate(policies_, time_.Now(), std::move(command));
}

void Evaluator::Evaluate(EvaluateCommand command, Done done) {
  if (command.version == 0) return done(Make(std::move(command)));
  Call call{std::move(command), std::move(done)};
  if (named_.TryPush(call)) return;
  call.done(WithRetryDelay(Error(absl::StatusCode::kUnavailable, "QUEUE_FULL", "too many questions wait for their version"),
                           kFullQueueRetry));
}

}  // namespace redress::compensation
