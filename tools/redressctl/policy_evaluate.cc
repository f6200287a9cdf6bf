// redressctl policy evaluate: what the policy gives for facts, of the command line or of a file. Nothing is kept or promised.
#include <iostream>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "redress/compensation/v1/policy_service.pb.h"
#include "tools/client/files.h"
#include "tools/redressctl/case_file.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/policy_view.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = compensation::v1;

// The cases of the file, or the one of the command line.
absl::StatusOr<CaseFile> CasesOf(const std::vector<std::string>& facts, const std::string& path) {
  if (!path.empty()) {
    ASSIGN_OR_RETURN(const std::string text, client::ReadFile(path));
    return ReadCases(path, text);
  }
  CaseFile file{"--fact", {v1::SimulatedCase()}, {0}};
  for (const std::string& word : facts) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos) return BadFlag("--fact", "NAME=VALUE, such as line_paid=8000");
    v1::Quotation::Fact& fact = *file.cases.front().add_facts();
    fact.set_name(word.substr(0, equals));
    fact.set_value(word.substr(equals + 1));
  }
  return file;
}

// A refusal of one case, told by the lines of the file.
absl::Status AtCase(const absl::Status& refusal, const CaseFile& file, size_t number) {
  std::vector<FieldViolation> violations = ViolationsOf(refusal);
  for (FieldViolation& violation : violations) {
    if (absl::StartsWith(violation.field, "facts")) violation.field = absl::StrCat("cases[", number, "].", violation.field);
  }
  return AtLines(WithViolations(refusal, violations), file);
}

}  // namespace

void AddPolicyEvaluate(Cli& cli, CLI::App* group) {
  CLI::App* evaluate = group->add_subcommand("evaluate", "Tell what the policy gives for facts; nothing is kept or promised");
  struct Flags {
    std::vector<std::string> facts;
    std::string version, file;
  };
  auto flags = std::make_shared<Flags>();
  CLI::Option* facts =
      evaluate->add_option("--fact", flags->facts, "NAME=VALUE, such as l1=LOGISTICS or line_paid=8000; again for each");
  CLI::Option* file = evaluate->add_option("--file", flags->file,
                                           "The cases of this file in turn: a JSON object of facts a line (docs/policies.md)");
  file->excludes(facts);
  evaluate->add_option("--version", flags->version, "By this version; what decides now by default");
  cli.Run(evaluate, [&cli, flags]() -> absl::Status {
    if (flags->facts.empty() && flags->file.empty()) return BadFlag("--fact", "given, or --file");
    ASSIGN_OR_RETURN(const CaseFile cases, CasesOf(flags->facts, flags->file));
    for (size_t i = 0; i < cases.cases.size(); ++i) {
      v1::EvaluatePolicyRequest request;
      if (!flags->version.empty()) request.set_version(FullName(kPolicyVersions, flags->version));
      *request.mutable_facts() = cases.cases[i].facts();
      const absl::StatusOr<v1::Quotation> made = cli.session().Call<v1::Quotation>(PolicyMethod("EvaluatePolicy"), request);
      if (!made.ok()) return AtCase(made.status(), cases, i);
      if (i > 0 && !cli.json()) std::cout << "\n";
      PrintQuotation(cli, *made);
    }
    return absl::OkStatus();
  });
}

}  // namespace redress::ctl
