#include "tools/platform/domain/operation.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_cat.h"

namespace redress::platform {
namespace {

using Kind = OperationKind;
constexpr Kind kKinds[] = {Kind::kRefund,        Kind::kCoupon,         Kind::kReshipment, Kind::kExchange,
                           Kind::kAddressChange, Kind::kSupplierAction, Kind::kHrReport,   Kind::kPayout};

// With everything that its kind needs.
Operation Good(Kind kind) {
  Operation operation;
  operation.id = "g-1";
  operation.kind = kind;
  const bool money = kind == Kind::kRefund || kind == Kind::kCoupon || kind == Kind::kPayout;
  const bool goods = kind == Kind::kReshipment || kind == Kind::kExchange;
  if (money || goods || kind == Kind::kAddressChange) operation.order = "o1";
  if (money) operation.amount = {100, Currency::Cny()};
  if (goods) operation.line = "1", operation.quantity = 1;
  if (kind == Kind::kCoupon) operation.valid_days = 30;
  if (kind == Kind::kAddressChange) operation.address_token = "token";
  if (kind == Kind::kSupplierAction) operation.subject = "s-1", operation.word = "RECALL", operation.case_name = "cases/1";
  if (kind == Kind::kHrReport) operation.subject = "agents/a-li", operation.word = "RUDE", operation.case_name = "cases/1";
  if (kind == Kind::kPayout) operation.word = "COUNTERFEIT";
  return operation;
}

std::vector<std::string> BadFields(const Operation& operation) {
  Violations violations;
  CheckOperation(operation, &violations);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.all()) fields.push_back(violation.field);
  return fields;
}

TEST_CASE("An operation with all that its kind needs is good, one with nothing names all that is missing", "[platform]") {
  const std::vector<std::vector<std::string>> missing = {
      {"order", "amount", "amount.currency_code"},
      {"order", "amount", "amount.currency_code", "valid_days"},
      {"order", "line", "quantity"},
      {"order", "line", "quantity"},
      {"order", "address_token"},
      {"seller", "case", "action"},
      {"staff", "case", "ground"},
      {"order", "amount", "amount.currency_code", "ground"},
  };
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    CHECK(BadFields(Good(kKinds[i])).empty());
    Operation nothing;
    nothing.kind = kKinds[i];
    std::vector<std::string> expected = {"operation.name"};
    for (const std::string& field : missing[i]) expected.push_back(absl::StrCat("operation.", Word(kKinds[i]), ".", field));
    CHECK(BadFields(nothing) == expected);
  }
}

TEST_CASE("Limits of single fields", "[platform]") {
  Operation coupon = Good(Kind::kCoupon);
  coupon.valid_days = 366;
  CHECK(BadFields(coupon) == std::vector<std::string>{"operation.coupon.valid_days"});
  Operation refund = Good(Kind::kRefund);
  refund.amount.minor = 0;
  CHECK(BadFields(refund) == std::vector<std::string>{"operation.refund.amount"});
  refund.amount.minor = 1'000'000'000'001;
  CHECK(BadFields(refund) == std::vector<std::string>{"operation.refund.amount"});
  Operation gift = Good(Kind::kPayout);
  gift.word = "GIFT_VALUE";
  CHECK(BadFields(gift) == std::vector<std::string>{"operation.payout.line"});
  for (const char* id : {"", "A", "a b", "a/b"}) {
    Operation named = Good(Kind::kRefund);
    named.id = id;
    CHECK(BadFields(named) == std::vector<std::string>{"operation.name"});
  }
  Operation named = Good(Kind::kRefund);
  named.id = std::string(64, 'a');
  CHECK(!BadFields(named).empty());
}

TEST_CASE("Words are read as they are written", "[platform]") {
  for (const Kind kind : kKinds) CHECK(OperationKindOf(Word(kind)) == kind);
  for (const auto state : {OperationState::kPending, OperationState::kSucceeded, OperationState::kFailed}) {
    CHECK(OperationStateOf(Word(state)) == state);
  }
  CHECK(OperationKindOf("gift") == absl::nullopt);
  CHECK(OperationStateOf("DONE") == absl::nullopt);
}

TEST_CASE("A reference is the same for the same name, for ever, and another for every other", "[platform]") {
  std::set<std::string> seen;
  for (const Kind kind : kKinds) {
    for (int i = 0; i < 1000; ++i) {
      Operation operation = Good(kind);
      operation.id = absl::StrCat("g-", i);
      const std::string reference = ReferenceOf(operation);
      CHECK(reference == ReferenceOf(operation));
      seen.insert(reference);
    }
  }
  CHECK(seen.size() == std::size(kKinds) * 1000);
  CHECK(ReferenceOf(Good(Kind::kCoupon)).size() == 14);
}

}  // namespace
}  // namespace redress::platform
