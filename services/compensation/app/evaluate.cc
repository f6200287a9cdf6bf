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

// The word of that name that all subjects say alike; empty where one says another, or nothing.
std::string CommonWord(const std::vector<Subject>& subjects, const char* name) {
  const FactValue* word = nullptr;
  for (const Subject& subject : subjects) {
    const auto said = subject.facts.find(name);
    if (said == subject.facts.end() || (word != nullptr && *word != said->second)) return "";
    word = &said->second;
  }
  return word == nullptr ? "" : TextOf(*word);
}

absl::StatusOr<PolicyPtr> PolicyFor(const Policies& policies, const EvaluateCommand& command) {
  if (command.version != 0) return policies.OfVersion(absl::StrCat(command.version));
  const std::vector<Subject>& subjects = command.subjects;
  return policies.For(
      {"", {CommonWord(subjects, "channel"), CommonWord(subjects, "region"), CommonWord(subjects, "seller_tier")}});
}

}  // namespace

absl::StatusOr<Quotation> Evaluate(const Policies& policies, BusinessTime now, EvaluateCommand command) {
  ASSIGN_OR_RETURN(const PolicyPtr policy, PolicyFor(policies, command));
  const Terms& terms = policy->terms();
  for (Subject& subject : command.subjects) {
    if (!subject.order.empty()) RETURN_IF_ERROR(FillSubject(terms.currency, &subject));
  }
  ASSIGN_OR_RETURN(Offered offered, OptionsOf(*policy, command.subjects));
  Quotation quotation;
  quotation.cause = {CommonWord(command.subjects, "l1"), CommonWord(command.subjects, "l2")};
  quotation.options = std::move(offered.options);
  quotation.decisions = std::move(offered.decisions);
  quotation.policy_version = terms.version;
  quotation.create_time = now;
  quotation.facts = NamedFactsOf(command.subjects);
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
