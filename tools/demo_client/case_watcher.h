// Collects what became of each case: the case, what it gave, and, where it is not over, what is to be done next. Then the books
// and the audit trail are checked.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "redress/casework/v1/case.pb.h"
#include "tools/client/session.h"
#include "tools/demo_client/case_outcome.h"

namespace redress::demo {

// By the case's name.
std::map<std::string, CaseOutcome> WatchCases(client::Session& session, const std::vector<std::string>& cases, int in_flight);

// Asks compensation, which asks the shop, and casework.
Books CheckBooks(client::Session& session);

}  // namespace redress::demo
