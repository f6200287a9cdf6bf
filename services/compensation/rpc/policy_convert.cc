#include "services/compensation/rpc/policy_convert.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"
#include "services/compensation/domain/simulated_case.h"
#include "services/compensation/store/simulation_proto.h"

namespace redress::compensation {
namespace {

constexpr PageSizes kPages{.usual = 100, .most = 1'000};
constexpr size_t kNoteMax = 500;
constexpr size_t kReasonMax = 200;
constexpr size_t kFileNameMax = 63;
constexpr size_t kGroupsMax = 200;
constexpr int kDaysMax = 3'650;
constexpr int kCasesMax = 20'000;
constexpr absl::Duration kCompareMax = absl::Hours(24 * 90);
// Who writes versions or says yes to them tries them.
constexpr rpc::RoleSet kTryVersions = {auth::v1::ROLE_POLICY_OWNER, auth::v1::ROLE_MANAGER, auth::v1::ROLE_LEGAL};

int64_t NumberAt(absl::string_view pattern, const std::string& name, absl::string_view field, Violations* violations) {
  int64_t number = 0;
  const std::string id = rpc::IdIn(pattern, name, field, violations);
  if (id.empty() || (absl::SimpleAtoi(id, &number) && number > 0 && number <= std::numeric_limits<int32_t>::max())) return number;
  violations->Add(field, absl::StrCat("must be ", pattern, " with a number from 1 on"));
  return 0;
}

bool ValidFileName(absl::string_view name) {
  if (!absl::ConsumeSuffix(&name, ".dmn") || name.empty() || name.size() > kFileNameMax) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

template <class Repeated>
PolicyFiles FilesAt(const Repeated& protos, Violations* violations) {
  PolicyFiles files;
  std::set<std::string> seen;
  size_t bytes = 0;
  for (int i = 0; i < protos.size(); ++i) {
    const v1::PolicyFile& file = protos.Get(i);
    if (!ValidFileName(file.name()) || !seen.insert(file.name()).second) {
      violations->Add(absl::StrCat("files[", i, "].name"), "must be [a-z0-9-]{1,63}.dmn, once in the set");
    }
    if (file.text().empty()) violations->Add(absl::StrCat("files[", i, "].text"), "is required");
    bytes += file.text().size();
    files.push_back({file.name(), file.text()});
  }
  if (files.empty() || files.size() > kPolicyFilesMax || bytes > kPolicyBytesMax) {
    violations->Add("files", absl::StrCat("must be 1 … ", kPolicyFilesMax, ", with at most ", kPolicyBytesMax, " bytes in all"));
  }
  std::sort(files.begin(), files.end(), [](const PolicyFile& a, const PolicyFile& b) { return a.name < b.name; });
  return files;
}

template <class Facts, class Repeated>
Facts FactsIn(const Repeated& protos) {
  Facts facts;
  facts.reserve(static_cast<size_t>(protos.size()));
  for (const v1::Quotation::Fact& fact : protos) facts.emplace_back(fact.name(), fact.value());
  return facts;
}

v1::PolicyFinding::Kind KindOf(const std::string& word) {
  v1::PolicyFinding::Kind kind = v1::PolicyFinding::KIND_UNSPECIFIED;
  v1::PolicyFinding::Kind_Parse("KIND_" + word, &kind);
  return kind;
}

}  // namespace

v1::PolicyFinding ToProto(const PolicyFinding& finding) {
  v1::PolicyFinding proto;
  proto.set_kind(KindOf(finding.kind));
  proto.set_error(finding.error);
  proto.set_file(finding.file);
  proto.set_line(finding.line);
  proto.set_column(finding.column);
  proto.set_table(finding.table);
  for (const std::string& rule : finding.rules) proto.add_rules(rule);
  for (const auto& [input, value] : finding.example) {
    v1::PolicyFinding::Cell& cell = *proto.add_example();
    cell.set_input(input);
    cell.set_value(value);
  }
  proto.set_message(finding.message);
  return proto;
}

v1::PolicyVersion ToProto(const PolicyVersion& version) {
  v1::PolicyVersion proto;
  proto.set_name(absl::StrCat("policyVersions/", version.number));
  proto.set_sha256(version.sha256);
  proto.set_author(version.author);
  proto.set_note(version.note);
  *proto.mutable_create_time() = ToProto(version.create_time);
  proto.set_approver(version.approver);
  if (version.approve_time.has_value()) *proto.mutable_approve_time() = ToProto(*version.approve_time);
  return proto;
}

v1::PolicyVersion ToProto(const PolicyView& view) {
  v1::PolicyVersion proto = ToProto(view.version);
  for (const PolicyFile& file : view.files) {
    v1::PolicyFile& added = *proto.add_files();
    added.set_name(file.name);
    added.set_text(file.text);
  }
  for (const PolicyFinding& warning : view.warnings) *proto.add_warnings() = ToProto(warning);
  return proto;
}

v1::PolicyPublication ToProto(const Publication& publication) {
  v1::PolicyPublication proto;
  proto.set_name(absl::StrCat("policyPublications/", publication.number));
  proto.set_version(absl::StrCat("policyVersions/", publication.version));
  *proto.mutable_from_time() = ToProto(publication.from);
  if (publication.until.has_value()) *proto.mutable_until_time() = ToProto(*publication.until);
  proto.mutable_scope()->set_channel(publication.scope.channel);
  proto.mutable_scope()->set_region(publication.scope.region);
  proto.mutable_scope()->set_seller_tier(publication.scope.seller_tier);
  proto.set_share_percent(publication.share_percent);
  proto.set_publisher(publication.publisher);
  *proto.mutable_create_time() = ToProto(publication.create_time);
  proto.set_canceller(publication.canceller);
  if (publication.cancel_time.has_value()) *proto.mutable_cancel_time() = ToProto(*publication.cancel_time);
  proto.set_cancel_reason(publication.cancel_reason);
  return proto;
}

v1::PolicyResult ToProto(const VersionSums& sums) {
  v1::PolicyResult proto;
  proto.set_version(absl::StrCat("policyVersions/", sums.version));
  proto.set_quotation_count(sums.quotations);
  proto.set_empty_count(sums.empty);
  *proto.mutable_cost() = ToProto(sums.cost);
  for (const auto& [word, count] : sums.approvals) {
    v1::PolicyResult::AuthorityLoad& load = *proto.add_approvals();
    load.set_authority(static_cast<v1::Authority>(AuthorityOf(word).value_or(Authority::kSpecialist)));
    load.set_quotation_count(count);
  }
  return proto;
}

v1::PolicySimulation ToProto(const Simulation& simulation, Currency currency) {
  const SimulationSums& sums = simulation.sums;
  v1::PolicySimulation proto;
  proto.set_name(absl::StrCat("policySimulations/", simulation.id));
  proto.set_state(static_cast<v1::PolicySimulation::State>(simulation.state));
  proto.set_candidate(absl::StrCat("policyVersions/", simulation.candidate));
  proto.set_baseline(absl::StrCat("policyVersions/", simulation.baseline));
  proto.set_days(simulation.days);
  proto.set_total_count(simulation.total);
  SetSums(sums, currency, &proto);
  proto.mutable_candidate_result()->set_version(proto.candidate());
  proto.mutable_baseline_result()->set_version(proto.baseline());
  std::vector<std::pair<GroupKey, GroupSums>> groups;
  std::copy_if(sums.groups.begin(), sums.groups.end(), std::back_inserter(groups),
               [](const auto& group) { return group.second.changed > 0; });
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.second.changed > b.second.changed; });
  for (size_t i = 0; i < std::min(groups.size(), kGroupsMax); ++i) {
    AddGroup(groups[i].first, groups[i].second, currency, &proto);
  }
  *proto.mutable_create_time() = ToProto(simulation.create_time);
  if (simulation.end_time.has_value()) *proto.mutable_end_time() = ToProto(*simulation.end_time);
  proto.set_failure(simulation.failure);
  return proto;
}

absl::StatusOr<PolicyFiles> FromProto(const v1::ValidatePolicyRequest& request) {
  Violations violations;
  PolicyFiles files = FilesAt(request.files(), &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return files;
}

absl::StatusOr<Parsed<CreateCommand>> FromProto(const v1::CreatePolicyVersionRequest& request) {
  Violations violations;
  Parsed<CreateCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.files = FilesAt(request.files(), &violations);
  parsed.command.note = request.note();
  rpc::CheckText(request.note(), kNoteMax, "note", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<ApproveCommand>> FromProto(const v1::ApprovePolicyVersionRequest& request) {
  Violations violations;
  Parsed<ApproveCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.version = NumberAt("policyVersions/*", request.name(), "name", &violations);
  parsed.command.sha256 = request.sha256();
  if (request.sha256().size() != 64) violations.Add("sha256", "must be the 64 hexadecimal digits that the version says");
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<PublishCommand>> FromProto(const v1::PublishPolicyRequest& request) {
  Violations violations;
  Parsed<PublishCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  Publication& publication = parsed.command.publication;
  publication.version = NumberAt("policyVersions/*", request.version(), "version", &violations);
  parsed.command.at_once = !request.has_from_time();
  if (request.has_from_time()) publication.from = TimeOf(request.from_time());
  if (request.has_until_time()) publication.until = TimeOf(request.until_time());
  publication.scope.channel = WordAt(request.scope().channel(), "scope.channel", &violations);
  publication.scope.region = WordAt(request.scope().region(), "scope.region", &violations);
  publication.scope.seller_tier = WordAt(request.scope().seller_tier(), "scope.seller_tier", &violations);
  publication.share_percent = request.share_percent() == 0 ? 100 : request.share_percent();
  if (publication.share_percent < 1 || publication.share_percent > 100) violations.Add("share_percent", "must be 0 … 100");
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<RollbackCommand>> FromProto(const v1::RollbackPolicyRequest& request) {
  Violations violations;
  Parsed<RollbackCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  if (!request.publication().empty()) {
    parsed.command.publication = NumberAt("policyPublications/*", request.publication(), "publication", &violations);
  }
  parsed.command.reason = request.reason();
  rpc::CheckText(request.reason(), kReasonMax, "reason", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<SimulateCommand>> FromProto(const v1::SimulatePolicyRequest& request) {
  Violations violations;
  Parsed<SimulateCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.candidate = NumberAt("policyVersions/*", request.candidate(), "candidate", &violations);
  if (!request.baseline().empty()) {
    parsed.command.baseline = NumberAt("policyVersions/*", request.baseline(), "baseline", &violations);
  }
  parsed.command.days = request.days();
  const bool past = request.cases().empty();
  if (past && (request.days() < 1 || request.days() > kDaysMax)) violations.Add("days", absl::StrCat("must be 1 … ", kDaysMax));
  if (!past && request.days() != 0) violations.Add("days", "must be 0 with cases");
  if (request.cases_size() > kCasesMax) violations.Add("cases", absl::StrCat("must be at most ", kCasesMax));
  parsed.command.cases.reserve(static_cast<size_t>(std::min(request.cases_size(), kCasesMax)));
  for (int i = 0; i < std::min(request.cases_size(), kCasesMax); ++i) {
    parsed.command.cases.push_back(
        SimulatedFacts(FactsIn<NamedFacts>(request.cases(i).facts()), absl::StrCat("cases[", i, "]"), &violations));
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<EvaluateCommand> EvaluateCommandOf(const v1::EvaluatePolicyRequest& request, const rpc::Caller& caller) {
  const bool named = !request.version().empty();
  if (named && !caller.roles.Meets(kTryVersions)) {
    return Error(absl::StatusCode::kPermissionDenied, "VERSION_NOT_ALLOWED", "this caller asks what decides now, not a version");
  }
  Violations violations;
  EvaluateCommand command;
  if (named) command.version = NumberAt("policyVersions/*", request.version(), "version", &violations);
  const auto stated = FactsIn<std::vector<StatedFact>>(request.facts());
  command.subjects = StatedSubjects(stated, "", &violations, CaseNames::kAsSaid);
  RETURN_IF_ERROR(violations.ToStatus());
  return command;
}

absl::StatusOr<int64_t> VersionIn(const std::string& name) {
  Violations violations;
  const int64_t number = NumberAt("policyVersions/*", name, "name", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return number;
}

absl::StatusOr<NumberedPage> PageOf(int32_t page_size, const std::string& page_token) {
  NumberedPage page;
  Violations violations;
  page.limit = rpc::LimitOf(page_size, kPages, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(const std::string after, ReadPageToken(page_token, ""));
  if (!after.empty() && !absl::SimpleAtoi(after, &page.before)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
  }
  return page;
}

std::string TokenAfter(const NumberedPage& page, size_t shown, int64_t last) {
  return static_cast<int>(shown) == page.limit ? MakePageToken(absl::StrCat(last), "") : "";
}

absl::StatusOr<BusinessTime> SinceOf(const v1::ComparePoliciesRequest& request, BusinessTime now) {
  const BusinessTime since = TimeOf(request.since_time());
  Violations violations;
  if (!request.has_since_time() || since + kCompareMax < now) violations.Add("since_time", "is required, at most 90 days ago");
  RETURN_IF_ERROR(violations.ToStatus());
  return since;
}

}  // namespace redress::compensation
