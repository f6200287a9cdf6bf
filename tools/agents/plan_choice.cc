#include "tools/agents/plan_choice.h"

#include <algorithm>
#include <array>

#include "absl/algorithm/container.h"

namespace redress::agents {
namespace {

using compensation::v1::Quotation;
using compensation::v1::RemedyOption;
using Options = std::vector<const RemedyOption*>;
constexpr size_t kMost = 12;  // a plan has twenty steps at most, and not only remedies

// Kinds of make-good by what was asked for, the dearest wish first.
struct Preference {
  const char* sought;
  std::array<compensation::v1::RemedyKind, 5> kinds;
};
constexpr std::array<compensation::v1::RemedyKind, 5> kMoneyFirst = {
    compensation::v1::REMEDY_KIND_REFUND, compensation::v1::REMEDY_KIND_DIFFERENCE, compensation::v1::REMEDY_KIND_GIFT,
    compensation::v1::REMEDY_KIND_RESHIP, compensation::v1::REMEDY_KIND_EXCHANGE};
constexpr std::array<compensation::v1::RemedyKind, 5> kGoodsFirst = {
    compensation::v1::REMEDY_KIND_RESHIP, compensation::v1::REMEDY_KIND_EXCHANGE, compensation::v1::REMEDY_KIND_GIFT,
    compensation::v1::REMEDY_KIND_REFUND, compensation::v1::REMEDY_KIND_DIFFERENCE};
constexpr std::array<compensation::v1::RemedyKind, 5> kExchangeFirst = {
    compensation::v1::REMEDY_KIND_EXCHANGE, compensation::v1::REMEDY_KIND_RESHIP, compensation::v1::REMEDY_KIND_REFUND,
    compensation::v1::REMEDY_KIND_DIFFERENCE, compensation::v1::REMEDY_KIND_GIFT};
constexpr Preference kPreferences[] = {
    {"RESHIP", kGoodsFirst}, {"DELIVERY", kGoodsFirst}, {"EXCHANGE", kExchangeFirst}, {"REPAIR", kExchangeFirst}};

size_t RankOf(const RemedyOption& option, const std::string& sought) {
  const std::array<compensation::v1::RemedyKind, 5>* kinds = &kMoneyFirst;
  for (const Preference& preference : kPreferences) {
    if (preference.sought == sought) kinds = &preference.kinds;
  }
  return static_cast<size_t>(std::find(kinds->begin(), kinds->end(), option.kind()) - kinds->begin());
}

bool SameThing(const RemedyOption& a, const RemedyOption& b) {
  return a.entitlement() == b.entitlement() && a.order() == b.order() && a.line() == b.line();
}

bool CostsLess(const RemedyOption* a, const RemedyOption* b) {
  return a->amount().amount_minor() < b->amount().amount_minor();
}

class Chooser {
 public:
  Chooser(const Quotation& quotation, const PlanWish& wish) : quotation_(quotation), wish_(wish) {}

  Options Choose() {
    AddMakeGoods();
    if (wish_.damages) AddAll(compensation::v1::ENTITLEMENT_KIND_DAMAGES);
    if (wish_.goodwill) AddGoodwill();
    if (chosen_.size() > kMost) chosen_.resize(kMost);
    return chosen_;
  }

 private:
  bool Listed(const std::vector<std::string>& ids, const RemedyOption& option) const {
    return absl::c_linear_search(ids, option.id());
  }
  // True where it may still be given.
  bool Open(const RemedyOption& option) const {
    if (Listed(wish_.failed, option)) return false;
    return absl::c_none_of(quotation_.options(),
                           [&](const RemedyOption& other) { return Listed(wish_.done, other) && SameThing(other, option); });
  }
  Options Of(compensation::v1::EntitlementKind kind) const {
    Options found;
    for (const RemedyOption& option : quotation_.options()) {
      if (option.entitlement() == kind && Open(option)) found.push_back(&option);
    }
    return found;
  }

  // The first option of each line that could be made good, whether or not it still can.
  Options Lines() const {
    Options lines;
    for (const RemedyOption& option : quotation_.options()) {
      const bool known = absl::c_any_of(lines, [&](const RemedyOption* line) { return SameThing(*line, option); });
      if (option.entitlement() == compensation::v1::ENTITLEMENT_KIND_MAKE_GOOD && !known) lines.push_back(&option);
    }
    return lines;
  }

  // Of what can still be given for a line: the preferred kind, or the next one where another is wanted; null: nothing.
  const RemedyOption* BestOf(const RemedyOption& line) const {
    Options same;
    for (const RemedyOption* option : Of(compensation::v1::ENTITLEMENT_KIND_MAKE_GOOD)) {
      if (SameThing(*option, line)) same.push_back(option);
    }
    absl::c_stable_sort(
        same, [&](const RemedyOption* a, const RemedyOption* b) { return RankOf(*a, wish_.sought) < RankOf(*b, wish_.sought); });
    if (same.empty()) return nullptr;
    return same[wish_.another && same.size() > 1 ? 1 : 0];
  }

  // Where one line is concerned it stays that line, also when nothing can be given for it any more.
  void AddMakeGoods() {
    Options lines = Lines();
    if (!wish_.all_lines && lines.size() > 1) {
      concerned_ = *absl::c_max_element(lines, CostsLess);
      lines = {concerned_};
    }
    for (const RemedyOption* line : lines) {
      if (const RemedyOption* best = BestOf(*line)) chosen_.push_back(best);
    }
  }

  // Damages follow the line that is made good.
  void AddAll(compensation::v1::EntitlementKind kind) {
    for (const RemedyOption* option : Of(kind)) {
      const bool concerned =
          concerned_ == nullptr || (concerned_->order() == option->order() && concerned_->line() == option->line());
      if (concerned) chosen_.push_back(option);
    }
  }

  // One coupon, the largest; none where one could not be given: the limits are the case's and the customer's.
  void AddGoodwill() {
    const auto is_goodwill = [](const RemedyOption& option) {
      return option.entitlement() == compensation::v1::ENTITLEMENT_KIND_GOODWILL;
    };
    const bool tried = absl::c_any_of(quotation_.options(), [&](const RemedyOption& option) {
      return is_goodwill(option) && (Listed(wish_.failed, option) || Listed(wish_.done, option));
    });
    const Options all = Of(compensation::v1::ENTITLEMENT_KIND_GOODWILL);
    if (tried || all.empty()) return;
    chosen_.push_back(*absl::c_max_element(all, CostsLess));
  }

  const Quotation& quotation_;
  const PlanWish& wish_;
  Options chosen_;
  const RemedyOption* concerned_ = nullptr;  // the line that it is about, where it is about one
};

}  // namespace

std::vector<const RemedyOption*> ChooseOptions(const Quotation& quotation, const PlanWish& wish) {
  return Chooser(quotation, wish).Choose();
}

}  // namespace redress::agents
