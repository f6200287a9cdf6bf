#include "services/casework/app/propose.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/app/reading.h"
#include "services/casework/app/verify.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/domain/saga.h"

namespace redress::casework {
namespace {

// Of this caller's request and of what is really asked: an agent's ids do not meet another's, and a quotation for another tag
// is another one.
Uuid QuoteId(const Request& request, const Tag& cause) {
  return EffectRequestId(absl::StrCat(request.key.caller, "\n", request.key.request_id.ToString(), "\n", request.key.body_hash,
                                      "\n", cause.l1, "/", cause.l2));
}

// `CHAT`; empty where it is not known.
std::string ChannelWord(int channel) {
  if (channel == type::v1::CHANNEL_UNSPECIFIED || !type::v1::Channel_IsValid(channel)) return "";
  return std::string(absl::StripPrefix(type::v1::Channel_Name(static_cast<type::v1::Channel>(channel)), "CHANNEL_"));
}

std::vector<std::string> QuotationsOf(const std::vector<PlanStep>& steps) {
  std::vector<std::string> names;
  for (const PlanStep& step : steps) {
    if (step.kind == StepKind::kRemedy && !step.quotation.empty()) names.push_back(step.quotation);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

absl::StatusOr<compensation::v1::Quotation> QuoteCase(const Context& context, const Request& request, const Target& target,
                                                      const Actor& actor, const QuoteDraft& command) {
  ASSIGN_OR_RETURN(const CaseFile file, Look(context, target));
  RETURN_IF_ERROR(CheckMayAct(file, actor));
  RETURN_IF_ERROR(CheckLive(file));
  QuoteQuestion question;
  question.cause = command.cause.l1.empty() ? file.tag : command.cause;
  if (question.cause.l1.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "TAG_MISSING", "the case has no tag yet; set it, or name the cause");
  }
  question.request_id = QuoteId(request, question.cause);
  question.case_number = file.number;
  question.customer = file.customer;
  question.lines = command.lines;
  question.findings = command.findings;
  question.claimed = command.claimed;
  if (question.lines.empty()) {
    ASSIGN_OR_RETURN(const ClaimedOrders claimed, ClaimsOfCase(context, file, request.deadline));
    for (const std::string& order : claimed.orders) question.lines.push_back({order});
  }
  question.channel = ChannelWord(file.channel);
  const std::vector<std::string> orders = OrdersIn(question.lines);
  if (!orders.empty()) {
    ASSIGN_OR_RETURN(const std::vector<OrderFacts> facts, context.backends.ReadOrders(orders, request.deadline));
    question.market = MarketOf(question.lines, orders, facts);
  }
  return context.backends.Quote(question, request.deadline);
}

absl::StatusOr<CaseFile> ProposePlan(const Context& context, const Request& request, const Target& target, const Actor& actor,
                                     const std::vector<PlanStep>& steps) {
  const std::vector<std::string> names = QuotationsOf(steps);
  absl::StatusOr<std::vector<QuotedOption>> quoted = std::vector<QuotedOption>();
  if (!names.empty()) quoted = context.backends.ReadQuotations(names, request.deadline);
  // The first answer to this very request, if there is one, comes before any refusal.
  return ChangeCase(context, request, target, [&](const CaseFile& file, BusinessTime now) -> absl::StatusOr<Change> {
    RETURN_IF_ERROR(quoted.status());
    return casework::ProposePlan(file, steps, *quoted, context.policy, {actor, "", now});
  });
}

}  // namespace redress::casework
