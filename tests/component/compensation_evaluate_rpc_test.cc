// EvaluatePolicy over gRPC: the same that Quote gives for the same facts, bit for bit, by nothing but what is in memory; which
// version answers whom; and every bad fact named.
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
using Facts = std::vector<std::pair<std::string, std::string>>;

v1::EvaluatePolicyRequest RequestOf(const Facts& facts, const std::string& version = "") {
  v1::EvaluatePolicyRequest request;
  request.set_version(version);
  for (const auto& [name, value] : facts) {
    v1::Quotation::Fact& fact = *request.add_facts();
    fact.set_name(name);
    fact.set_value(value);
  }
  return request;
}

const Facts kLost = {{"l1", "LOGISTICS"}, {"l2", "LOST"}, {"line_paid", "8000"}};

struct Desk {
  CompensationSuite suite;

  absl::StatusOr<v1::Quotation> As(const std::string& role, const v1::EvaluatePolicyRequest& request) {
    return suite.CallAs<Policy>(role == "BACKEND" ? "backends/platform" : "agents/a", role, &Policy::Stub::EvaluatePolicy,
                                request);
  }
  absl::StatusOr<v1::Quotation> As(const std::string& role, const Facts& facts) { return As(role, RequestOf(facts)); }
  v1::Quotation Quote(const type::v1::Tag& cause, const std::vector<std::string>& orders, const std::string& tier = "") {
    v1::QuoteRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_case_("cases/c-1");
    *request.mutable_cause() = cause;
    for (const std::string& order : orders) request.add_lines()->set_order("orders/" + order);
    request.set_channel("APP");
    request.set_seller_tier(tier);
    return CompensationSuite::Need(suite.Call(&Service::Stub::Quote, request));
  }
  // A version with another coupon for what was lost.
  v1::PolicyVersion Create(const std::string& coupon) {
    v1::CreatePolicyVersionRequest create;
    create.set_request_id(Uuid::Random().ToString());
    create.set_note("another coupon");
    for (const auto& file : compensation::BuiltInPolicy()) {
      v1::PolicyFile& added = *create.add_files();
      added.set_name(file.name);
      added.set_text(absl::StrReplaceAll(file.text, {{"<text>3000</text>", "<text>" + coupon + "</text>"}}));
    }
    return CompensationSuite::Need(
        suite.CallAs<Policy>("agents/owner", "POLICY_OWNER", &Policy::Stub::CreatePolicyVersion, create));
  }
  void PublishFor(const v1::PolicyVersion& version, const std::string& tier) {
    v1::ApprovePolicyVersionRequest approve;
    approve.set_request_id(Uuid::Random().ToString());
    approve.set_name(version.name());
    approve.set_sha256(version.sha256());
    REQUIRE(suite.CallAs<Policy>("agents/m-zhao", "MANAGER", &Policy::Stub::ApprovePolicyVersion, approve).ok());
    v1::PublishPolicyRequest publish;
    publish.set_request_id(Uuid::Random().ToString());
    publish.set_version(version.name());
    publish.mutable_scope()->set_seller_tier(tier);
    REQUIRE(suite.CallAs<Policy>("agents/m-zhao", "MANAGER", &Policy::Stub::PublishPolicy, publish).ok());
  }
};

type::v1::Tag Cause(const std::string& l1, const std::string& l2) {
  type::v1::Tag tag;
  tag.set_l1(l1);
  tag.set_l2(l2);
  return tag;
}

int64_t Coupon(const absl::StatusOr<v1::Quotation>& made) {
  for (const v1::RemedyOption& option : made.value().options()) {
    if (option.kind() == v1::REMEDY_KIND_COUPON) return option.amount().amount_minor();
  }
  return 0;
}

// What must be the same of both, as bytes.
std::string Said(v1::Quotation quotation) {
  quotation.clear_name();
  quotation.clear_case_();
  quotation.clear_hash();
  quotation.clear_create_time();
  quotation.clear_expire_time();
  return quotation.SerializeAsString();
}

TEST_CASE("What the policy gives for the facts of a quotation is the quotation, bit for bit", "[compensation]") {
  Desk desk;
  for (const char* order : {"o-9", "o-1"}) desk.suite.PutOrder(order);
  desk.PublishFor(desk.Create("4000"), "GOLD");
  const std::vector<std::string> none, one{"o-1"}, both{"o-9", "o-1"};  // the latter not in the order of the names
  for (const auto& orders : {none, one, both}) {
    for (const auto& cause : {Cause("LOGISTICS", "LOST"), Cause("PRODUCT_QUALITY", "EXPIRED"), Cause("SERVICE_ATTITUDE", "RUDE"),
                              Cause("OTHER", "ENQUIRY")}) {
      for (const char* tier : {"", "GOLD"}) {
        const v1::Quotation quoted = desk.Quote(cause, orders, tier);
        INFO(quoted.DebugString());
        v1::EvaluatePolicyRequest request;
        *request.mutable_facts() = quoted.facts();
        const v1::Quotation made = CompensationSuite::Need(desk.As("BACKEND", request));
        CHECK(Said(made) == Said(quoted));
        CHECK((made.name().empty() && made.case_().empty() && made.hash().empty() && !made.has_expire_time()));
        CHECK(made.has_create_time());
        CHECK(made.policy_version() == (std::string(tier).empty() ? "1" : "2"));
      }
    }
  }
}

TEST_CASE("A few facts are enough, and orders are called as the caller calls them", "[compensation]") {
  Desk desk;
  const v1::Quotation made = CompensationSuite::Need(desk.As("SUPERVISOR", {{"l1", "LOGISTICS"},
                                                                            {"l2", "DELAYED"},
                                                                            {"hours_late", "49"},
                                                                            {"delivered", "true"},
                                                                            {"orders/o-77/lines/3:line_paid", "20000"},
                                                                            {"orders/o-77/lines/5:line_paid", "10000"}}));
  CHECK(made.cause().l2() == "DELAYED");
  REQUIRE(made.options_size() > 0);
  CHECK(made.options(0).order() == "orders/o-77");
  CHECK(made.options(0).kind() == v1::REMEDY_KIND_COUPON);
  CHECK(made.options(0).amount().amount_minor() == 3'000);
  CHECK(made.options(0).required_authority() == v1::AUTHORITY_SPECIALIST);
  CHECK(made.options(0).due_within_ms() == absl::ToInt64Milliseconds(absl::Hours(24)));
  CHECK(made.options(0).rules(0) == "goodwill/late");
  CHECK_FALSE(made.options(0).reason_zh().empty());
  CHECK_FALSE(made.options(0).reason_en().empty());
  CHECK(made.decisions(0).subject() == "orders/o-77/lines/3");
  // Lines of different tiers belong to no tier, and of different causes to no cause.
  desk.PublishFor(desk.Create("4000"), "GOLD");
  Facts mixed = {{"l1", "LOGISTICS"},
                 {"orders/1/lines/1:line_paid", "8000"},
                 {"orders/1/lines/2:line_paid", "8000"},
                 {"orders/1/lines/1:l2", "LOST"},
                 {"orders/1/lines/2:l2", "WRONG_ITEM"},
                 {"orders/1/lines/1:seller_tier", "GOLD"}};
  CHECK(desk.As("SUPERVISOR", mixed)->policy_version() == "1");
  CHECK(desk.As("SUPERVISOR", mixed)->cause().l2().empty());
  mixed.emplace_back("orders/1/lines/2:seller_tier", "GOLD");
  CHECK(desk.As("SUPERVISOR", mixed)->policy_version() == "2");
}

TEST_CASE("Neither the database nor the platform is asked, and nothing is kept", "[compensation]") {
  Desk desk;
  REQUIRE(desk.As("BACKEND", kLost).ok());
  const std::string rows =
      "SELECT concat_ws(' ', (SELECT count(*) FROM compensation.quotation), (SELECT count(*) FROM compensation.quotation_option),"
      " (SELECT count(*) FROM compensation.request), (SELECT count(*) FROM compensation.event))";
  CHECK(desk.suite.Ask(rows) == "0 0 0 0");
  desk.suite.StopDatabase();
  for (int i = 0; i < 100; ++i) CHECK(Coupon(desk.As("BACKEND", kLost)) == 3'000);
  desk.suite.StartDatabase();
  CHECK(desk.suite.Ask(rows) == "0 0 0 0");
}

TEST_CASE("Whoever writes versions or says yes to them asks for one by name, the others what decides now", "[compensation]") {
  Desk desk;
  const v1::PolicyVersion draft = desk.Create("4000");
  for (const char* role : {"POLICY_OWNER", "MANAGER", "LEGAL"}) {
    INFO(role);
    CHECK(Coupon(desk.As(role, RequestOf(kLost, draft.name()))) == 4'000);
    CHECK(Coupon(desk.As(role, kLost)) == 3'000);
    CHECK(ReasonOf(desk.As(role, RequestOf(kLost, "policyVersions/99")).status()) == "POLICY_NOT_FOUND");
  }
  for (const char* role : {"BACKEND", "SUPERVISOR"}) {
    INFO(role);
    CHECK(Coupon(desk.As(role, kLost)) == 3'000);
    for (const std::string& version : {draft.name(), std::string("policyVersions/1"), std::string("x")}) {
      const absl::Status refused = desk.As(role, RequestOf({}, version)).status();
      CHECK(absl::IsPermissionDenied(refused));
      CHECK(ReasonOf(refused) == "VERSION_NOT_ALLOWED");
    }
  }
  for (const char* role : {"SPECIALIST", "AUDITOR", "ADMIN"})
    CHECK(ReasonOf(desk.As(role, kLost).status()) == "ROLE_NOT_ALLOWED");
}

TEST_CASE("Every bad fact is named at once", "[compensation]") {
  Desk desk;
  const auto fields = [&](const v1::EvaluatePolicyRequest& request) {
    std::vector<std::string> named;
    for (const auto& violation : ViolationsOf(desk.As("POLICY_OWNER", request).status())) named.push_back(violation.field);
    return named;
  };
  using Fields = std::vector<std::string>;
  CHECK(fields(RequestOf({})) == Fields{"facts"});
  CHECK(fields(RequestOf({{"line_paid", "8000"}}, "policyVersions/x")) == Fields{"version", "facts"});
  CHECK(fields(RequestOf({{"l1", "LOGISTICS"}, {"customer", "u-1"}, {"hours_late", "soon"}, {"l1", "OTHER"}, {"l2", "wang"}})) ==
        Fields{"facts[1].name", "facts[2].value", "facts[3].name", "facts[4].value"});
  CHECK(fields(RequestOf(Facts(601, {"l1", "LOGISTICS"}))) == Fields{"facts"});
}

}  // namespace
}  // namespace redress::test
