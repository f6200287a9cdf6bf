// Which required items a complaint lacks. The customer is asked for all of them once, in one message (domain.md §2), so the
// list is decided here, at submission, and stored. The rules are in README.md of the service. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "services/intake/domain/complaint.h"

namespace redress::intake {

// Of `contact`, `order_numbers`, `remedy_sought`, `event_time`, `evidence`, in this order.
std::vector<std::string> MissingInformation(const Submission& said);

}  // namespace redress::intake
