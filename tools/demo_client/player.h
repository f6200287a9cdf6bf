// Plays the caller's lines through the gateway, as the platform's back ends do: JSON over HTTP and gRPC in turn, several in
// flight. Lines of one customer go one after another, in the order of the file, because which of two complaints came first
// decides whose case it is. A call whose outcome is unknown is repeated with the same request id.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "libs/base/machine_time.h"
#include "libs/base/time.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "tools/client/session.h"
#include "tools/demo_client/complaint_line.h"

namespace redress::demo {

// What became of one line.
struct Played {
  bool stored = false;
  bool earlier = false;              // it was there before this run
  intake::v1::Complaint complaint;   // as intake answered; without text
  std::vector<std::string> reasons;  // why it was rejected
  absl::Status failure;              // not the line's fault: the suite did not answer
};

struct PlayOptions {
  int in_flight = 8;
  absl::Duration patience = absl::Seconds(60);  // how long a line is tried while the suite does not answer
  BusinessTime start;                           // complaints created before are from an earlier run
};

// One entry a line, in the same order. `progress` is told the number of lines done, from any thread, one at a time.
std::vector<Played> Play(client::Session& session, const std::vector<ComplaintLine>& lines, const PlayOptions& options,
                         const std::function<void(int)>& progress);

}  // namespace redress::demo
