// Consumes what casework publishes of ended and merged cases: who was found responsible is charged, in the transaction that reads
// it; and what intake publishes of who complains: fingerprints, of which signs of abuse are counted. An event that cannot be read
// is parked by the library.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/events/consumer.h"
#include "services/compensation/app/context.h"
#include "services/compensation/domain/claim.h"
#include "services/compensation/store/abuse_store.h"

namespace redress::compensation {

class EventHandler final : public events::Handler {
 public:
  // `context` must outlive the handler.
  explicit EventHandler(const Context& context) : context_(context) {}

  std::vector<std::string> Types() const override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;

 private:
  // Who complains is added to `claimants`, to be saved together.
  absl::Status ApplyOne(pqxx::work& transaction, const events::Event& event, std::vector<Claimant>* claimants,
                        std::vector<events::NewEvent>* out);

  const Context& context_;
};

// What an ended case was found; which case was merged into which; who complained. INVALID_ARGUMENT, reason BAD_EVENT, for an
// event that cannot be read.
absl::StatusOr<CaseFinding> FindingOf(const events::Event& event);
absl::StatusOr<CaseMerge> MergeOf(const events::Event& event);
absl::StatusOr<CaseMerge> UnmergeOf(const events::Event& event);
absl::StatusOr<Claimant> ClaimantOf(const events::Event& event);

}  // namespace redress::compensation
