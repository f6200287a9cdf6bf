// The closed sets of words that casework speaks of, each value with its word as contract, schema and docs write it. One table a
// set, so that a word cannot be added to one place only. Constant data and pure functions.
#pragma once

#include <array>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace redress::casework {

// How much it matters; ordered, the values are those of the contract.
enum class Severity { kOrdinary = 1, kUrgent = 2, kCritical = 3 };
// Who can be asked, or at fault.
enum class Party { kPlatform = 1, kSeller = 2, kCarrier = 3, kSupplier = 4, kCustomer = 5, kNone = 6 };
// Who in the house is given a task.
enum class Department { kProduct = 1, kSupplier = 2, kWarehouse = 3, kLogistics = 4, kFinance = 5, kHr = 6, kLegal = 7 };
// Who must say yes to a plan; the values are those of the contract.
enum class Authority { kSpecialist = 1, kSupervisor = 2, kManager = 3, kLegal = 4 };
// What a remedy gives; the values are those of compensation's contract.
enum class RemedyKind {
  kRefund = 1,
  kReship = 2,
  kExchange = 3,
  kDifference = 4,
  kGift = 5,
  kCoupon = 6,
  kDamages = 7,
  kApology = 8,
};
// What was found of a complaint.
enum class Finding { kSubstantiated = 1, kPartly = 2, kNotSubstantiated = 3, kNotAComplaint = 4 };

// One value with its word.
template <class E>
struct Named {
  E value;
  absl::string_view word;
};

// Every value of E with its word, in the order of the contract.
template <class E>
inline constexpr std::array<Named<E>, 0> kWords = {};

template <>
inline constexpr std::array kWords<Severity> = {
    Named<Severity>{Severity::kOrdinary, "ORDINARY"},
    Named<Severity>{Severity::kUrgent, "URGENT"},
    Named<Severity>{Severity::kCritical, "CRITICAL"},
};
template <>
inline constexpr std::array kWords<Party> = {
    Named<Party>{Party::kPlatform, "PLATFORM"}, Named<Party>{Party::kSeller, "SELLER"},
    Named<Party>{Party::kCarrier, "CARRIER"},   Named<Party>{Party::kSupplier, "SUPPLIER"},
    Named<Party>{Party::kCustomer, "CUSTOMER"}, Named<Party>{Party::kNone, "NONE"},
};
template <>
inline constexpr std::array kWords<Department> = {
    Named<Department>{Department::kProduct, "PRODUCT"},     Named<Department>{Department::kSupplier, "SUPPLIER"},
    Named<Department>{Department::kWarehouse, "WAREHOUSE"}, Named<Department>{Department::kLogistics, "LOGISTICS"},
    Named<Department>{Department::kFinance, "FINANCE"},     Named<Department>{Department::kHr, "HR"},
    Named<Department>{Department::kLegal, "LEGAL"},
};
template <>
inline constexpr std::array kWords<Authority> = {
    Named<Authority>{Authority::kSpecialist, "SPECIALIST"},
    Named<Authority>{Authority::kSupervisor, "SUPERVISOR"},
    Named<Authority>{Authority::kManager, "MANAGER"},
    Named<Authority>{Authority::kLegal, "LEGAL"},
};
template <>
inline constexpr std::array kWords<RemedyKind> = {
    Named<RemedyKind>{RemedyKind::kRefund, "REFUND"},     Named<RemedyKind>{RemedyKind::kReship, "RESHIP"},
    Named<RemedyKind>{RemedyKind::kExchange, "EXCHANGE"}, Named<RemedyKind>{RemedyKind::kDifference, "DIFFERENCE"},
    Named<RemedyKind>{RemedyKind::kGift, "GIFT"},         Named<RemedyKind>{RemedyKind::kCoupon, "COUPON"},
    Named<RemedyKind>{RemedyKind::kDamages, "DAMAGES"},   Named<RemedyKind>{RemedyKind::kApology, "APOLOGY"},
};
template <>
inline constexpr std::array kWords<Finding> = {
    Named<Finding>{Finding::kSubstantiated, "SUBSTANTIATED"},
    Named<Finding>{Finding::kPartly, "PARTLY"},
    Named<Finding>{Finding::kNotSubstantiated, "NOT_SUBSTANTIATED"},
    Named<Finding>{Finding::kNotAComplaint, "NOT_A_COMPLAINT"},
};

// The word of a value; empty for a number that is none.
template <class E>
constexpr absl::string_view Word(E value) {
  for (const Named<E>& named : kWords<E>) {
    if (named.value == value) return named.word;
  }
  return "";
}

// The value of a word; nothing for another word.
template <class E>
absl::optional<E> ValueOf(absl::string_view word) {
  for (const Named<E>& named : kWords<E>) {
    if (named.word == word) return named.value;
  }
  return absl::nullopt;
}

}  // namespace redress::casework
