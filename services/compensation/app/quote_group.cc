#include "services/compensation/app/quote_group.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/compensation/app/fails_for_all.h"
#include "services/compensation/store/quotation_store.h"

namespace redress::compensation {
namespace {

constexpr absl::Duration kFullQueueRetry = absl::Milliseconds(200);
// What the platform takes in one question.
constexpr size_t kOrdersMax = 100;

}  // namespace

struct QuoteGroup::Draft {
  QuoteCall call;
  PolicyPtr policy;
  bool alone = false;
  absl::Status refused;  // answered with, where it is not OK
  Quotation quotation;
};

QuoteGroup::QuoteGroup(const Context& context, GroupCommitOptions options)
    : context_(context), queue_(options, [this](std::vector<QuoteCall> calls) { Run(std::move(calls)); }) {}

void QuoteGroup::Quote(QuoteCall call) {
  if (queue_.TryPush(call)) return;
  call.done(WithRetryDelay(Error(absl::StatusCode::kUnavailable, "QUEUE_FULL", "too many quotes wait for their turn"),
                           kFullQueueRetry));
}

void QuoteGroup::Alone(QuoteCall call) const {
  const obs::TraceScope trace(call.trace);
  call.done(compensation::Quote(context_, call.request, call.command));
}

void QuoteGroup::Run(std::vector<QuoteCall> calls) {
  std::vector<Draft> drafts;
  drafts.reserve(calls.size());
  std::set<PolicyPtr> policies;
  for (QuoteCall& call : calls) {
    Draft& draft = drafts.emplace_back();
    draft.call = std::move(call);
    const Claim& claim = draft.call.command.claim;
    absl::StatusOr<PolicyPtr> policy =
        context_.policy.For({draft.call.command.case_number, {claim.channel, claim.region, claim.seller_tier}});
    draft.refused = policy.status();
    if (!policy.ok()) continue;
    draft.policy = *policies.insert(*std::move(policy)).first;
  }
  const absl::StatusOr<std::map<std::string, Order>> orders = OrdersOf(drafts);
  absl::Status status = orders.status();
  if (status.ok()) {
    Make(absl::MakeSpan(drafts), *orders);
    for (const PolicyPtr& policy : policies) {
      if (status.ok()) status = Keep(*policy, absl::MakeSpan(drafts));
    }
    if (!status.ok() && !FailsForAll(status)) {  // one of them is at fault: which, each is told
      for (Draft& draft : drafts) draft.alone = draft.alone || draft.refused.ok();
    }
  }
  for (Draft& draft : drafts) {
    if (draft.alone) continue;
    if (draft.refused.ok()) draft.refused = status;
    if (!draft.refused.ok()) {
      draft.call.done(draft.refused);
    } else {
      const std::string name = absl::StrCat("quotations/", draft.quotation.id);
      draft.call.done(QuotationView{name, "", std::move(draft.quotation)});
    }
  }
  for (Draft& draft : drafts) {
    if (draft.alone) Alone(std::move(draft.call));
  }
}

absl::StatusOr<std::map<std::string, Order>> QuoteGroup::OrdersOf(absl::Span<const Draft> drafts) const {
  std::set<std::string> names;
  Deadline deadline = drafts.front().call.request.deadline;
  for (const Draft& draft : drafts) {
    deadline = std::max(deadline, draft.call.request.deadline);
    names.merge(OrderNamesIn(draft.call.command.claim));
  }
  std::map<std::string, Order> orders;
  for (auto next = names.begin(); next != names.end();) {
    std::vector<std::string> some;
    for (; next != names.end() && some.size() < kOrdersMax; ++next) some.push_back(*next);
    ASSIGN_OR_RETURN(std::vector<Order> read, context_.shop.ReadOrders(some, deadline));
    for (Order& order : read) {
      std::string name = order.name;
      orders.emplace(std::move(name), std::move(order));
    }
  }
  return orders;
}

void QuoteGroup::Make(absl::Span<Draft> drafts, const std::map<std::string, Order>& orders) const {
  const BusinessTime now = context_.time.Now();
  for (Draft& draft : drafts) {
    if (draft.alone || !draft.refused.ok()) continue;
    std::vector<Order> own;
    for (const std::string& name : OrderNamesIn(draft.call.command.claim)) {
      if (const auto order = orders.find(name); order != orders.end()) own.push_back(order->second);
    }
    absl::StatusOr<Quotation> made = MakeQuotation(*draft.policy, draft.call.command, own, now);
    draft.refused = made.status();
    if (!made.ok()) continue;
    draft.quotation = *std::move(made);
    draft.quotation.hash = HashOf(draft.quotation);
  }
}

absl::Status QuoteGroup::Keep(const Policy& policy, absl::Span<Draft> drafts) const {
  std::vector<Draft*> made;
  std::vector<QuotedRequest> quoted;
  std::set<std::pair<std::string, std::string>> requests;
  Deadline deadline = drafts.front().call.request.deadline;
  for (Draft& draft : drafts) {
    if (draft.alone || !draft.refused.ok() || draft.policy.get() != &policy) continue;
    const pg::RequestKey& key = draft.call.request.key;
    draft.alone = !requests.emplace(key.caller, key.request_id.ToString()).second;
    if (draft.alone) continue;
    deadline = std::max(deadline, draft.call.request.deadline);
    made.push_back(&draft);
    quoted.push_back({&key, &draft.quotation});
  }
  if (made.empty()) return absl::OkStatus();
  const AbuseTerms& terms = policy.terms().abuse;
  return context_.pool.Autocommit(deadline, [&](pqxx::nontransaction& transaction) {
    const std::vector<bool> kept = KeepQuotations(transaction, quoted, terms, context_.time.Now());
    // Asked before, or its commit was in doubt, or there may be a sign of abuse.
    for (size_t i = 0; i < made.size(); ++i) made[i]->alone = !kept[i];
    return absl::OkStatus();
  });
}

}  // namespace redress::compensation
