#include "libs/rpc/status.h"

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "libs/base/error.h"

namespace redress::rpc {
namespace {

constexpr char kDomain[] = "redress";
// All metadata of an answer must fit into the 8 KiB that gRPC and proxies grant by default, and grpc-message grows threefold when
// it is not ASCII.
constexpr size_t kMessageBytesMax = 600;
constexpr size_t kViolationBytesMax = 3'500;
constexpr absl::Duration kRetryDelayDefault = absl::Seconds(1);

bool TellsOfInside(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown || code == absl::StatusCode::kDataLoss;
}

std::string MessageOf(const absl::Status& status) {
  if (TellsOfInside(status.code())) return "internal error";
  absl::string_view message = status.message();
  if (message.size() <= kMessageBytesMax) return std::string(message);
  message = message.substr(0, kMessageBytesMax);
  while (!message.empty() && (message.back() & 0xC0) == 0x80) message.remove_suffix(1);
  if (!message.empty() && (message.back() & 0x80) != 0) message.remove_suffix(1);
  return absl::StrCat(message, "…");
}

void AddViolations(const absl::Status& status, google::rpc::Status* result) {
  const std::vector<FieldViolation> violations = ViolationsOf(status);
  if (violations.empty()) return;
  google::rpc::BadRequest bad_request;
  size_t bytes = 0;
  for (size_t i = 0; i < violations.size(); ++i) {
    bytes += violations[i].field.size() + violations[i].description.size() + 8;
    auto* added = bad_request.add_field_violations();
    if (bytes > kViolationBytesMax) {
      added->set_field("…");
      added->set_description(absl::StrCat(violations.size() - i, " more fields"));
      break;
    }
    added->set_field(violations[i].field);
    added->set_description(violations[i].description);
  }
  result->add_details()->PackFrom(bad_request);
}

void AddRetryInfo(absl::Duration delay, google::rpc::Status* result) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(absl::IDivDuration(delay, absl::Seconds(1), &delay));
  info.mutable_retry_delay()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(delay)));
  result->add_details()->PackFrom(info);
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status result;
  result.set_code(static_cast<int>(status.code()));
  if (status.ok()) return result;
  result.set_message(MessageOf(status));
  google::rpc::ErrorInfo info;
  info.set_domain(kDomain);
  const std::string reason = ReasonOf(status);
  info.set_reason(reason.empty() ? absl::StatusCodeToString(status.code()) : reason);
  result.add_details()->PackFrom(info);
  AddViolations(status, &result);
  const absl::optional<absl::Duration> delay = RetryDelayOf(status);
  if (delay.has_value() || status.code() == absl::StatusCode::kUnavailable) {
    AddRetryInfo(delay.value_or(kRetryDelayDefault), &result);
  }
  return result;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  const auto code = static_cast<absl::StatusCode>(status.code());
  absl::Status result(code, status.message());
  std::vector<FieldViolation> violations;
  absl::optional<absl::Duration> delay;
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      result = Error(code, info.reason(), status.message());
    } else if (detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations())
        violations.push_back({violation.field(), violation.description()});
    } else if (detail.UnpackTo(&retry)) {
      delay = absl::Seconds(retry.retry_delay().seconds()) + absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  if (!violations.empty()) result = WithViolations(std::move(result), violations);
  if (delay.has_value()) result = WithRetryDelay(std::move(result), *delay);
  return result;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status details = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), details.message(), details.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status details;
  if (!status.error_details().empty() && details.ParseFromString(status.error_details()) &&
      details.code() == static_cast<int>(status.error_code())) {
    return FromRpcStatus(details);
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace redress::rpc
