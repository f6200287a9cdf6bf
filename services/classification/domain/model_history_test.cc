#include "services/classification/domain/model_history.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

ModelChange Promoted(const std::string& model, const std::string& former) {
  return {model, former, false, "agents/m", "better", {}};
}
ModelChange RolledBack(const std::string& model, const std::string& former) {
  return {model, former, true, "agents/m", "worse", {}};
}

TEST_CASE("a rollback takes back the newest promotion that still holds", "[classification]") {
  CHECK(RollbackTarget({}) == absl::nullopt);
  CHECK(RollbackTarget({Promoted("b", "a")}) == "a");
  CHECK(RollbackTarget({Promoted("b", "a"), Promoted("c", "b")}) == "b");
  CHECK(RollbackTarget({Promoted("b", "a"), Promoted("c", "b"), RolledBack("b", "c")}) == "a");
  CHECK(RollbackTarget({Promoted("b", "a"), RolledBack("a", "b")}) == absl::nullopt);
  CHECK(RollbackTarget({Promoted("b", "a"), RolledBack("a", "b"), Promoted("c", "a")}) == "a");
  CHECK(RollbackTarget({RolledBack("a", "b")}) == absl::nullopt);
}

}  // namespace
}  // namespace redress::classification
