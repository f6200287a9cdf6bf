// Who may see and touch which complaint, once the method itself is allowed (domain.md §10): staff all of them, a back end or a
// connector only what it submitted itself. What somebody may not see does not exist for them. Pure, thread safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/intake/domain/matter.h"

namespace redress::intake {

// What the rules need to know of a caller.
struct Reader {
  std::string subject;       // `agents/a-li`, `backends/shop`
  bool own_only = false;     // a back end or a connector, and no staff
  bool may_see_all = false;  // may ask for the FULL view
  Vouching vouching = Vouching::kConnector;
};

inline bool MaySee(const Reader& reader, absl::string_view submitter) {
  return !reader.own_only || reader.subject == submitter;
}

// What is asked of a read of personal data in clear.
struct FullView {
  bool wanted = false;
  std::string reason;
};

// PERMISSION_DENIED, reason VIEW_NOT_ALLOWED, for one who may not; INVALID_ARGUMENT naming `read_reason` where none is given.
absl::Status CheckFullView(const Reader& reader, const FullView& view);

}  // namespace redress::intake
