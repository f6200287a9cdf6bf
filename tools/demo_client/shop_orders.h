// The orders behind a file of complaints, as the shop around the suite would know them. Made up from what the line says (order
// numbers, amount, customer, time, and what the caller holds it to be about), so that what the complaint claims is what the
// shop's records show; everything else follows from the order's number and is the same in every run. Pure, thread safe.
#pragma once

#include <vector>

#include "libs/base/time.h"
#include "redress/platform/control/v1/control_service.pb.h"
#include "tools/demo_client/complaint_line.h"

namespace redress::demo {

// One request for each order number that some line names, in the order of the file; the first line that names it decides. Numbers
// that are none (intake refuses them too) are left out. `now`: when lines without a time are received.
std::vector<platform::control::v1::PutOrderRequest> ShopOrdersOf(const std::vector<ComplaintLine>& lines, BusinessTime now);

}  // namespace redress::demo
