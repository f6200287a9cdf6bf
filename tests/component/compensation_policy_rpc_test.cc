// PolicyService over gRPC: who may do what, what is named when a request is wrong, and a policy's way from its owner to a
// quotation.
#include <catch2/catch.hpp>

#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "redress/compensation/v1/policy_service.grpc.pb.h"
#include "services/compensation/app/built_in_policy.h"
#include "tests/component/compensation_suite.h"

namespace redress::test {
namespace {

using Policy = v1::PolicyService;

template <class Request>
Request New() {
  Request request;
  request.set_request_id(Uuid::Random().ToString());
  return request;
}

v1::CreatePolicyVersionRequest CreateRequest(const std::string& coupon) {
  auto request = New<v1::CreatePolicyVersionRequest>();
  request.set_note("another coupon");
  for (const auto& file : compensation::BuiltInPolicy()) {
    v1::PolicyFile& added = *request.add_files();
    added.set_name(file.name);
    added.set_text(file.name == "goodwill.dmn"
                       ? absl::StrReplaceAll(file.text, {{"<text>3000</text>", "<text>" + coupon + "</text>"}})
                       : file.text);
  }
  return request;
}

TEST_CASE("A policy goes from its owner to a quotation, and back", "[compensation]") {
  CompensationSuite suite;
  const auto as_owner = [&](auto method, const auto& request) {
    return suite.CallAs<Policy>("agents/owner", "POLICY_OWNER", method, request);
  };
  suite.PutOrder("p-1");
  const v1::Quotation before = CompensationSuite::Need(suite.Call(&Service::Stub::Quote, suite.QuoteRequestFor("p-1")));
  CHECK(before.policy_version() == "1");
  CHECK(before.decisions_size() > 3);

  const v1::CreatePolicyVersionRequest create = CreateRequest("4000");
  v1::ValidatePolicyRequest validate;
  *validate.mutable_files() = create.files();
  CHECK(as_owner(&Policy::Stub::ValidatePolicy, validate)->findings_size() == 0);
  const auto version = as_owner(&Policy::Stub::CreatePolicyVersion, create);
  REQUIRE(version.ok());
  CHECK(version->author() == "agents/owner");
  auto approve = New<v1::ApprovePolicyVersionRequest>();
  approve.set_name(version->name());
  approve.set_sha256(version->sha256());
  CHECK(ReasonOf(as_owner(&Policy::Stub::ApprovePolicyVersion, approve).status()) == "APPROVAL_SELF_GIVEN");
  approve.set_request_id(Uuid::Random().ToString());
  CHECK(suite.CallAs<Policy>("agents/m-zhao", "MANAGER", &Policy::Stub::ApprovePolicyVersion, approve)->approver() ==
        "agents/m-zhao");
  auto publish = New<v1::PublishPolicyRequest>();
  publish.set_version(version->name());
  CHECK(as_owner(&Policy::Stub::PublishPolicy, publish)->share_percent() == 100);
  suite.Restart();

  const v1::Quotation after = CompensationSuite::Need(suite.Call(&Service::Stub::Quote, suite.QuoteRequestFor("p-1")));
  CHECK(after.policy_version() == "2");
  CHECK(after.options(2).amount().amount_minor() == 4'000);
  v1::ReproduceQuoteRequest reproduce;
  for (const v1::Quotation& quotation : {before, after}) {
    reproduce.set_name(quotation.name());
    const auto made = suite.CallAs<Policy>("agents/auditor", "AUDITOR", &Policy::Stub::ReproduceQuote, reproduce);
    REQUIRE(made.ok());
    CHECK(made->same());
    CHECK(made->hash() == quotation.hash());
  }
  auto simulate = New<v1::SimulatePolicyRequest>();
  simulate.set_candidate("policyVersions/2");
  simulate.set_baseline("policyVersions/1");
  simulate.set_days(7);
  suite.Advance(absl::Seconds(1));
  const auto begun = as_owner(&Policy::Stub::SimulatePolicy, simulate);
  REQUIRE(begun.ok());
  v1::GetPolicySimulationRequest get;
  get.set_name(begun->name());
  v1::PolicySimulation found;
  CHECK(Eventually(kPatience, [&] {
    found = CompensationSuite::Need(as_owner(&Policy::Stub::GetPolicySimulation, get));
    return found.state() == v1::PolicySimulation::STATE_DONE;
  }));
  CHECK(found.done_count() == 2);
  CHECK(found.gain().amount_minor() == 2'000);
  REQUIRE(found.groups_size() == 1);
  CHECK(found.groups(0).changed_count() == 2);
  v1::ComparePoliciesRequest compare;
  *compare.mutable_since_time() = before.create_time();
  CHECK(as_owner(&Policy::Stub::ComparePolicies, compare)->results_size() == 2);

  auto rollback = New<v1::RollbackPolicyRequest>();
  rollback.set_reason("too dear");
  CHECK(as_owner(&Policy::Stub::RollbackPolicy, rollback)->cancel_reason() == "too dear");
  CHECK(CompensationSuite::Need(suite.Call(&Service::Stub::Quote, suite.QuoteRequestFor("p-1"))).policy_version() == "1");
  CHECK(as_owner(&Policy::Stub::ListPolicyPublications, v1::ListPolicyPublicationsRequest())->policy_publications_size() == 2);
  v1::ListPolicyVersionsRequest list;
  list.set_page_size(1);
  const auto page = as_owner(&Policy::Stub::ListPolicyVersions, list);
  list.set_page_token(page->next_page_token());
  CHECK(page->policy_versions(0).name() == "policyVersions/2");
  CHECK(as_owner(&Policy::Stub::ListPolicyVersions, list)->policy_versions(0).name() == "policyVersions/1");
  v1::GetPolicyVersionRequest read;
  read.set_name("policyVersions/2");
  CHECK(as_owner(&Policy::Stub::GetPolicyVersion, read)->files_size() == create.files_size());
}

v1::SimulatedCase CaseOf(const std::vector<std::pair<std::string, std::string>>& facts) {
  v1::SimulatedCase made;
  for (const auto& [name, value] : facts) {
    v1::Quotation::Fact& fact = *made.add_facts();
    fact.set_name(name);
    fact.set_value(value);
  }
  return made;
}

TEST_CASE("A policy is tried on cases that somebody wrote down, and watched until it is done", "[compensation]") {
  CompensationSuite suite;
  const auto version =
      suite.CallAs<Policy>("agents/owner", "POLICY_OWNER", &Policy::Stub::CreatePolicyVersion, CreateRequest("4000"));
  REQUIRE(version.ok());
  auto simulate = New<v1::SimulatePolicyRequest>();
  simulate.set_candidate(version->name());
  for (int i = 0; i < 5'000; ++i) {
    *simulate.add_cases() = CaseOf({{"l1", "LOGISTICS"}, {"l2", i % 2 == 0 ? "LOST" : "DELAYED"}, {"line_paid", "8000"}});
  }
  const auto begun = suite.CallAs<Policy>("agents/owner", "POLICY_OWNER", &Policy::Stub::SimulatePolicy, simulate);
  REQUIRE(begun.ok());
  CHECK(begun->total_count() == 5'000);
  v1::WatchPolicySimulationRequest watch;
  watch.set_name(begun->name());
  const auto [told, end] = suite.ReadAs<Policy>("agents/x-audit", "AUDITOR", &Policy::Stub::WatchPolicySimulation, watch);
  CHECK(end.ok());
  REQUIRE_FALSE(told.empty());
  for (size_t i = 1; i < told.size(); ++i) CHECK(told[i - 1].done_count() <= told[i].done_count());
  CHECK(told.back().state() == v1::PolicySimulation::STATE_DONE);
  CHECK(told.back().done_count() == 5'000);
  CHECK(told.back().gain_count() == 2'500);
  CHECK(told.back().gain().amount_minor() == 2'500 * 1'000);
  REQUIRE(told.back().groups_size() == 1);
  CHECK(told.back().groups(0).gain_count() == 2'500);
  CHECK(suite.Ask("SELECT count(*) FROM compensation.policy_simulation_case") == "0");
  // Watched when it is over: told once.
  const auto again = suite.ReadAs<Policy>("agents/x-audit", "AUDITOR", &Policy::Stub::WatchPolicySimulation, watch);
  CHECK(again.first.size() == 1);
  CHECK(again.second.ok());

  watch.set_name("policySimulations/" + Uuid::Random().ToString());
  CHECK(ReasonOf(suite.ReadAs<Policy>("agents/owner", "POLICY_OWNER", &Policy::Stub::WatchPolicySimulation, watch).second) ==
        "SIMULATION_NOT_FOUND");
  watch.set_name("policySimulations/x");
  CHECK(ReasonOf(suite.ReadAs<Policy>("agents/owner", "POLICY_OWNER", &Policy::Stub::WatchPolicySimulation, watch).second) ==
        "INVALID_FIELDS");
  CHECK(ReasonOf(suite.ReadAs<Policy>("agents/a-li", "SPECIALIST", &Policy::Stub::WatchPolicySimulation, watch).second) ==
        "ROLE_NOT_ALLOWED");
}

TEST_CASE("Every bad field of a request about policies is named at once", "[compensation]") {
  CompensationSuite suite;
  const auto fields = [&](auto method, const auto& request) {
    std::vector<std::string> named;
    for (const auto& violation : ViolationsOf(suite.CallAs<Policy>("agents/owner", "POLICY_OWNER", method, request).status())) {
      named.push_back(violation.field);
    }
    return named;
  };
  using Fields = std::vector<std::string>;
  v1::CreatePolicyVersionRequest create;
  create.add_files()->set_name("Good Will.xml");
  CHECK(fields(&Policy::Stub::CreatePolicyVersion, create) == Fields{"request_id", "files[0].name", "files[0].text", "note"});
  CHECK(fields(&Policy::Stub::ValidatePolicy, v1::ValidatePolicyRequest()) == Fields{"files"});
  v1::PublishPolicyRequest publish;
  publish.set_version("policyVersions/x");
  publish.mutable_scope()->set_region("shanghai");
  publish.set_share_percent(101);
  CHECK(fields(&Policy::Stub::PublishPolicy, publish) == Fields{"request_id", "version", "scope.region", "share_percent"});
  CHECK(fields(&Policy::Stub::RollbackPolicy, v1::RollbackPolicyRequest()) == Fields{"request_id", "reason"});
  CHECK(fields(&Policy::Stub::SimulatePolicy, v1::SimulatePolicyRequest()) == Fields{"request_id", "candidate", "days"});
  auto cases = New<v1::SimulatePolicyRequest>();
  cases.set_candidate("policyVersions/1");
  cases.set_days(1);
  *cases.add_cases() = CaseOf({{"l1", "LOGISTICS"}});
  *cases.add_cases() = CaseOf({{"l1", "LOGISTICS"}, {"customer", "u-1"}, {"hours_late", "soon"}});
  *cases.add_cases() = CaseOf({});
  CHECK(fields(&Policy::Stub::SimulatePolicy, cases) ==
        Fields{"days", "cases[1].facts[1].name", "cases[1].facts[2].value", "cases[2].facts"});
  CHECK(fields(&Policy::Stub::ComparePolicies, v1::ComparePoliciesRequest()) == Fields{"since_time"});
  v1::GetPolicyVersionRequest read;
  read.set_name("policyVersions/99");
  CHECK(ReasonOf(suite.CallAs<Policy>("agents/owner", "POLICY_OWNER", &Policy::Stub::GetPolicyVersion, read).status()) ==
        "POLICY_NOT_FOUND");
  v1::GetPolicySimulationRequest simulation;
  simulation.set_name("policySimulations/" + Uuid::Random().ToString());
  CHECK(ReasonOf(suite.CallAs<Policy>("agents/owner", "POLICY_OWNER", &Policy::Stub::GetPolicySimulation, simulation).status()) ==
        "SIMULATION_NOT_FOUND");
}

}  // namespace
}  // namespace redress::test
