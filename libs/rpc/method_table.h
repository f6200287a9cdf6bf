// Every method that a process serves, with its rule, found by the type of its request. Built before the server starts and
// immutable from then on, so that the hot path needs no lock. A method without a rule, or a request type that two methods share,
// is an error of the contract: the process does not start.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/wire_check.h"

namespace redress::rpc {

struct Method {
  std::string full_name;  // `redress.intake.v1.IntakeService/GetComplaint`
  RoleSet roles;
  std::vector<std::string> services;  // where SERVICE is allowed: only these; empty: all
  absl::Duration deadline_default;
  int index = 0;                             // of its metrics, dense from 0
  const std::atomic<bool>* ready = nullptr;  // whether its service has been set up
  const EnumPlan* enums = nullptr;           // null: its request holds none
};

// Whether the rule of `method` lets this caller in. OK; UNAUTHENTICATED, reason TOKEN_MISSING, for nobody;
// PERMISSION_DENIED, reason ROLE_NOT_ALLOWED or SERVICE_NOT_ALLOWED.
absl::Status Authorize(const Method& method, absl::string_view subject, RoleSet roles);

// Thread safe once built.
class MethodTable {
 public:
  // Adds all methods of the gRPC service called so. `ready` outlives the table. FAILED_PRECONDITION, reason CONTRACT, naming
  // every fault.
  absl::Status AddService(absl::string_view full_name, const std::atomic<bool>* ready);
  // Null where no method takes such a request.
  const Method* Find(const google::protobuf::Descriptor* request) const {
    const auto found = by_request_.find(request);
    return found == by_request_.end() ? nullptr : found->second.get();
  }
  std::vector<const Method*> All() const;

 private:
  absl::flat_hash_map<const google::protobuf::Descriptor*, std::unique_ptr<Method>> by_request_;
  EnumPlans enum_plans_;
  int next_index_ = 0;
};

}  // namespace redress::rpc
