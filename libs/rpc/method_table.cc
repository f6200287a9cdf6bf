#include "libs/rpc/method_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"

namespace redress::rpc {
namespace {

constexpr absl::Duration kDeadlineDefault = absl::Seconds(10);

absl::Duration DeadlineOf(const google::protobuf::MethodDescriptor& method, const auth::v1::Allow& allow) {
  if (allow.deadline_ms_max() > 0) return absl::Milliseconds(allow.deadline_ms_max());
  const bool stream = method.client_streaming() || method.server_streaming();
  return stream ? absl::InfiniteDuration() : kDeadlineDefault;
}

}  // namespace

absl::Status Authorize(const Method& method, absl::string_view subject, RoleSet roles) {
  if (method.roles.Has(auth::v1::ROLE_PUBLIC)) return absl::OkStatus();
  if (subject.empty()) return Error(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING", "a token is required");
  RoleSet people = method.roles;
  if (!roles.Has(auth::v1::ROLE_SERVICE) || !method.roles.Has(auth::v1::ROLE_SERVICE)) {
    if (people.Meets(roles)) return absl::OkStatus();
    return Error(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED", "the caller's roles may not call this method");
  }
  people.Remove(auth::v1::ROLE_SERVICE);
  if (people.Meets(roles)) return absl::OkStatus();
  // One of the suite's services is one by name, not only by role.
  if (absl::ConsumePrefix(&subject, "services/") && !subject.empty() &&
      (method.services.empty() || std::find(method.services.begin(), method.services.end(), subject) != method.services.end())) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kPermissionDenied, "SERVICE_NOT_ALLOWED", "this service may not call this method");
}

absl::Status MethodTable::AddService(absl::string_view full_name, const std::atomic<bool>* ready) {
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(full_name));
  if (service == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "CONTRACT", absl::StrCat(full_name, " is not linked into this program"));
  }
  std::vector<std::string> faults;
  for (int i = 0; i < service->method_count(); ++i) {
    const google::protobuf::MethodDescriptor& descriptor = *service->method(i);
    const auth::v1::Allow& allow = descriptor.options().GetExtension(auth::v1::allow);
    auto method = std::make_unique<Method>();
    method->full_name = absl::StrCat(full_name, "/", descriptor.name());
    for (const int role : allow.roles()) method->roles.Add(static_cast<Role>(role));
    method->services.assign(allow.services().begin(), allow.services().end());
    method->deadline_default = DeadlineOf(descriptor, allow);
    method->index = next_index_++;
    method->ready = ready;
    method->enums = enum_plans_.Make(descriptor.input_type());
    if (allow.roles().empty() || method->roles.Has(auth::v1::ROLE_UNSPECIFIED)) {
      faults.push_back(absl::StrCat(method->full_name, " does not say who may call it (option redress.auth.v1.allow)"));
    }
    const std::string name = method->full_name;
    const auto [place, added] = by_request_.try_emplace(descriptor.input_type(), std::move(method));
    if (!added) faults.push_back(absl::StrCat(name, " has the same request type as ", place->second->full_name));
  }
  if (faults.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "CONTRACT", absl::StrJoin(faults, "; "));
}

std::vector<const Method*> MethodTable::All() const {
  std::vector<const Method*> all(next_index_, nullptr);
  for (const auto& [request, method] : by_request_) all[method->index] = method.get();
  all.erase(std::remove(all.begin(), all.end(), nullptr), all.end());
  return all;
}

}  // namespace redress::rpc
