#include "tools/agents/plan_choice.h"

#include <catch2/catch.hpp>

namespace redress::agents {
namespace {

namespace v1 = compensation::v1;

struct Offer {
  const char* id;
  v1::RemedyKind kind;
  v1::EntitlementKind entitlement;
  const char* line;
  int64_t minor;
};

v1::Quotation QuotationOf(const std::vector<Offer>& offers) {
  v1::Quotation quotation;
  for (const Offer& offer : offers) {
    v1::RemedyOption& option = *quotation.add_options();
    option.set_id(offer.id);
    option.set_kind(offer.kind);
    option.set_entitlement(offer.entitlement);
    option.set_order("orders/1");
    option.set_line(offer.line);
    option.mutable_amount()->set_amount_minor(offer.minor);
  }
  return quotation;
}

// Two lines that can be sent again, paid back or exchanged, and two coupons.
v1::Quotation TwoLines() {
  constexpr auto kMakeGood = v1::ENTITLEMENT_KIND_MAKE_GOOD;
  return QuotationOf({{"1", v1::REMEDY_KIND_RESHIP, kMakeGood, "1", 500},
                      {"2", v1::REMEDY_KIND_REFUND, kMakeGood, "1", 500},
                      {"3", v1::REMEDY_KIND_EXCHANGE, kMakeGood, "1", 500},
                      {"4", v1::REMEDY_KIND_RESHIP, kMakeGood, "2", 900},
                      {"5", v1::REMEDY_KIND_REFUND, kMakeGood, "2", 900},
                      {"6", v1::REMEDY_KIND_COUPON, v1::ENTITLEMENT_KIND_GOODWILL, "", 3000},
                      {"7", v1::REMEDY_KIND_COUPON, v1::ENTITLEMENT_KIND_GOODWILL, "", 5000}});
}

std::string Chosen(const v1::Quotation& quotation, const PlanWish& wish) {
  std::string ids;
  for (const v1::RemedyOption* option : ChooseOptions(quotation, wish)) ids += option->id();
  return ids;
}

PlanWish Wanting(const char* sought) {
  PlanWish wish;
  wish.sought = sought;
  return wish;
}

}  // namespace

TEST_CASE("A plan gives what the customer asked for, of the dearest line, and one coupon", "[agents]") {
  CHECK(Chosen(TwoLines(), Wanting("REFUND")) == "57");
  CHECK(Chosen(TwoLines(), Wanting("RESHIP")) == "47");
  CHECK(Chosen(TwoLines(), Wanting("EXCHANGE")) == "47");  // nothing is exchanged of line 2
  CHECK(Chosen(TwoLines(), Wanting("EXPLANATION")) == "57");
  CHECK(Chosen({}, Wanting("REFUND")).empty());
}

TEST_CASE("Where the whole parcel is concerned, each line is made good once", "[agents]") {
  PlanWish wish = Wanting("EXCHANGE");
  wish.all_lines = true;
  CHECK(Chosen(TwoLines(), wish) == "347");
}

TEST_CASE("A customer who declined is offered another kind", "[agents]") {
  PlanWish wish = Wanting("REFUND");
  wish.another = true;
  CHECK(Chosen(TwoLines(), wish) == "47");
}

TEST_CASE("What was given or could not be given is not promised again", "[agents]") {
  PlanWish wish = Wanting("REFUND");
  wish.done = {"5"};
  CHECK(Chosen(TwoLines(), wish) == "7");  // line 2 was made good: its alternatives are gone, and line 1 is not concerned
  wish = Wanting("REFUND");
  wish.failed = {"5"};
  CHECK(Chosen(TwoLines(), wish) == "47");
  wish.failed = {"4", "5"};
  CHECK(Chosen(TwoLines(), wish) == "7");
  wish.failed = {"5", "7"};
  CHECK(Chosen(TwoLines(), wish) == "4");  // a limit stands against one coupon: the other would meet it, too
  wish.goodwill = false;
  wish.failed.clear();
  CHECK(Chosen(TwoLines(), wish) == "5");
}

TEST_CASE("Damages follow the line that is made good, unless they were refused", "[agents]") {
  v1::Quotation quotation = QuotationOf({{"1", v1::REMEDY_KIND_REFUND, v1::ENTITLEMENT_KIND_MAKE_GOOD, "1", 500},
                                         {"2", v1::REMEDY_KIND_REFUND, v1::ENTITLEMENT_KIND_MAKE_GOOD, "2", 900},
                                         {"3", v1::REMEDY_KIND_DAMAGES, v1::ENTITLEMENT_KIND_DAMAGES, "1", 50000},
                                         {"4", v1::REMEDY_KIND_DAMAGES, v1::ENTITLEMENT_KIND_DAMAGES, "2", 50000}});
  PlanWish wish = Wanting("REFUND");
  CHECK(Chosen(quotation, wish) == "24");
  wish.damages = false;
  CHECK(Chosen(quotation, wish) == "2");
}

}  // namespace redress::agents
