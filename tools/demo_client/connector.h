// The shop's telephone exchange and chats: state calls and turns of conversations through the gateway, as a CONNECTOR, when they
// know them. Not thread safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "tools/client/session.h"
#include "tools/demo_client/live_plan.h"

namespace redress::demo {

class Connector {
 public:
  // NOT_FOUND where the stack has no token for it. `session` must outlive it.
  static absl::StatusOr<std::unique_ptr<Connector>> Open(client::Session& session);

  // Hears that a complaint was stored.
  void Hear(const ComplaintLine& line, const std::string& complaint, BusinessTime now);
  // When it states something next.
  absl::optional<BusinessTime> NextTime() const;
  // States what is due. Not OK: the suite did not answer, and what could not be said stays due. What it refuses is left out.
  absl::Status Act(BusinessTime now);
  // Why something was left out, the first of it; OK: nothing.
  const absl::Status& refused() const { return refused_; }

 private:
  Connector(client::Session& session, std::string token) : session_(session), token_(std::move(token)) {}
  absl::Status Say(const LiveReport& report);

  client::Session& session_;
  const std::string token_;
  std::vector<LiveReport> waiting_;  // by time
  absl::Status refused_;
};

}  // namespace redress::demo
