// Waits until the cases of the complaints are over, and collects what became of each: the case, what it gave, and, where it is
// not over, what is to be done next. Gives up once nothing moves any more. Then the books and the audit trail are checked.
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

// How many cases stand where.
struct CaseCounts {
  int over = 0;
  std::map<casework::v1::Case::State, int> live;
};

struct CaseWatchOptions {
  int in_flight = 8;
  // Given up when no case moved for so long.
  absl::Duration quiet_max = absl::Seconds(40);
};

// By the case's name. `progress` is told after every look, from one thread.
std::map<std::string, CaseOutcome> WatchCases(client::Session& session, const std::vector<std::string>& cases,
                                              const CaseWatchOptions& options,
                                              const std::function<void(const CaseCounts&)>& progress);

// Asks compensation, which asks the shop, and casework.
Books CheckBooks(client::Session& session);

}  // namespace redress::demo
