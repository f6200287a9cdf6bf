#include "services/compensation/domain/options.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/compensation/domain/form.h"

namespace redress::compensation {
namespace {

// Goodwill is about the order, an apology about the claim, everything else about the line.
Option Unbounded(const Offer& offer, const Subject& subject, Currency currency) {
  Option option;
  option.kind = offer.kind;
  if (offer.kind != RemedyKind::kApology) option.order = subject.order;
  if (offer.kind != RemedyKind::kApology && offer.kind != RemedyKind::kCoupon) option.line = subject.line;
  option.amount = {offer.amount, currency};
  option.within = offer.within;
  option.rules = {offer.rule};
  option.reason_zh = offer.reason_zh;
  option.reason_en = offer.reason_en;
  option.ground = offer.ground;
  option.line_paid = subject.line_paid.minor;
  option.line_quantity = subject.line_quantity;
  option.order_paid = subject.order_paid.minor;
  if (IsGoods(offer.kind)) option.quantity = subject.quantity;
  return option;
}

void Bound(const Subject& subject, Option* option) {
  int64_t& amount = option->amount.minor;
  if (IsMoneyBack(option->kind)) amount = std::min({amount, subject.paid.minor, subject.line_left, subject.order_left.minor});
  if (IsGoods(option->kind)) amount = std::min(amount, subject.paid.minor);
}

bool CanBeGiven(const Option& option) {
  if (option.kind == RemedyKind::kApology) return true;
  return option.amount.minor > 0 && !option.order.empty() && (!IsGoods(option.kind) || option.quantity > 0);
}

// Of two options for the same thing the larger stands; the first one's place is kept.
void Merge(Option next, Option* standing) {
  std::vector<std::string> rules = standing->rules;
  for (std::string& rule : next.rules) {
    if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(std::move(rule));
  }
  if (next.amount.minor > standing->amount.minor) *standing = std::move(next);
  standing->rules = std::move(rules);
}

}  // namespace

absl::StatusOr<Offered> OptionsOf(const Policy& policy, const std::vector<Subject>& subjects) {
  Offered offered;
  std::vector<Option>& options = offered.options;
  std::map<std::tuple<std::string, std::string, RemedyKind>, size_t> places;
  for (const Subject& subject : subjects) {
    ASSIGN_OR_RETURN(Verdict verdict, policy.Decide(subject.facts));
    for (Explained& made : verdict.made) {
      if (!subject.order.empty()) made.subject = absl::StrCat(subject.order, "/lines/", subject.line);
      offered.decisions.push_back(std::move(made));
    }
    for (const Offer& offer : verdict.offers) {
      Option option = Unbounded(offer, subject, policy.terms().currency);
      Bound(subject, &option);
      if (!CanBeGiven(option)) continue;
      const auto [place, fresh] = places.try_emplace({option.order, option.line, option.kind}, options.size());
      if (fresh) {
        options.push_back(std::move(option));
      } else {
        Merge(std::move(option), &options[place->second]);
      }
    }
  }
  for (size_t i = 0; i < options.size(); ++i) {
    options[i].id = absl::StrCat(i + 1);
    Explained made;
    ASSIGN_OR_RETURN(options[i].required, policy.Required(options[i].kind, options[i].amount.minor, &made));
    made.subject = absl::StrCat("options/", options[i].id);
    offered.decisions.push_back(std::move(made));
  }
  return offered;
}

std::string HashOf(const Quotation& quotation) {
  Form form;
  for (const std::string& text :
       {quotation.id, quotation.case_number, quotation.cause.l1, quotation.cause.l2, quotation.policy_version}) {
    form.Add(text);
  }
  for (const Option& option : quotation.options) {
    form.Add(option.id).Add(Word(option.kind)).Add(option.order).Add(option.line);
    form.Add(option.amount.currency.code()).Add(option.amount.minor);
    form.Add(int64_t{option.quantity}).Add(Word(option.required)).Add(option.ground);
  }
  return form.Sha256Hex();
}

}  // namespace redress::compensation
