// Intake, compensation and the platform, asked by RPC. Thread safe; blocks.
#pragma once

#include <string>
#include <vector>

#include "libs/rpc/client.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "redress/platform/v1/platform_service.grpc.pb.h"
#include "services/casework/app/backends.h"

namespace redress::casework {

struct BackendPeers {
  rpc::Peer& intake;
  rpc::Peer& compensation;
  rpc::Peer& platform;
};

class RemoteBackends final : public Backends {
 public:
  // The peers must outlive this. `ask_timeout`: what one question about a step may take (machine time).
  RemoteBackends(const BackendPeers& peers, absl::Duration ask_timeout)
      : intake_(peers.intake), compensation_(peers.compensation), platform_(peers.platform), ask_timeout_(ask_timeout) {}

  absl::StatusOr<std::vector<ClaimedOrders>> ReadClaims(const std::vector<std::string>& complaints, Deadline deadline) override;
  absl::StatusOr<std::vector<OrderFacts>> ReadOrders(const std::vector<std::string>& names, Deadline deadline) override;
  absl::StatusOr<compensation::v1::Quotation> Quote(const QuoteQuestion& question, Deadline deadline) override;
  absl::StatusOr<std::vector<QuotedOption>> ReadQuotations(const std::vector<std::string>& names, Deadline deadline) override;
  StepOutcome Ask(const StepOrder& order) override;

 private:
  StepOutcome AskGrant(const StepOrder& order);
  StepOutcome AskOperation(const StepOrder& order);

  rpc::Client<intake::v1::IntakeService> intake_;
  rpc::Client<compensation::v1::CompensationService> compensation_;
  rpc::Client<platform::v1::PlatformService> platform_;
  const absl::Duration ask_timeout_;
};

// What compensation is asked for a step of a plan.
compensation::v1::CommitGrantRequest GrantRequestOf(const StepOrder& order);
// What the platform is asked for one, under the name of the step.
platform::v1::Operation OperationOf(const StepOrder& order);
// What a grant or an operation says became of its step.
StepOutcome OutcomeOf(const compensation::v1::Grant& grant);
StepOutcome OutcomeOf(const platform::v1::Operation& operation);
// What a refusal to do it says: done never; failed for good, by the reason, where it was decided; else nothing is known.
StepOutcome OutcomeOf(const absl::Status& refusal);
OrderFacts FactsOf(const platform::v1::Order& order);

}  // namespace redress::casework
