// The sources over gRPC: intake, casework and the platform. What is read lives in memory only. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "libs/rpc/client.h"
#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "redress/platform/v1/platform_service.grpc.pb.h"
#include "services/outreach/app/sources.h"

namespace redress::outreach {

class RemoteSources final : public Sources {
 public:
  struct Peers {
    rpc::Peer& intake;
    rpc::Peer& casework;
    rpc::Peer& platform;
  };
  // The peers must outlive this.
  explicit RemoteSources(const Peers& peers) : intake_(peers.intake), casework_(peers.casework), platform_(peers.platform) {}

  absl::StatusOr<Recipient> ReadRecipient(const std::vector<std::string>& complaints, Deadline deadline) override;
  Recipients ReadRecipients(const std::vector<std::vector<std::string>>& complaints, Deadline deadline) override;
  absl::StatusOr<CaseFacts> ReadCase(const std::string& case_number, Deadline deadline) override;
  absl::StatusOr<std::vector<OrderFacts>> ReadOrders(const std::vector<std::string>& complaints, Deadline deadline) override;
  absl::StatusOr<std::string> IssueLink(const LinkWish& wish, Deadline deadline) override;

 private:
  rpc::Client<intake::v1::IntakeService> intake_;
  rpc::Client<casework::v1::CaseworkService> casework_;
  rpc::Client<platform::v1::PlatformService> platform_;
};

CaseFacts FactsOf(const casework::v1::Case& proto);
OrderFacts FactsOf(const platform::v1::Order& proto);
// Of the complaints that were found the first that can be reached, else the first. NOT_FOUND, reason CUSTOMER_ERASED.
absl::StatusOr<Recipient> RecipientOf(const intake::v1::BatchReadContentResponse& proto);

}  // namespace redress::outreach
