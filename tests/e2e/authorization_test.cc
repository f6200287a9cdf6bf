// Who may call what, from the options on the methods: every method × every role, through the gateway and past it, and every kind
// of token that must be refused.
#include <catch2/catch.hpp>
#include <memory>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "libs/base/error.h"
#include "redress/analytics/v1/analytics_service.pb.h"
#include "redress/auth/v1/auth.pb.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "redress/compensation/v1/policy_service.pb.h"
#include "redress/events/v1/events.pb.h"
#include "redress/outreach/v1/outreach_service.pb.h"
#include "redress/sla/v1/sla_service.pb.h"
#include "tests/e2e/suite.h"

namespace redress::e2e {
namespace {

using google::protobuf::MethodDescriptor;

struct Who {
  std::string label;
  std::string role;     // empty: no token
  std::string service;  // for SERVICE
  std::string token;
};

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* file :
       {intake::v1::Complaint::descriptor()->file(), classification::v1::Prediction::descriptor()->file(),
        routing::v1::WorkItem::descriptor()->file(), casework::v1::GetCaseRequest::descriptor()->file(),
        compensation::v1::Grant::descriptor()->file(), compensation::v1::EvaluatePolicyRequest::descriptor()->file(),
        sla::v1::GetPolicyRequest::descriptor()->file(), outreach::v1::Survey::descriptor()->file(),
        analytics::v1::Kpi::descriptor()->file(), events::v1::Envelope::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const MethodDescriptor* const method = file->service(s)->method(m);
        if (!method->server_streaming()) methods.push_back(method);  // streams: tests/component
      }
    }
  }
  return methods;
}

std::vector<Who> Everybody() {
  Suite& suite = Suite::Get();
  std::vector<Who> everybody{{"nobody", "", "", ""}};
  const auto* roles = auth::v1::Role_descriptor();
  for (int i = 0; i < roles->value_count(); ++i) {
    const std::string role(absl::StripPrefix(roles->value(i)->name(), "ROLE_"));
    if (role == "UNSPECIFIED" || role == "PUBLIC" || role == "SERVICE") continue;
    // Of back ends, the shop's platform may call what all of them may, and report outcomes besides.
    const char* const subject = role == "BACKEND" ? "backends/platform" : "agents/a-tester";
    everybody.push_back({role, role, "", suite.Token(subject, {role})});
  }
  for (const char* service : {"intake", "classification", "routing", "compensation", "casework", "outreach", "operator"}) {
    everybody.push_back(
        {absl::StrCat("SERVICE ", service), "SERVICE", service, suite.Token(absl::StrCat("services/", service), {"SERVICE"})});
  }
  everybody.push_back({"unknown role", "EMPEROR", "", suite.Token("agents/a-tester", {"EMPEROR"})});
  return everybody;
}

bool Allowed(const MethodDescriptor& method, const Who& who) {
  const auth::v1::Allow& allow = method.options().GetExtension(auth::v1::allow);
  for (const int number : allow.roles()) {
    const auto role = static_cast<auth::v1::Role>(number);
    if (role == auth::v1::ROLE_PUBLIC) return true;
    if (absl::StripPrefix(auth::v1::Role_Name(role), "ROLE_") != who.role) continue;
    if (role != auth::v1::ROLE_SERVICE || allow.services().empty()) return true;
    if (absl::c_linear_search(allow.services(), who.service)) return true;
  }
  return false;
}

// The services that serve the method: its own, or for the shared ones every owner of a log.
std::vector<std::string> OwnersOf(const MethodDescriptor& method) {
  const std::vector<std::string> parts = absl::StrSplit(method.full_name(), '.');
  if (parts[1] != "events") return {""};
  return {"intake", "routing"};
}

absl::Status Ask(client::Session& session, const MethodDescriptor& method, const std::string& owner, const std::string& token) {
  auto* const factory = google::protobuf::MessageFactory::generated_factory();
  const std::unique_ptr<google::protobuf::Message> request(factory->GetPrototype(method.input_type())->New());
  const std::unique_ptr<google::protobuf::Message> response(factory->GetPrototype(method.output_type())->New());
  client::CallOptions options{owner, token};
  options.anonymous = token.empty();
  return session.Call(method.full_name(), *request, response.get(), options);
}

// OK, or what is wrong with the answer.
std::string Fault(const MethodDescriptor& method, const Who& who, const absl::Status& answer) {
  const bool refused = absl::IsPermissionDenied(answer) || absl::IsUnauthenticated(answer);
  if (Allowed(method, who)) return refused ? "is refused" : "";
  if (who.token.empty()) return absl::IsUnauthenticated(answer) ? "" : "is not asked for a token";
  return absl::IsPermissionDenied(answer) ? "" : "is not refused as PERMISSION_DENIED";
}

int AskEverything(client::Session& session) {
  int asked = 0;
  const std::vector<Who> everybody = Everybody();
  for (const MethodDescriptor* method : Methods()) {
    for (const std::string& owner : OwnersOf(*method)) {
      for (const Who& who : everybody) {
        const absl::Status answer = Ask(session, *method, owner, who.token);
        const std::string fault = Fault(*method, who, answer);
        INFO(method->full_name() << " " << owner << ": " << who.label << " " << fault << ": " << answer);
        CHECK(fault == "");
        ++asked;
      }
    }
  }
  return asked;
}

struct BadToken {
  std::string label, token;
  bool wrong_audience = false;
};

std::vector<BadToken> BadTokens() {
  Suite& suite = Suite::Get();
  client::Claims good;
  good.subject = "agents/a-tester";
  good.roles = {"SUPERVISOR"};
  client::Claims expired = good, audience = good, issuer = good, nobody = good;
  expired.ttl = -absl::Minutes(10);
  audience.audience = "somebody-else";
  issuer.issuer = "somebody-else";
  nobody.subject = "";
  const std::string folder = suite.folder() + "/stranger";
  client::GenerateKeys(folder, client::KeyMode::kCreate).value();
  const client::Signer stranger = client::Signer::Load(folder).value();
  const client::Signer pretender = client::Signer::Load(folder, suite.signer().kid()).value();
  const std::string right = suite.signer().Mint(good).value();
  const std::vector<std::string> parts = absl::StrSplit(right, '.');
  return {{"expired", suite.signer().Mint(expired).value()},
          {"for another audience", suite.signer().Mint(audience).value(), true},
          {"of another issuer", suite.signer().Mint(issuer).value()},
          {"signed by an unknown key", stranger.Mint(good).value()},
          {"signed by another key under the right id", pretender.Mint(good).value()},
          {"without signature", absl::StrCat(parts[0], ".", parts[1], ".")},
          {"of algorithm none", absl::StrCat("eyJhbGciOiJub25lIn0.", parts[1], ".")},
          {"with changed claims", absl::StrCat(parts[0], ".", parts[1], "x.", parts[2])},
          {"no token at all", "nonsense"}};
}

}  // namespace

TEST_CASE("Every method is open to exactly the roles of its option, through the gateway", "[e2e]") {
  CHECK(AskEverything(Suite::Get().session()) > 500);
}

TEST_CASE("Every method is open to exactly the roles of its option, past the gateway", "[e2e]") {
  CHECK(AskEverything(Suite::Get().direct()) > 500);
}

TEST_CASE("Expired, foreign and forged tokens are refused, through the gateway and past it", "[e2e]") {
  const auto* method =
      routing::v1::WorkItem::descriptor()->file()->FindServiceByName("RoutingService")->FindMethodByName("ListTeams");
  REQUIRE(Ask(Suite::Get().session(), *method, "", Suite::Get().Token("agents/a-tester", {"SUPERVISOR"})) == absl::OkStatus());
  for (const BadToken& bad : BadTokens()) {
    INFO("a token " << bad.label);
    CHECK(absl::IsUnauthenticated(Ask(Suite::Get().direct(), *method, "", bad.token)));
    const absl::Status gateway = Ask(Suite::Get().session(), *method, "", bad.token);
    CHECK((absl::IsUnauthenticated(gateway) || (bad.wrong_audience && absl::IsPermissionDenied(gateway))));
    client::HttpClient http;
    const auto json = http.Send({"GET", Suite::Get().gateway() + "/v1/teams", bad.token});
    REQUIRE(json.ok());
    CHECK(json->status == (bad.wrong_audience ? 403 : 401));
    CHECK(json->content_type.find("application/json") == 0);
  }
}

TEST_CASE("A back end reads its own complaints and nobody else's", "[e2e]") {
  Suite& suite = Suite::Get();
  const intake::v1::Complaint stored = Submit(NewSubmission("快递没到"));
  intake::v1::GetComplaintRequest request;
  request.set_name(stored.name());
  intake::v1::Complaint answer;
  const std::string method = "redress.intake.v1.IntakeService.GetComplaint";
  CHECK(suite.session().Call(method, request, &answer, {"", suite.session().TokenOf("BACKEND").value()}) == absl::OkStatus());
  CHECK(absl::IsNotFound(suite.session().Call(method, request, &answer, {"", suite.Token("backends/other", {"BACKEND"})})));
}

}  // namespace redress::e2e
