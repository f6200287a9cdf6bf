// Submits the caller's lines through the gateway, as the platform's back ends do: JSON over HTTP and gRPC in turn. A call whose
// outcome is unknown is repeated with the same request id.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/time.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "tools/client/http.h"
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
  absl::Duration patience = absl::Seconds(60);  // how long a line is tried while the suite does not answer
  BusinessTime start;                           // complaints created before are from an earlier run
};

// Not thread safe: it has a connection of its own.
class Submitter {
 public:
  // UNAUTHENTICATED or NOT_FOUND where the stack has no gateway or no token. `session` must outlive it.
  static absl::StatusOr<std::unique_ptr<Submitter>> Open(client::Session& session, const PlayOptions& options);

  // The complaint is received when it is submitted: a time that the line states is not sent.
  Played Submit(const ComplaintLine& line, bool by_json);

 private:
  Submitter(client::Session& session, const PlayOptions& options, const std::string& gateway, std::string token);
  absl::Status SendUntilKnown(const intake::v1::SubmitComplaintRequest& request, bool by_json, intake::v1::Complaint* answer);
  absl::Status Send(const intake::v1::SubmitComplaintRequest& request, bool by_json, intake::v1::Complaint* answer);

  client::Session& session_;
  const PlayOptions options_;
  const std::string url_;
  const std::string token_;
  client::HttpClient http_;
};

}  // namespace redress::demo
