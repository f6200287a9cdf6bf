#include "services/compensation/domain/remedy.h"

namespace redress::compensation {
namespace {

struct RemedyRow {
  RemedyKind kind;
  absl::string_view word;
  EntitlementKind entitlement;
  absl::string_view category;
};

constexpr std::array kRemedies = {
    RemedyRow{RemedyKind::kRefund, "REFUND", EntitlementKind::kMakeGood, "refund"},
    RemedyRow{RemedyKind::kReship, "RESHIP", EntitlementKind::kMakeGood, "goods"},
    RemedyRow{RemedyKind::kExchange, "EXCHANGE", EntitlementKind::kMakeGood, "goods"},
    RemedyRow{RemedyKind::kDifference, "DIFFERENCE", EntitlementKind::kMakeGood, "refund"},
    RemedyRow{RemedyKind::kGift, "GIFT", EntitlementKind::kMakeGood, "goods"},
    RemedyRow{RemedyKind::kCoupon, "COUPON", EntitlementKind::kGoodwill, "goodwill"},
    RemedyRow{RemedyKind::kDamages, "DAMAGES", EntitlementKind::kDamages, "damages"},
    RemedyRow{RemedyKind::kApology, "APOLOGY", EntitlementKind::kNone, ""},
};

const RemedyRow& RowOf(RemedyKind kind) {
  return kRemedies[static_cast<size_t>(kind) - 1];
}

constexpr std::array<absl::string_view, 4> kEntitlementWords = {"NONE", "MAKE_GOOD", "GOODWILL", "DAMAGES"};
constexpr std::array<absl::string_view, 4> kAuthorityWords = {"SPECIALIST", "SUPERVISOR", "MANAGER", "LEGAL"};

}  // namespace

absl::string_view Word(RemedyKind kind) {
  return RowOf(kind).word;
}

absl::string_view Word(EntitlementKind kind) {
  return kEntitlementWords[static_cast<size_t>(kind)];
}

absl::string_view Word(Authority authority) {
  return kAuthorityWords[static_cast<size_t>(authority) - 1];
}

absl::optional<RemedyKind> RemedyKindOf(absl::string_view word) {
  for (const RemedyRow& row : kRemedies) {
    if (row.word == word) return row.kind;
  }
  return absl::nullopt;
}

absl::optional<EntitlementKind> EntitlementKindOf(absl::string_view word) {
  for (size_t i = 0; i < kEntitlementWords.size(); ++i) {
    if (kEntitlementWords[i] == word) return static_cast<EntitlementKind>(i);
  }
  return absl::nullopt;
}

absl::optional<Authority> AuthorityOf(absl::string_view word) {
  for (size_t i = 0; i < kAuthorityWords.size(); ++i) {
    if (kAuthorityWords[i] == word) return static_cast<Authority>(i + 1);
  }
  return absl::nullopt;
}

EntitlementKind EntitlementOf(RemedyKind kind) {
  return RowOf(kind).entitlement;
}

absl::string_view CategoryOf(RemedyKind kind) {
  return RowOf(kind).category;
}

}  // namespace redress::compensation
