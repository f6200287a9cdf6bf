// Collects what the suite made of every complaint: its work item, what the model thought of it, and, where nobody accepted it
// (nobody of the team has room, nobody is there), the reason that routing recorded.
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

// A complaint to look at.
struct Awaited {
  std::string complaint;  // `complaints/…`
  std::string case_name;  // `cases/…`
};

// By the complaint's name.
std::map<std::string, Watched> Watch(client::Session& session, const std::vector<Awaited>& complaints, int in_flight);

}  // namespace redress::demo
