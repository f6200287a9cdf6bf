#include "tools/client/status.h"

#include <google/protobuf/util/json_util.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "libs/base/error.h"

namespace redress::client {

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  std::string reason;
  std::vector<FieldViolation> violations;
  absl::optional<absl::Duration> delay;
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (detail.Is<google::rpc::ErrorInfo>() && detail.UnpackTo(&info)) {
      reason = info.reason();
    } else if (detail.Is<google::rpc::BadRequest>() && detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) violations.push_back({violation.field(), violation.description()});
    } else if (detail.Is<google::rpc::RetryInfo>() && detail.UnpackTo(&retry)) {
      delay = absl::Seconds(retry.retry_delay().seconds()) + absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  absl::Status error = Error(static_cast<absl::StatusCode>(status.code()), reason, status.message());
  if (!violations.empty()) error = WithViolations(std::move(error), violations);
  if (delay) error = WithRetryDelay(std::move(error), *delay);
  return error;
}

absl::Status FromHttpError(int http_status, absl::string_view body) {
  google::rpc::Status status;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const std::string text(body);
  if (google::protobuf::util::JsonStringToMessage(text, &status, options).ok() && status.code() != 0)
    return FromRpcStatus(status);
  return Error(absl::StatusCode::kUnknown, absl::StrCat("HTTP_", http_status), absl::StrCat("the answer was HTTP ", http_status));
}

}  // namespace redress::client
