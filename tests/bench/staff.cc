#include "tests/bench/staff.h"

#include <array>
#include <atomic>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "redress/routing/v1/routing_service.grpc.pb.h"

namespace redress::bench {
namespace {

using routing::v1::RoutingService;
constexpr int kThreads = 8;

struct Team {
  const char* name;
  const char* skill;
};
constexpr std::array kHandling = {Team{"product-quality", "PRODUCT_QUALITY"}, Team{"logistics", "LOGISTICS"},
                                  Team{"after-sales", "AFTER_SALES"},         Team{"service-attitude", "SERVICE_ATTITUDE"},
                                  Team{"system-failure", "SYSTEM_FAILURE"},   Team{"order-processing", "ORDER_PROCESSING"},
                                  Team{"price-dispute", "PRICE_DISPUTE"},     Team{"marketing", "MARKETING"}};
constexpr Team kIntake = {"intake", "INTAKE"};

routing::v1::Agent MakeAgent(int index, int case_limit) {
  const Team& team = index % 5 < 2 ? kIntake : kHandling[(index / 5 * 3 + index % 5 - 2) % kHandling.size()];
  routing::v1::Agent agent;
  agent.set_name(absl::StrCat("agents/a-bench-", index));
  agent.set_display_name(absl::StrCat("Bench ", index));
  agent.add_teams(absl::StrCat("teams/", team.name));
  routing::v1::Skill& skill = *agent.add_skills();
  skill.set_name(team.skill);
  skill.set_level(3 + index % 3);
  agent.add_languages("zh");
  agent.add_languages("en");
  agent.set_case_limit(case_limit);
  agent.set_supervisor(index % 3 == 0);
  return agent;
}

absl::Status Hire(RoutingService::Stub& stub, const std::string& token, const routing::v1::Agent& agent) {
  routing::v1::CreateAgentRequest create;
  create.set_request_id(Uuid::Random().ToString());
  *create.mutable_agent() = agent;
  routing::v1::SetPresenceRequest presence;
  presence.set_request_id(Uuid::Random().ToString());
  presence.set_name(create.agent().name());
  presence.set_presence(routing::v1::PRESENCE_ONLINE);
  routing::v1::Agent answer;
  grpc::ClientContext first;
  grpc::ClientContext second;
  first.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  second.AddMetadata("authorization", absl::StrCat("Bearer ", token));
  grpc::Status status = stub.CreateAgent(&first, create, &answer);
  if (status.ok()) status = stub.SetPresence(&second, presence, &answer);
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace

absl::Status HireStaff(const std::string& routing, const std::string& token, const Hiring& hiring) {
  const auto stub = RoutingService::NewStub(grpc::CreateChannel(routing, grpc::InsecureChannelCredentials()));
  std::atomic<int> next{0};
  std::mutex mutex;
  absl::Status outcome;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = next++; i < hiring.agents; i = next++) {
        const absl::Status status = Hire(*stub, token, MakeAgent(i, hiring.case_limit));
        if (status.ok()) continue;
        const std::lock_guard lock(mutex);
        outcome.Update(status);
        return;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return outcome;
}

}  // namespace redress::bench
