// Reads a policy and its calendars from YAML: those that come with this build (data/) or an operator's files. What is not
// understood is refused, never ignored, and every fault is named at once; the process does not start on a policy that is wrong.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/sla/domain/policy.h"

namespace redress::sla {

// data/policy.yaml and data/calendars.yaml, compiled in.
extern const char* const kDefaultPolicy;
extern const char* const kDefaultCalendars;

// Two texts that are one policy.
struct PolicyDocument {
  std::string policy_yaml;
  std::string calendars_yaml;
};

// Its version is `{policy's}.{calendars'}`. INVALID_ARGUMENT: INVALID_POLICY where it is no such YAML, INVALID_FIELDS with every
// fault where it is no good policy.
absl::StatusOr<Policy> ParsePolicy(const PolicyDocument& document);

// An empty path: the default. NOT_FOUND, reason POLICY_FILE, where one cannot be read.
absl::StatusOr<PolicyDocument> ReadPolicyFiles(const std::string& policy_path, const std::string& calendars_path);

}  // namespace redress::sla
