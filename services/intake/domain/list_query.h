// What a listing of complaints asks for, read from its AIP-160 filter. Pure, thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/intake/domain/complaint.h"

namespace redress::intake {

struct ListQuery {
  absl::optional<Channel> channel;
  absl::optional<ComplaintNumber> case_number;
  Secret customer;                               // empty: any
  Secret order;                                  // empty: any
  absl::optional<BusinessTime> received_from;    // inclusive
  absl::optional<BusinessTime> received_before;  // exclusive
};

// INVALID_ARGUMENT, reason INVALID_FIELDS, violations of `filter`, for a filter that is not understood or asks the same twice.
absl::StatusOr<ListQuery> ParseListQuery(absl::string_view filter);

}  // namespace redress::intake
