// The shop, asked by RPC (redress.platform.v1). Thread safe; blocks.
#pragma once

#include <string>
#include <vector>

#include "libs/rpc/client.h"
#include "redress/platform/v1/platform_service.grpc.pb.h"
#include "services/compensation/app/shop.h"

namespace redress::compensation {

class PlatformShop final : public Shop {
 public:
  // `peer` must outlive the shop. `ask_timeout`: what one question about an operation may take (machine time).
  PlatformShop(rpc::Peer& peer, absl::Duration ask_timeout) : client_(peer), ask_timeout_(ask_timeout) {}

  absl::StatusOr<std::vector<Order>> ReadOrders(const std::vector<std::string>& names, Deadline deadline) override;
  absl::StatusOr<Outcome> Ask(const Grant& grant, const Terms& terms) override;
  absl::StatusOr<absl::optional<Outcome>> LookUp(const std::string& grant_id) override;
  absl::Status VisitBooks(Deadline deadline, absl::FunctionRef<void(const BookedOperation&)> visit) override;

 private:
  rpc::Client<platform::v1::PlatformService> client_;
  const absl::Duration ask_timeout_;
};

// What an operation says became of it. INTERNAL, reason PLATFORM_ANSWER, for a state that cannot be.
absl::StatusOr<Outcome> OutcomeOf(const platform::v1::Operation& operation);
// What a grant asks of the platform.
platform::v1::Operation OperationOf(const Grant& grant, const Terms& terms);

}  // namespace redress::compensation
