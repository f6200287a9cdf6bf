#include "tools/platform/rpc/report_clients.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::platform {

absl::StatusOr<std::unique_ptr<Listener>> MakeReportClient(absl::string_view service, rpc::Host&) {
  return Error(absl::StatusCode::kInvalidArgument, "NO_REPORT_CLIENT",
               absl::StrCat("platform.report_to: there is no way to tell ", service, "; it asks instead"));
}

}  // namespace redress::platform
