// The partition of a case: chosen once, here, and then part of every event about it in all services. All cases of a customer
// share one, so that the same matter is found and ordered within it. Pure; never change the choice: it is stored for ever.
#pragma once

#include "absl/strings/string_view.h"
#include "libs/base/complaint_number.h"

namespace redress::intake {

inline constexpr int kPartitions = 64;

// By the customer's fingerprint, or by the complaint's number where the customer is anonymous (empty fingerprint).
int ChoosePartition(absl::string_view customer_fingerprint, const ComplaintNumber& number);

}  // namespace redress::intake
