// Something that the platform was asked to do, once, under a name that the caller chose. One struct for all kinds: what a kind
// has no use for stays empty, and CheckOperation says what each must have. Ids are bare. Values and pure functions.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/error.h"
#include "libs/base/money.h"
#include "libs/base/time.h"

namespace redress::platform {

enum class OperationKind {
  kRefund,
  kCoupon,
  kReshipment,
  kExchange,
  kAddressChange,
  kSupplierAction,
  kHrReport,
  kPayout,
};
enum class OperationState { kPending, kSucceeded, kFailed };

// `refund`, as the contract calls it; `PENDING`.
absl::string_view Word(OperationKind kind);
absl::optional<OperationKind> OperationKindOf(absl::string_view word);
absl::string_view Word(OperationState state);
absl::optional<OperationState> OperationStateOf(absl::string_view word);

struct Operation {
  std::string id;
  std::string requester;  // `services/compensation`
  OperationKind kind = OperationKind::kRefund;

  std::string order, line;
  Money amount;
  int quantity = 0;
  int valid_days = 0;
  std::string product;
  std::string address_token;
  std::string subject;    // the seller; the member of staff
  std::string word;       // the action; the ground
  std::string case_name;  // `cases/{case}`

  OperationState state = OperationState::kPending;
  std::string failure_reason;
  std::string reference;
  BusinessTime create_time;
  absl::optional<BusinessTime> end_time;

  friend bool operator==(const Operation&, const Operation&) = default;
};

// Every rule of the contract that can be told without looking at the books, by the contract's names of the fields.
void CheckOperation(const Operation& operation, Violations* violations);

// What the customer is told of the result: the same for the same name, for ever. A coupon's code, a waybill, else a reference;
// not secret: whoever knows the name of the operation can tell it.
std::string ReferenceOf(const Operation& operation);

}  // namespace redress::platform
