// What the commands about policies share: how versions, publications and findings are shown.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"
#include "libs/base/status_macros.h"
#include "redress/compensation/v1/policy.pb.h"
#include "tools/redressctl/cli.h"

namespace redress::ctl {

inline constexpr char kPolicyVersions[] = "policyVersions/";

inline std::string PolicyMethod(const std::string& method) {
  return absl::StrCat("redress.compensation.v1.PolicyService.", method);
}

void PrintFindings(const google::protobuf::RepeatedPtrField<compensation::v1::PolicyFinding>& findings);
void PrintVersion(Cli& cli, const compensation::v1::PolicyVersion& version);
void PrintPublications(const google::protobuf::RepeatedPtrField<compensation::v1::PolicyPublication>& publications);
// One of them, as JSON where that is wanted.
void PrintPublication(Cli& cli, const compensation::v1::PolicyPublication& publication);

template <class Request>
absl::Status CallAndPrintVersion(Cli& cli, const std::string& method, const Request& request) {
  ASSIGN_OR_RETURN(const compensation::v1::PolicyVersion version,
                   cli.session().Call<compensation::v1::PolicyVersion>(PolicyMethod(method), request));
  PrintVersion(cli, version);
  return absl::OkStatus();
}

template <class Request>
absl::Status CallAndPrintPublication(Cli& cli, const std::string& method, const Request& request) {
  ASSIGN_OR_RETURN(const compensation::v1::PolicyPublication publication,
                   cli.session().Call<compensation::v1::PolicyPublication>(PolicyMethod(method), request));
  PrintPublication(cli, publication);
  return absl::OkStatus();
}

// evaluate: what a policy gives for facts.
void AddPolicyEvaluate(Cli& cli, CLI::App* group);
// simulate, simulation, compare: what a policy costs, before and beside another one.
void AddPolicyTrials(Cli& cli, CLI::App* group);

}  // namespace redress::ctl
