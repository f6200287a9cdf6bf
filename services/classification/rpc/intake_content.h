// Reads the clear text of complaints from intake, with the service's own token; intake records each reading. The text is
// never kept. Thread safe.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/complaint_number.h"
#include "libs/rpc/client.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "services/classification/domain/prediction.h"

namespace redress::classification {

class IntakeContent {
 public:
  explicit IntakeContent(rpc::Peer& intake) : intake_(intake) {}

  using Purpose = intake::v1::BatchReadContentRequest::Purpose;

  // The contents in order, nothing for a complaint that is unknown or erased. At most 512; texts too long for one answer are read
  // in halves.
  absl::StatusOr<std::vector<absl::optional<Content>>> Read(absl::Span<const ComplaintNumber> complaints, Purpose purpose,
                                                            Deadline deadline);

 private:
  rpc::Peer& intake_;
};

}  // namespace redress::classification
