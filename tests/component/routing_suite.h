// Routing as a process: intake's and casework's events come in by the feed and the streams, people call it over gRPC.
// Classification is a stand-in that answers by the complaint's number; intake and casework are their event logs alone. One suite
// for all test cases of a program, which use complaints and agents of their own.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "libs/base/error.h"
#include "libs/events/rpc/spine.h"
#include "libs/proto/values.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "redress/classification/v1/classification_service.grpc.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/routing/v1/routing_service.grpc.pb.h"
#include "services/routing/bind.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {

namespace v1 = routing::v1;
using classification::v1::ClassificationService;
constexpr absl::Duration kPatience = absl::Seconds(60);

// A number whose sequence ends in 7 is abstained from, in 8 is missing, in 9 critical, in 6 about attitude; all others are sure,
// ordinary and lost parcels.
class StandInClassification final : public ClassificationService::Service {
 public:
  explicit StandInClassification(rpc::Edge& edge) : edge_(edge) {}
  grpc::Status BatchClassify(grpc::ServerContext* context, const classification::v1::BatchClassifyRequest* request,
                             classification::v1::BatchClassifyResponse* response) override {
    return edge_.Answer(
        *context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<classification::v1::BatchClassifyResponse> {
          classification::v1::BatchClassifyResponse answer;
          for (const std::string& complaint : request->complaints()) {
            classification::v1::Prediction& prediction = *answer.add_predictions();
            if (complaint.back() == '8') continue;
            prediction.set_name("predictions/" + complaint.substr(11));
            const bool attitude = complaint.back() == '6';
            prediction.mutable_tag()->set_l1(attitude ? "SERVICE_ATTITUDE" : "LOGISTICS");
            prediction.mutable_tag()->set_l2(attitude ? "RUDE" : "LOST");
            prediction.set_team(attitude ? "teams/service-attitude" : "teams/logistics");
            prediction.set_abstained(complaint.back() == '7');
            prediction.set_severity(complaint.back() == '9' ? type::v1::SEVERITY_CRITICAL : type::v1::SEVERITY_ORDINARY);
          }
          return answer;
        });
  }
  grpc::Status GetTaxonomy(grpc::ServerContext* context, const classification::v1::GetTaxonomyRequest* request,
                           classification::v1::Taxonomy* response) override {
    return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<classification::v1::Taxonomy> {
      classification::v1::Taxonomy taxonomy;
      auto* const level1 = taxonomy.add_level1();
      level1->set_id("MARKETING");
      level1->set_team("teams/marketing");
      level1->add_level2()->set_id("COUPON_RULES");
      return taxonomy;
    });
  }

 private:
  rpc::Edge& edge_;
};

// The whole thing on fresh schemas; one for all test cases, which use complaints and agents of their own. Business time stands
// still: no offer ends because a machine is slow.
struct RoutingSuite {
  RoutingSuite() {
    rpc::HostConfig host;
    host.business_time = absl::StrCat("file:", folder.path(), "/business_time");
    process = std::move(rpc::Process::Create(host)).value();
    BindLog("intake", &intake_pool, &intake);
    BindLog("casework", &casework_pool, &casework);
    Must(process->Bind("classification", [&](rpc::Host& h) {
      h.AddService<ClassificationService>(h.Make<StandInClassification>(h.edge()));
      return absl::OkStatus();
    }));
    routing::Config config;
    config.pg.connection = RoutingPostgres().connection();
    config.redis.address = redis.address();
    Must(process->Bind("routing", [&](rpc::Host& h) { return routing::Bind(config, h); }));
    Must(process->Start());
    if (!process->WaitReady(Deadline::After(kPatience))) throw std::runtime_error("not ready");
    stub = v1::RoutingService::NewStub(process->InProcessChannel());
    pool = std::make_unique<pg::Pool>(pg::PoolOptions{.connection = RoutingPostgres().connection(), .schema = "routing"});
  }

  // A service that is nothing but its log.
  void BindLog(const std::string& service, pg::Pool** log_pool, events::Spine** spine) {
    Must(process->Bind(service, [&](rpc::Host& h) {
      *log_pool = &h.Make<pg::Pool>(pg::PoolOptions{.connection = RoutingPostgres().connection(), .schema = service});
      *spine = &h.Make<events::Spine>(h, **log_pool, events::SpineOptions{.redis = {.address = redis.address()}});
      return absl::OkStatus();
    }));
  }

  static void Must(const absl::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
  }

  // Who calls: `agents/a-li SPECIALIST`.
  std::string Token(const std::string& subject, const std::string& role) {
    rpc::TokenClaims claims;
    claims.subject = subject;
    claims.roles = {role};
    claims.issued = SystemTimeSource().Now().ToAbsl();
    claims.expires = claims.issued + absl::Hours(1);
    return process->SignForTest(claims).value();
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::RoutingService::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const std::string& subject, const std::string& role, const Request& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + Token(subject, role));
    Response response;
    const grpc::Status status = (stub.get()->*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  v1::Agent AddAgent(const std::string& id, const std::string& team, int limit = 5, bool supervisor = false) {
    v1::CreateAgentRequest request;
    request.set_request_id(Uuid::Random().ToString());
    v1::Agent& agent = *request.mutable_agent();
    agent.set_name("agents/" + id);
    agent.set_display_name("王磊");
    agent.add_teams("teams/" + team);
    for (const char* skill : {"LOGISTICS", "MARKETING", "INTAKE", "SERVICE_ATTITUDE"}) {
      agent.add_skills()->set_name(skill);
      agent.mutable_skills(agent.skills_size() - 1)->set_level(3);
    }
    agent.add_languages("zh");
    agent.set_case_limit(limit);
    agent.set_supervisor(supervisor);
    return Call(&v1::RoutingService::Stub::CreateAgent, "agents/admin", "ADMIN", request).value();
  }

  absl::StatusOr<v1::Agent> SetPresence(const std::string& id, v1::Presence presence, const std::string& caller,
                                        const std::string& role) {
    v1::SetPresenceRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.set_name("agents/" + id);
    request.set_presence(presence);
    return Call(&v1::RoutingService::Stub::SetPresence, caller, role, request);
  }

  // Casework says something of a case.
  template <class Message>
  void SayOfCase(const std::string& number, Message message) {
    message.set_case_("cases/" + number);
    const std::vector<events::NewEvent> said = {{.partition = 5,
                                                 .type = message.GetTypeName(),
                                                 .subject = message.case_(),
                                                 .time = process->time().Now(),
                                                 .data = message.SerializeAsString()}};
    Must(casework_pool->Transact([&](pqxx::work& transaction) { return events::Append(transaction, said); }));
    casework->Committed(said);
  }

  // Intake says that a complaint was received, after it had heard so much of casework.
  void Say(const std::string& number, const std::string& of_case, absl::optional<events::Position> after = {}) {
    intake::v1::ComplaintReceived received;
    received.set_complaint("complaints/" + number);
    received.set_case_("cases/" + of_case);
    received.set_channel(type::v1::CHANNEL_APP);
    *received.mutable_received_time() = ToProto(process->time().Now());
    received.set_same_matter(number != of_case);
    std::vector<events::NewEvent> said = {{.partition = 5,
                                           .type = received.GetTypeName(),
                                           .subject = received.case_(),
                                           .time = process->time().Now(),
                                           .data = received.SerializeAsString(),
                                           .after = std::vector<events::Position>()}};
    if (after.has_value()) said[0].after->push_back(*after);
    Must(intake_pool->Transact([&](pqxx::work& transaction) { return events::Append(transaction, said); }));
    intake->Committed(said);
  }

  absl::StatusOr<v1::WorkItem> Get(const std::string& id, const std::string& caller = "agents/boss",
                                   const std::string& role = "SUPERVISOR") {
    v1::GetWorkItemRequest request;
    request.set_name("workItems/" + id);
    return Call(&v1::RoutingService::Stub::GetWorkItem, caller, role, request);
  }

  v1::WorkItem WaitFor(const std::string& id, v1::WorkItem::State state) {
    absl::StatusOr<v1::WorkItem> item;
    if (!Eventually(kPatience, [&] {
          item = Get(id);
          return item.ok() && item->state() == state;
        })) {
      throw std::runtime_error("item " + id + " does not come");
    }
    return *item;
  }

  // Until the assigner has looked at everything that it was told: what still waits, waits because nobody may have it.
  void Settle() {
    const auto looked_at = [&] {
      bool all = false;
      Must(pool->Read([&](pqxx::transaction_base& transaction) {
        all = transaction.exec("SELECT NOT EXISTS (SELECT FROM work_item WHERE state = 'QUEUED' AND NOT undecidable)")[0][0]
                  .as<bool>();
        return absl::OkStatus();
      }));
      return all;
    };
    if (!Eventually(kPatience, looked_at)) throw std::runtime_error("the assigner does not come to rest");
  }

  template <class Request>
  absl::StatusOr<v1::WorkItem> Move(grpc::Status (v1::RoutingService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                                     v1::WorkItem*),
                                    Request request, const std::string& item, const std::string& agent,
                                    const std::string& role = "SPECIALIST") {
    if (request.request_id().empty()) request.set_request_id(Uuid::Random().ToString());
    request.set_name("workItems/" + item);
    return Call(method, "agents/" + agent, role, request);
  }

  PrivateRedis redis;
  PrivateFolder folder{"routing"};
  std::unique_ptr<rpc::Process> process;
  pg::Pool* intake_pool = nullptr;
  events::Spine* intake = nullptr;
  pg::Pool* casework_pool = nullptr;
  events::Spine* casework = nullptr;
  std::unique_ptr<v1::RoutingService::Stub> stub;
  std::unique_ptr<pg::Pool> pool;
};

inline RoutingSuite& TheSuite() {
  RoutingPostgres();
  static RoutingSuite* const suite = new RoutingSuite();
  static const struct Ender {
    ~Ender() { delete suite; }
  } ender;
  return *suite;
}

}  // namespace redress::test
