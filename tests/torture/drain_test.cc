// Intake is asked to stop while it is loaded.
#include <atomic>
#include <catch2/catch.hpp>
#include <iostream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

constexpr int kClients = 6;
constexpr absl::Duration kPatience = absl::Minutes(2);

// Submits one after the other until it is refused for the first time. Never asks twice.
class Submitter {
 public:
  Submitter(const std::string& address, std::string token, int first)
      : stub_(intake::v1::IntakeService::NewStub(ChannelTo(address))), token_(std::move(token)), first_(first) {}
  void Start() {
    thread_ = std::thread([this] { Run(); });
  }
  void Join() { thread_.join(); }
  int count() const { return count_; }

  std::vector<std::string> names;
  grpc::Status refusal;

 private:
  void Run() {
    for (int i = first_;; ++i) {
      intake::v1::SubmitComplaintRequest request;
      request.set_request_id(Uuid::Random().ToString());
      *request.mutable_complaint() = ComplaintOf(i * 20);  // no matter twice
      grpc::ClientContext context;
      context.AddMetadata("authorization", "Bearer " + token_);
      context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_seconds(60, GPR_TIMESPAN)));
      intake::v1::Complaint answer;
      refusal = stub_->SubmitComplaint(&context, request, &answer);
      if (!refusal.ok()) {
        return;
      }
      names.push_back(answer.name());
      ++count_;
    }
  }

  const std::unique_ptr<intake::v1::IntakeService::Stub> stub_;
  const std::string token_;
  const int first_;
  std::atomic<int> count_{0};
  std::thread thread_;
};

int CountOf(const std::vector<std::unique_ptr<Submitter>>& submitters) {
  int count = 0;
  for (const auto& submitter : submitters) count += submitter->count();
  return count;
}

TEST_CASE("intake stopped by SIGTERM under load keeps what it acknowledged, refuses the rest, and ends well", "[torture]") {
  test::PrivatePostgres postgres;
  test::PrivateRedis redis;
  test::Suite suite({.pg = postgres.connection(), .redis = redis.address()});
  suite.Start("intake");
  const std::string token = suite.Token("backends/torture", "BACKEND");
  Stopper never;
  intake::v1::Complaint answer;
  intake::v1::SubmitComplaintRequest probe;
  probe.set_request_id(Uuid::Random().ToString());
  *probe.mutable_complaint() = ComplaintOf(0);
  const auto stub = intake::v1::IntakeService::NewStub(ChannelTo(suite.Addresses("intake")[0]));
  REQUIRE(UntilAnswered(token, never, [&](grpc::ClientContext* context) {
            return stub->SubmitComplaint(context, probe, &answer);
          }).ok());

  std::vector<std::unique_ptr<Submitter>> submitters;
  for (int client = 0; client < kClients; ++client) {
    submitters.push_back(std::make_unique<Submitter>(suite.Addresses("intake")[0], token, client * 1'000'000 + 1));
  }
  for (const auto& submitter : submitters) submitter->Start();
  REQUIRE(test::Eventually(kPatience, [&] { return CountOf(submitters) >= 200; }));
  suite.Terminate("intake");
  for (const auto& submitter : submitters) submitter->Join();
  CHECK(suite.WaitForExit("intake", kPatience) == 0);

  std::vector<std::string> names = {answer.name()};
  for (const auto& submitter : submitters) {
    names.insert(names.end(), submitter->names.begin(), submitter->names.end());
    INFO(Describe(submitter->refusal));
    CHECK(submitter->refusal.error_code() == grpc::StatusCode::UNAVAILABLE);
  }
  // Nothing was refused or cut off after it was stored: as many are stored as were acknowledged.
  CHECK(ProveStored({postgres.connection(), redis.address()}, names) == FaultList());
  std::cout << "proved: " << names.size() << " complaints acknowledged before the end" << std::endl;
}

}  // namespace
}  // namespace redress::torture
