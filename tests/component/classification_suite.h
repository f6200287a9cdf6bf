// What the component tests of classification share: classification and intake in one process with real PostgreSQL and Redis, over
// gRPC. A second suite on the same database is another replica of classification.
#pragma once

#include <grpcpp/grpcpp.h>

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/complaint_number.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "libs/pg/pool.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "libs/rpc/token_minter.h"
#include "libs/vault/key_ring.h"
#include "redress/classification/v1/classification_service.grpc.pb.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "services/classification/bind.h"
#include "services/intake/bind.h"
#include "tests/support/private_servers.h"

namespace redress::classification {

inline const std::string kData = REDRESS_SOURCE "/services/classification/data";
inline const std::string kModel = REDRESS_MODEL_DIR;
inline constexpr absl::Duration kPatience = absl::Seconds(60);

inline redress::test::PrivatePostgres& Postgres() {
  static redress::test::PrivatePostgres postgres;
  return postgres;
}

inline redress::test::PrivateRedis& Redis() {
  static redress::test::PrivateRedis redis;
  return redis;
}

inline std::string FreshDatabase() {
  const std::string name = absl::StrCat("t", Uuid::Random().ToString().substr(0, 8));
  pqxx::connection connection(Postgres().connection());
  pqxx::nontransaction(connection).exec(absl::StrCat("CREATE DATABASE ", name));
  return absl::StrCat(Postgres().connection(), " dbname=", name);
}

inline pg::PoolOptions PoolOf(const std::string& connection) {
  pg::PoolOptions options;
  options.connection = connection;
  options.schema = "classification";
  return options;
}

struct As {
  std::string subject;
  std::string role;
};
inline const As kShop{"backends/shop", "BACKEND"};
inline const As kRouting{"services/routing", "SERVICE"};
inline const As kAgent{"agents/a-li", "SPECIALIST"};

inline const As kManager{"agents/a-boss", "MANAGER"};

// Both services in one process.
class Suite {
 public:
  // `connection`: a database of its own, or that of another suite. `models_dir`: of further models. `ring`: the key ring of the
  // suite whose database it is.
  explicit Suite(const std::string& connection = FreshDatabase(), const std::string& models_dir = "",
                 const std::string& ring = "")
      : connection_(connection), pool_(PoolOf(connection_)) {
    rpc::HostConfig host;
    host.metrics.address = "";
    host.grpc.drain_max = absl::Seconds(2);
    auto created = rpc::Process::Create(host);
    REQUIRE(created.ok());
    process_ = *std::move(created);
    if (ring.empty()) REQUIRE(vault::KeyRing::Generate(this->ring()).ok());
    intake::Config intake_config;
    intake_config.pg.connection = connection_;
    intake_config.redis.address = Redis().address();
    intake_config.vault.key_ring = ring.empty() ? this->ring() : ring;
    REQUIRE(process_->Bind("intake", [&](rpc::Host& h) { return intake::Bind(intake_config, h); }).ok());
    Config config;
    config.pg.connection = connection_;
    config.classification.data_dir = kData;
    config.classification.model_dir = kModel;
    config.classification.models_dir = models_dir;
    config.classification.follow_every = absl::Milliseconds(20);
    config.redis.address = Redis().address();
    const absl::Status bound = process_->Bind("classification", [&](rpc::Host& h) { return Bind(config, h); });
    INFO(bound);
    REQUIRE(bound.ok());
    REQUIRE(process_->Start().ok());
    REQUIRE(process_->WaitReady(Deadline::After(kPatience)));
    const auto channel = grpc::CreateChannel(process_->address(), grpc::InsecureChannelCredentials());
    classification_ = v1::ClassificationService::NewStub(channel);
    intake_ = redress::intake::v1::IntakeService::NewStub(channel);
  }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(const As& as, Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    rpc::TokenClaims claims;
    claims.subject = as.subject;
    claims.roles = {as.role};
    claims.issued = SystemTimeSource().Now().ToAbsl();
    claims.expires = claims.issued + absl::Minutes(10);
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", process_->SignForTest(claims).value()));
    context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_seconds(60, GPR_TIMESPAN)));
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  std::string Submit(const std::string& text, int vip_level = 0) {
    redress::intake::v1::SubmitComplaintRequest request;
    request.set_request_id(Uuid::Random().ToString());
    request.mutable_complaint()->set_channel(type::v1::CHANNEL_APP);
    request.mutable_complaint()->set_text(text);
    request.mutable_complaint()->mutable_customer()->set_id(absl::StrCat("u-", Uuid::Random().ToString().substr(0, 8)));
    request.mutable_complaint()->mutable_customer()->set_vip_level(vip_level);
    return Call(kShop, *intake_, &redress::intake::v1::IntakeService::Stub::SubmitComplaint, request).value().name();
  }
  absl::StatusOr<v1::Prediction> Classify(const v1::ClassifyRequest& request, const As& as = kShop) {
    return Call(as, *classification_, &v1::ClassificationService::Stub::Classify, request);
  }
  absl::StatusOr<v1::BatchClassifyResponse> Batch(const std::vector<std::string>& complaints, const As& as = kRouting) {
    v1::BatchClassifyRequest request;
    for (const std::string& complaint : complaints) request.add_complaints(complaint);
    return Call(as, *classification_, &v1::ClassificationService::Stub::BatchClassify, request);
  }
  absl::StatusOr<v1::Prediction> Get(const std::string& name) {
    v1::GetPredictionRequest request;
    request.set_name(name);
    return Call(kAgent, *classification_, &v1::ClassificationService::Stub::GetPrediction, request);
  }
  const std::string& connection() const { return connection_; }
  std::string ring() const { return folder_.path() + "/ring"; }
  pg::Pool& pool() { return pool_; }
  v1::ClassificationService::Stub& stub() { return *classification_; }

  std::string Ask(const std::string& sql) {
    std::string answer;
    const absl::Status status = pool_.Read([&](pqxx::transaction_base& read) -> absl::Status {
      answer = read.exec(sql).at(0).at(0).c_str();
      return absl::OkStatus();
    });
    INFO(status);
    REQUIRE(status.ok());
    return answer;
  }
  // OK, or why the statement was refused.
  absl::Status Try(const std::string& sql) {
    return pool_.Transact([&](pqxx::work& work) -> absl::Status {
      work.exec(sql);
      return absl::OkStatus();
    });
  }

 private:
  redress::test::PrivateFolder folder_{"classification"};
  const std::string connection_;
  pg::Pool pool_;
  std::unique_ptr<rpc::Process> process_;
  std::unique_ptr<v1::ClassificationService::Stub> classification_;
  std::unique_ptr<redress::intake::v1::IntakeService::Stub> intake_;
};

inline v1::ClassifyRequest TextRequest(const std::string& text) {
  v1::ClassifyRequest request;
  request.set_text(text);
  return request;
}

inline std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

}  // namespace redress::classification
