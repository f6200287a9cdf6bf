#include "services/compensation/app/quote.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/uuid.h"
#include "services/compensation/app/abuse.h"
#include "services/compensation/store/quotation_store.h"

namespace redress::compensation {
namespace {

absl::StatusOr<std::vector<Order>> OrdersOf(Shop& shop, const Claim& claim, Deadline deadline) {
  const std::set<std::string> names = OrderNamesIn(claim);
  if (names.empty()) return std::vector<Order>();
  return shop.ReadOrders({names.begin(), names.end()}, deadline);
}

absl::StatusOr<QuotationView> ViewOf(pqxx::transaction_base& transaction, const std::string& id) {
  ASSIGN_OR_RETURN(Quotation quotation, GetQuotation(transaction, id));
  return QuotationView{absl::StrCat("quotations/", id), "", std::move(quotation)};
}

}  // namespace

std::set<std::string> OrderNamesIn(const Claim& claim) {
  std::set<std::string> names;
  for (const LineRef& line : claim.lines) names.insert(line.order);
  return names;
}

absl::StatusOr<Quotation> MakeQuotation(const Policy& policy, const QuoteCommand& command, const std::vector<Order>& orders,
                                        BusinessTime now) {
  const Terms& terms = policy.terms();
  ASSIGN_OR_RETURN(const std::vector<Subject> subjects, SubjectsOf(command.claim, orders, terms.currency, now));
  ASSIGN_OR_RETURN(Offered offered, OptionsOf(policy, subjects));
  Quotation quotation;
  quotation.id = Uuid::NewOrdered().ToString();
  quotation.case_number = command.case_number;
  quotation.customer = command.customer;
  quotation.cause = command.claim.cause;
  quotation.options = std::move(offered.options);
  quotation.decisions = std::move(offered.decisions);
  quotation.policy_version = terms.version;
  quotation.create_time = now;
  quotation.expire_time = now + terms.quotation_ttl;
  quotation.facts = NamedFactsOf(subjects);
  return quotation;
}

absl::StatusOr<QuotationView> Quote(const Context& context, const Request& request, const QuoteCommand& command) {
  const Claim& asked = command.claim;
  ASSIGN_OR_RETURN(const PolicyPtr policy,
                   context.policy.For({command.case_number, {asked.channel, asked.region, asked.seller_tier}}));
  const Terms& terms = policy->terms();
  const BusinessTime now = context.time.Now();
  ASSIGN_OR_RETURN(const std::vector<Order> orders, OrdersOf(context.shop, asked, request.deadline));
  ASSIGN_OR_RETURN(const Quotation quotation, MakeQuotation(*policy, command, orders, now));
  std::vector<AbuseFlag> raised;
  const absl::StatusOr<QuotationView> quoted = Once<QuotationView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<QuotationView> {
        Quotation kept = quotation;
        const std::vector<AbuseFlag> flags = LookAtCustomer(transaction, terms.abuse, now, &kept);
        kept.hash = HashOf(kept);
        InsertQuotation(transaction, kept);
        raised = RaiseFlags(transaction, flags, said);
        return QuotationView{absl::StrCat("quotations/", kept.id), "", std::move(kept)};
      },
      [&](pqxx::work& transaction, const std::string& name) {
        return ViewOf(transaction, std::string(absl::StripPrefix(name, "quotations/")));
      });
  if (quoted.ok()) Tell(context, raised);
  return quoted;
}

absl::StatusOr<QuotationView> ReadQuotation(pg::Pool& pool, const std::string& id) {
  absl::StatusOr<QuotationView> view;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    view = ViewOf(transaction, id);
    return view.status();
  }));
  return view;
}

}  // namespace redress::compensation
