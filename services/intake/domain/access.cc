#include "services/intake/domain/access.h"

#include "libs/base/error.h"
#include "services/intake/domain/fields.h"

namespace redress::intake {
namespace {

constexpr size_t kReasonMax = 200;

}  // namespace

absl::Status CheckFullView(const Reader& reader, const FullView& view) {
  if (!view.wanted) return absl::OkStatus();
  if (!reader.may_see_all) {
    return Error(absl::StatusCode::kPermissionDenied, "VIEW_NOT_ALLOWED", "this role reads personal data masked only");
  }
  Violations violations;
  CheckText(violations, "read_reason", view.reason, kReasonMax, Need::kRequired);
  return violations.ToStatus();
}

}  // namespace redress::intake
