#include "services/classification/domain/model_history.h"

namespace redress::classification {

absl::optional<std::string> RollbackTarget(const std::vector<ModelChange>& changes) {
  std::vector<std::string> formers;
  for (const ModelChange& change : changes) {
    if (!change.rollback) {
      formers.push_back(change.former);
    } else if (!formers.empty()) {
      formers.pop_back();
    }
  }
  if (formers.empty()) return absl::nullopt;
  return formers.back();
}

}  // namespace redress::classification
