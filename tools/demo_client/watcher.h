// Waits until every complaint's work item is accepted, and collects what the suite thought of it. What cannot be accepted (nobody
// of the team has room, nobody is there) is given up once nothing moves any more, with the reason that routing recorded.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/client/session.h"

namespace redress::demo {

struct Watched {
  bool has_item = false;
  routing::v1::WorkItem item;  // the case's newest item that the complaint is part of
  bool has_prediction = false;
  classification::v1::Prediction prediction;  // of this complaint
  std::string stuck;                          // why it is not accepted; empty: it is
};

// A complaint to wait for.
struct Awaited {
  std::string complaint;  // `complaints/…`
  std::string case_name;  // `cases/…`
};

struct WatchOptions {
  int in_flight = 8;
  // Given up when no item changed its state for so long.
  absl::Duration quiet_max = absl::Seconds(25);
};

// By the complaint's name. `progress` is told how many are accepted, from one thread.
std::map<std::string, Watched> Watch(client::Session& session, const std::vector<Awaited>& complaints,
                                     const WatchOptions& options, const std::function<void(int)>& progress);

}  // namespace redress::demo
