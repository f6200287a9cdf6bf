#include "libs/rpc/caller.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"

namespace redress::rpc {

Role RoleOf(absl::string_view name) {
  Role role = auth::v1::ROLE_UNSPECIFIED;
  return auth::v1::Role_Parse(absl::StrCat("ROLE_", name), &role) ? role : auth::v1::ROLE_UNSPECIFIED;
}

std::string Caller::Service() const {
  absl::string_view name = subject;
  return Is(auth::v1::ROLE_SERVICE) && absl::ConsumePrefix(&name, "services/") ? std::string(name) : std::string();
}

absl::Status Caller::CheckAlive() const {
  if (Cancelled()) return Error(absl::StatusCode::kCancelled, "CANCELLED", "the caller has given up");
  if (deadline.Expired()) return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", "the deadline has passed");
  return absl::OkStatus();
}

absl::Status CheckSubject(const Caller& caller, absl::string_view subject) {
  if (caller.subject == subject) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "ANOTHER_CALLER", absl::StrCat("this is only for ", subject));
}

}  // namespace redress::rpc
