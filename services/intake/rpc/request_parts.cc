#include "services/intake/rpc/request_parts.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/request_hash.h"
#include "redress/intake/v1/intake_service.pb.h"

namespace redress::intake {
namespace {

constexpr PageSizes kPageSizes = {.usual = 50, .most = 500};

absl::Status BadPageToken() {
  return WithViolations(Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is none of this listing"),
                        {{"page_token", "must come from the page before"}});
}

}  // namespace

AdditionRequest ToAdditionRequest(const rpc::Caller& caller, const google::protobuf::Message& request,
                                  const std::string& request_id, Violations& violations) {
  AdditionRequest addition;
  addition.method = request.GetTypeName();
  addition.identity.caller = caller.subject;
  const absl::StatusOr<Uuid> id = Uuid::Parse(request_id);
  if (!id.ok() || id->nil()) {
    violations.Add("request_id", "required: a UUID");
    return addition;
  }
  addition.identity.request_id = *id;
  addition.identity.body_hash = rpc::RequestHash(request);
  return addition;
}

absl::StatusOr<PageRequest> ToPageRequest(int32_t page_size, const std::string& page_token, const std::string& bound_to) {
  PageRequest page;
  ASSIGN_OR_RETURN(page.limit, PageSize(page_size, kPageSizes));
  ASSIGN_OR_RETURN(const std::string key, ReadPageToken(page_token, bound_to));
  if (key.empty()) return page;
  const absl::StatusOr<Uuid> after = Uuid::Parse(key);
  if (!after.ok()) return BadPageToken();
  page.after = *after;
  return page;
}

std::string NextPageToken(const absl::optional<Uuid>& next, const std::string& bound_to) {
  return next.has_value() ? MakePageToken(next->ToString(), bound_to) : "";
}

absl::StatusOr<absl::optional<ListPosition>> ToPosition(const std::string& page_token, const std::string& filter) {
  ASSIGN_OR_RETURN(const std::string key, ReadPageToken(page_token, filter));
  if (key.empty()) return absl::nullopt;
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(key, absl::MaxSplits('.', 1));
  int64_t micros = 0;
  ListPosition position;
  if (!absl::SimpleAtoi(parts.first, &micros) || !absl::SimpleAtoi(parts.second, &position.number)) return BadPageToken();
  position.received_time = BusinessTime::FromUnixMicros(micros);
  return position;
}

std::string NextPageToken(const absl::optional<ListPosition>& next, const std::string& filter) {
  return next.has_value() ? MakePageToken(absl::StrCat(next->received_time.micros(), ".", next->number), filter) : "";
}

absl::StatusOr<std::string> ToPurpose(int purpose, const std::string& service) {
  using Request = v1::BatchReadContentRequest;
  const bool notify = purpose == Request::PURPOSE_NOTIFY;
  Violations violations;
  if (purpose != Request::PURPOSE_CLASSIFY && purpose != Request::PURPOSE_TRAIN && !notify) violations.Add("purpose", "required");
  RETURN_IF_ERROR(violations.ToStatus());
  if (notify != (service == "outreach")) {
    return Error(absl::StatusCode::kPermissionDenied, "PURPOSE_NOT_ALLOWED", "this service may not read for this purpose");
  }
  return std::string(notify ? "NOTIFY" : purpose == Request::PURPOSE_TRAIN ? "TRAIN" : "CLASSIFY");
}

}  // namespace redress::intake
