#include "services/compensation/domain/remedy.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

namespace redress::compensation {
namespace {

TEST_CASE("Every remedy has a word of its own and finds back from it", "[compensation]") {
  std::set<std::string> words;
  for (const RemedyKind kind : kRemedyKinds) {
    words.emplace(Word(kind));
    CHECK(RemedyKindOf(Word(kind)) == kind);
  }
  CHECK(words.size() == kRemedyKinds.size());
  CHECK_FALSE(RemedyKindOf("").has_value());
  CHECK_FALSE(RemedyKindOf("refund").has_value());
}

TEST_CASE("What is given makes good, or is goodwill, or damages, or nothing that is used up", "[compensation]") {
  for (const RemedyKind kind : kRemedyKinds) {
    const EntitlementKind entitlement = EntitlementOf(kind);
    CHECK((kind == RemedyKind::kCoupon) == (entitlement == EntitlementKind::kGoodwill));
    CHECK((kind == RemedyKind::kDamages) == (entitlement == EntitlementKind::kDamages));
    CHECK((kind == RemedyKind::kApology) == (entitlement == EntitlementKind::kNone));
    CHECK(EntitlementKindOf(Word(entitlement)) == entitlement);
    const bool budgeted = std::count(kCategories.begin(), kCategories.end(), CategoryOf(kind)) == 1;
    CHECK(budgeted == (kind != RemedyKind::kApology));
  }
  CHECK_FALSE(EntitlementKindOf("OTHER").has_value());
}

TEST_CASE("Money back and goods are what their names say", "[compensation]") {
  for (const RemedyKind kind : kRemedyKinds) {
    CHECK(IsMoneyBack(kind) == (CategoryOf(kind) == "refund"));
    CHECK_FALSE((IsMoneyBack(kind) && IsGoods(kind)));
  }
  CHECK(IsGoods(RemedyKind::kReship));
  CHECK(IsGoods(RemedyKind::kExchange));
  CHECK_FALSE(IsGoods(RemedyKind::kGift));
}

TEST_CASE("Authorities are ordered and find back from their words", "[compensation]") {
  CHECK(Authority::kSpecialist < Authority::kSupervisor);
  CHECK(Authority::kSupervisor < Authority::kManager);
  CHECK(Authority::kManager < Authority::kLegal);
  for (const auto authority : {Authority::kSpecialist, Authority::kSupervisor, Authority::kManager, Authority::kLegal}) {
    CHECK(AuthorityOf(Word(authority)) == authority);
  }
  CHECK_FALSE(AuthorityOf("CEO").has_value());
}

}  // namespace
}  // namespace redress::compensation
