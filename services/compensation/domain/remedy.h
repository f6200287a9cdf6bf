// The words of compensation (domain.md §7): what can be given, what an entitlement is about, who must say yes. Values and pure
// functions; the words are those of the contract, the schema and the policy.
#pragma once

#include <array>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace redress::compensation {

// As in the contract, number for number.
enum class RemedyKind { kRefund = 1, kReship, kExchange, kDifference, kGift, kCoupon, kDamages, kApology };
enum class EntitlementKind { kNone = 0, kMakeGood, kGoodwill, kDamages };
// In this order: each includes the ones before it, and only legal covers damages.
enum class Authority { kSpecialist = 1, kSupervisor, kManager, kLegal };

inline constexpr std::array kRemedyKinds = {RemedyKind::kRefund,     RemedyKind::kReship, RemedyKind::kExchange,
                                            RemedyKind::kDifference, RemedyKind::kGift,   RemedyKind::kCoupon,
                                            RemedyKind::kDamages,    RemedyKind::kApology};

// What a budget and an expense account are for: `refund`, `goods`, `goodwill`, `damages`.
inline constexpr std::array<absl::string_view, 4> kCategories = {"refund", "goods", "goodwill", "damages"};

// The two-level class of a complaint; `l2` may be empty.
struct Tag {
  std::string l1;
  std::string l2;
  friend bool operator==(const Tag&, const Tag&) = default;
};

// `REFUND`, `MAKE_GOOD`, `SUPERVISOR`.
absl::string_view Word(RemedyKind kind);
absl::string_view Word(EntitlementKind kind);
absl::string_view Word(Authority authority);
absl::optional<RemedyKind> RemedyKindOf(absl::string_view word);
absl::optional<EntitlementKind> EntitlementKindOf(absl::string_view word);
absl::optional<Authority> AuthorityOf(absl::string_view word);

// What giving `kind` uses up; kNone for an apology, which can be repeated.
EntitlementKind EntitlementOf(RemedyKind kind);
// The budget that it is taken from; empty for an apology.
absl::string_view CategoryOf(RemedyKind kind);
// Money that was paid goes back: never more than was paid.
inline bool IsMoneyBack(RemedyKind kind) {
  return kind == RemedyKind::kRefund || kind == RemedyKind::kDifference;
}
// Pieces are sent: never more than were bought.
inline bool IsGoods(RemedyKind kind) {
  return kind == RemedyKind::kReship || kind == RemedyKind::kExchange;
}

}  // namespace redress::compensation
