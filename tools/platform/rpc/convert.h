// Contract ↔ domain of the reference platform. Reading notes every bad field; what comes back is checked by the domain's own
// rules too. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/error.h"
#include "libs/base/filter.h"
#include "redress/platform/control/v1/control_service.pb.h"
#include "redress/platform/v1/platform_service.pb.h"
#include "tools/platform/domain/fault.h"
#include "tools/platform/domain/operation.h"
#include "tools/platform/domain/order.h"

namespace redress::platform {

// The id in a name (`orders/*`); a violation of `field` and an empty one where it is no such name.
std::string IdIn(absl::string_view pattern, const std::string& name, const std::string& field, Violations* violations);

v1::Order ToProto(const Order& order);
v1::Operation ToProto(const Operation& operation);
control::v1::Product ToProto(const Product& product);
control::v1::Fault ToProto(const Fault& fault);

// What was asked for; output only fields are left out. Checked.
Operation OperationOf(const v1::Operation& proto, Violations* violations);
// What is brought in. Checked.
Order OrderOf(const control::v1::PutOrderRequest& request, Violations* violations);
Product ProductOf(const control::v1::Product& proto, Violations* violations);
Fault FaultOf(const control::v1::Fault& proto, Violations* violations);

struct OperationQuery {
  std::vector<Condition> conditions;  // fields and values as the store takes them
  int64_t after = 0;
  int32_t limit = 0;
};
// INVALID_ARGUMENT with every bad field, or INVALID_PAGE_TOKEN.
absl::StatusOr<OperationQuery> QueryOf(const v1::ListOperationsRequest& request);

}  // namespace redress::platform
