#include "services/classification/domain/correction.h"

#include "libs/base/hash.h"

namespace redress::classification {

bool Confirms(const TagName& predicted, bool abstained, const TagName& said) {
  return !abstained && predicted.l1 == said.l1 && (said.l2.empty() || predicted.l2 == said.l2);
}

bool IsHeldOut(const ComplaintNumber& complaint) {
  return StableHash64(complaint.ToString()) % 3 == 0;
}

}  // namespace redress::classification
