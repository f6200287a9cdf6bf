// Reads a policy from YAML: the one that comes with this build (data/policy.yaml) or an operator's file. What is not understood
// is refused, never ignored, and every fault is named; the process does not start on a policy that is wrong.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/compensation/domain/rule_policy.h"

namespace redress::compensation {

// data/policy.yaml, compiled in.
extern const char* const kDefaultPolicy;

// INVALID_ARGUMENT: INVALID_POLICY where it is no such YAML, INVALID_FIELDS with every fault where it is no good policy.
absl::StatusOr<RulePolicy> ParsePolicy(const std::string& yaml);

// `path` empty: the default. NOT_FOUND, reason POLICY_FILE, where it cannot be read.
absl::StatusOr<RulePolicy> LoadPolicyFile(const std::string& path);

}  // namespace redress::compensation
