// Sla as a process: the events of the others come in by their logs, its own clocks move by its own timekeeper, and people ask it
// over gRPC, each with a role of their own.
#include <grpcpp/grpcpp.h>

#include <catch2/catch.hpp>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/complaint_number.h"
#include "libs/base/error.h"
#include "libs/events/rpc/spine.h"
#include "libs/proto/values.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "redress/sla/v1/sla_service.grpc.pb.h"
#include "services/sla/bind.h"
#include "tests/component/sla_fixture.h"

namespace redress::test {
namespace {

namespace v1 = sla::v1;
using Stub = v1::SlaService::Stub;
constexpr absl::Duration kPatience = absl::Seconds(60);

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

// Sla beside services that are nothing but their logs; business time is stepped.
struct SlaSuite {
  SlaSuite() {
    rpc::HostConfig host;
    host.business_time = absl::StrCat("file:", folder.path(), "/business_time");
    time = std::move(SharedTimeSource::Open(folder.path() + "/business_time", SharedTimeSource::Access::kStep)).value();
    process = std::move(rpc::Process::Create(host)).value();
    for (const char* service : {"intake", "routing", "casework", "compensation", "outreach"}) {
      Must(process->Bind(service, [&](rpc::Host& h) {
        pools[service] = &h.Make<pg::Pool>(pg::PoolOptions{.connection = SlaPostgres().connection(), .schema = service});
        spines[service] = &h.Make<events::Spine>(h, *pools[service], events::SpineOptions{.redis = {.address = redis.address()}});
        return absl::OkStatus();
      }));
    }
    sla::Config config;
    config.pg.connection = SlaPostgres().connection();
    config.redis.address = redis.address();
    config.sla.sweep_every = absl::Milliseconds(20);
    Must(process->Bind("sla", [&](rpc::Host& h) { return sla::Bind(config, h); }));
    Must(process->Start());
    if (!process->WaitReady(Deadline::After(kPatience))) throw std::runtime_error("not ready");
    stub = v1::SlaService::NewStub(process->InProcessChannel());
  }

  template <class Message>
  void Say(const std::string& service, const std::string& number, Message message) {
    message.set_case_("cases/" + number);
    const std::vector<events::NewEvent> said = {{.partition = 5,
                                                 .type = message.GetTypeName(),
                                                 .subject = message.case_(),
                                                 .time = time->Now(),
                                                 .data = message.SerializeAsString()}};
    Must(pools[service]->Transact([&](pqxx::work& transaction) { return events::Append(transaction, said); }));
    spines[service]->Committed(said);
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const std::string& role, const Request& request) {
    rpc::TokenClaims claims;
    claims.subject = role == "SERVICE" ? "services/casework" : "agents/a-li";
    claims.roles = {role};
    claims.issued = SystemTimeSource().Now().ToAbsl();
    claims.expires = claims.issued + absl::Hours(1);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + process->SignForTest(claims).value());
    Response response;
    const grpc::Status status = (stub.get()->*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  absl::StatusOr<v1::ListClocksResponse> Clocks(const std::string& number, const std::string& role = "SPECIALIST") {
    v1::ListClocksRequest request;
    request.set_parent("cases/" + number);
    return Call(&Stub::ListClocks, role, request);
  }

  // Waits until a clock of the case is in a state.
  v1::Clock WaitFor(const std::string& number, const std::string& id, v1::ClockState state) {
    v1::Clock found;
    const auto there = [&] {
      const auto clocks = Clocks(number);
      if (!clocks.ok()) return false;
      for (const v1::Clock& clock : clocks->clocks()) {
        if (clock.name() == absl::StrCat("cases/", number, "/clocks/", id)) found = clock;
      }
      return found.state() == state;
    };
    if (!Eventually(kPatience, there)) throw std::runtime_error("the clock does not come to that: " + found.ShortDebugString());
    return found;
  }

  PrivateRedis redis;
  PrivateFolder folder{"sla"};
  std::unique_ptr<SharedTimeSource> time;
  std::map<std::string, pg::Pool*> pools;
  std::map<std::string, events::Spine*> spines;
  std::unique_ptr<rpc::Process> process;
  std::unique_ptr<Stub> stub;
};

SlaSuite& TheSuite() {
  SlaPostgres();
  static SlaSuite* const suite = new SlaSuite();
  static const struct Ender {
    ~Ender() { delete suite; }
  } ender;
  return *suite;
}

std::string NumberOf(int64_t sequence) {
  return ComplaintNumber::Make(absl::CivilDay(2026, 11, 2), sequence)->ToString();
}

void Open(SlaSuite& suite, const std::string& number) {
  intake::v1::ComplaintReceived received;
  received.set_complaint("complaints/" + number);
  received.set_channel(type::v1::CHANNEL_WEB);
  *received.mutable_received_time() = ToProto(suite.time->Now());
  suite.Say("intake", number, received);
}

TEST_CASE("A complaint starts clocks, an agent stops one, time breaks another, and each says why") {
  SlaSuite& suite = TheSuite();
  const std::string number = NumberOf(1);
  Open(suite, number);
  suite.WaitFor(number, "acceptance", v1::CLOCK_STATE_RUNNING);
  suite.time->Advance(absl::Minutes(3));
  routing::v1::WorkItemAccepted accepted;
  accepted.set_kind("HANDLE_CASE");
  *accepted.mutable_accept_time() = ToProto(suite.time->Now());
  suite.Say("routing", number, accepted);
  const v1::Clock met = suite.WaitFor(number, "acceptance", v1::CLOCK_STATE_MET);
  CHECK(met.spent_ms() == 180'000);
  CHECK(met.target_ms() == 3'600'000);
  CHECK(met.policy_version() == "default-1.cn-2026-1");
  CHECK(met.reasons(met.reasons_size() - 1).find("WorkItemAccepted") != std::string::npos);
  suite.time->Advance(absl::Hours(2));
  const v1::Clock broken = suite.WaitFor(number, "first-response", v1::CLOCK_STATE_BREACHED);
  CHECK(broken.level() == v1::ESCALATION_LEVEL_AGENT);
  v1::ListDueClocksRequest due;
  due.set_filter("kind = FIRST_RESPONSE AND state = BREACHED");
  const auto told = [&] {
    const auto owed = suite.Call(&Stub::ListDueClocks, "SUPERVISOR", due);
    return owed.ok() && owed->clocks_size() > 0 && owed->clocks(0).name() == broken.name();
  };
  CHECK(Eventually(kPatience, told));  // the timekeeper has written it
}

TEST_CASE("Every method lets in the roles of its option and no others") {
  SlaSuite& suite = TheSuite();
  const std::string number = NumberOf(2);
  Open(suite, number);
  suite.WaitFor(number, "acceptance", v1::CLOCK_STATE_RUNNING);
  const auto let_in = [&](const char* method, const std::string& role) {
    v1::GetPolicyRequest policy;
    policy.set_name("clockPolicies/current");
    const std::string name = method;
    const absl::Status status = name == "ListClocks" ? suite.Clocks(number, role).status()
                                : name == "ListDueClocks"
                                    ? suite.Call(&Stub::ListDueClocks, role, v1::ListDueClocksRequest()).status()
                                    : suite.Call(&Stub::GetPolicy, role, policy).status();
    if (!status.ok() && !absl::IsPermissionDenied(status)) throw std::runtime_error(status.ToString());
    return status.ok();
  };
  const auto* service = v1::ListClocksRequest::descriptor()->file()->service(0);
  const auto* roles = auth::v1::Role_descriptor();
  int open = 0;
  for (int m = 0; m < service->method_count(); ++m) {
    const auth::v1::Allow& allow = service->method(m)->options().GetExtension(auth::v1::allow);
    for (int r = 0; r < roles->value_count(); ++r) {
      const std::string role(absl::StripPrefix(roles->value(r)->name(), "ROLE_"));
      if (role == "UNSPECIFIED" || role == "PUBLIC") continue;
      const bool allowed = std::count(allow.roles().begin(), allow.roles().end(), roles->value(r)->number()) > 0;
      INFO(service->method(m)->name() << " " << role);
      CHECK(let_in(service->method(m)->name().c_str(), role) == allowed);
      open += allowed;
    }
  }
  CHECK(open == 15);
}

TEST_CASE("What is asked wrongly is refused with a reason") {
  SlaSuite& suite = TheSuite();
  CHECK(ReasonOf(suite.Clocks(NumberOf(3)).status()) == "CASE_NOT_FOUND");
  CHECK(ReasonOf(suite.Clocks("nonsense").status()) == "MALFORMED_NAME");
  v1::GetPolicyRequest policy;
  policy.set_name("clockPolicies/other");
  CHECK(ReasonOf(suite.Call(&Stub::GetPolicy, "MANAGER", policy).status()) == "POLICY_NOT_FOUND");
  v1::ListDueClocksRequest due;
  due.set_page_size(1);
  due.set_page_token("made-up");
  CHECK(ReasonOf(suite.Call(&Stub::ListDueClocks, "MANAGER", due).status()) == "INVALID_PAGE_TOKEN");
}

TEST_CASE("A listing goes on where its page ended") {
  SlaSuite& suite = TheSuite();
  for (const int n : {10, 11}) {
    Open(suite, NumberOf(n));
    suite.WaitFor(NumberOf(n), "resolution", v1::CLOCK_STATE_RUNNING);
  }
  std::set<std::string> seen;
  v1::ListDueClocksRequest due;
  due.set_page_size(3);
  int rows = 0;
  do {
    const auto page = suite.Call(&Stub::ListDueClocks, "MANAGER", due);
    REQUIRE(page.ok());
    for (const v1::Clock& clock : page->clocks()) seen.insert(clock.name());
    rows += page->clocks_size();
    due.set_page_token(page->next_page_token());
  } while (!due.page_token().empty());
  CHECK(rows == static_cast<int>(seen.size()));
  CHECK(rows >= 8);
}

}  // namespace
}  // namespace redress::test
