#include "services/intake/domain/partition.h"

#include "libs/base/hash.h"

namespace redress::intake {

int ChoosePartition(absl::string_view customer_fingerprint, const ComplaintNumber& number) {
  return customer_fingerprint.empty() ? PartitionOf(number.ToString(), kPartitions)
                                      : PartitionOf(customer_fingerprint, kPartitions);
}

}  // namespace redress::intake
