// Where a case comes from and who sold what it is about reach the policy: a version that is published for a channel, a region and
// a tier of sellers decides the cases of these, and no others. And an offer that nobody accepts in time.
#include <catch2/catch.hpp>

#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "redress/compensation/v1/policy_service.grpc.pb.h"
#include "services/compensation/app/built_in_policy.h"
#include "tests/component/casework_suite.h"

namespace redress::test {
namespace {

namespace v1 = compensation::v1;
using Policy = v1::PolicyService;

const As kOwner = {"agents/owner", "POLICY_OWNER"};

template <class Request>
Request New() {
  Request request;
  request.set_request_id(Uuid::Random().ToString());
  return request;
}

// A version with a coupon of its own, approved, for whoever has all of these words.
std::string PublishFor(CaseworkSuite& suite, const v1::PolicyScope& scope) {
  auto create = New<v1::CreatePolicyVersionRequest>();
  create.set_note("another coupon");
  for (const auto& file : compensation::BuiltInPolicy()) {
    v1::PolicyFile& added = *create.add_files();
    added.set_name(file.name);
    added.set_text(file.name == "goodwill.dmn" ? absl::StrReplaceAll(file.text, {{"<text>3000</text>", "<text>4100</text>"}})
                                               : file.text);
  }
  const v1::PolicyVersion version = Must(suite.CallAs<Policy>(kOwner, &Policy::Stub::CreatePolicyVersion, create));
  auto approve = New<v1::ApprovePolicyVersionRequest>();
  approve.set_name(version.name());
  approve.set_sha256(version.sha256());
  Must(suite.CallAs<Policy>(kManager, &Policy::Stub::ApprovePolicyVersion, approve).status());
  auto publish = New<v1::PublishPolicyRequest>();
  publish.set_version(version.name());
  *publish.mutable_scope() = scope;
  Must(suite.CallAs<Policy>(kOwner, &Policy::Stub::PublishPolicy, publish).status());
  return version.name().substr(std::string("policyVersions/").size());
}

TEST_CASE("A policy for a channel, a region and a tier of sellers decides the cases of these", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  v1::PolicyScope scope;
  scope.set_channel("APP");
  scope.set_region("MARKET_EAST");
  scope.set_seller_tier("GOLD");
  const std::string version = PublishFor(suite, scope);
  const auto quoted = [&](const std::string& order) {
    const std::string name = suite.Complain(order);
    suite.Investigate(name);
    return suite.Quote(name);
  };
  suite.PutOrder("market-1", 8'000, "MARKET_EAST", "GOLD");
  const v1::Quotation inside = quoted("market-1");
  CHECK(inside.policy_version() == version);
  std::set<std::string> facts;
  for (const v1::Quotation::Fact& fact : inside.facts()) facts.insert(fact.name() + "=" + fact.value());
  for (const char* fact : {"channel=APP", "region=MARKET_EAST", "seller_tier=GOLD"}) {
    CHECK(facts.count(std::string("orders/market-1/lines/1:") + fact) == 1);
  }
  suite.PutOrder("market-2", 8'000, "MARKET_WEST", "GOLD");
  CHECK(quoted("market-2").policy_version() != version);
  suite.PutOrder("market-3", 8'000, "MARKET_EAST", "SILVER");
  CHECK(quoted("market-3").policy_version() != version);
  suite.PutOrder("market-4");
  CHECK(quoted("market-4").policy_version() != version);
}

TEST_CASE("An offer that nobody accepted in time is accepted no more, declined it can be, and another takes its place",
          "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("offer-1");
  const std::string name = suite.Complain("offer-1");
  suite.Investigate(name);
  const cw::Case proposed = suite.Propose(name, {v1::REMEDY_KIND_REFUND});
  REQUIRE(proposed.plan().has_expire_time());
  const auto stands = absl::Seconds(proposed.plan().expire_time().seconds() - proposed.plan().propose_time().seconds());
  CHECK(stands == absl::Hours(24 * 5));
  suite.Advance(stands);
  CHECK(ReasonOf(suite.Answer(proposed, cw::Plan::ANSWER_ACCEPTED).status()) == "PLAN_EXPIRED");
  const cw::Case again = suite.Propose(name, {v1::REMEDY_KIND_REFUND});
  CHECK(again.plan().number() == 2);
  CHECK(Must(suite.Answer(again, cw::Plan::ANSWER_ACCEPTED)).state() == cw::Case::STATE_EXECUTING);
}

}  // namespace
}  // namespace redress::test
