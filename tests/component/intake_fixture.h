// What the component tests of intake share: one private PostgreSQL and Redis a program, databases that are emptied and used
// again; for each test a key ring, a stepped business time, and as many replicas of the real service as it asks for; calls with
// any role over real gRPC.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/complaint_number.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/events/log.h"
#include "libs/events/rpc/spine.h"
#include "libs/pg/pool.h"
#include "libs/rpc/process.h"
#include "libs/rpc/status.h"
#include "libs/rpc/token_minter.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "services/intake/bind.h"
#include "tests/support/private_servers.h"

namespace redress::intake::test {

namespace v1 = redress::intake::v1;

// Who calls.
struct As {
  std::string subject;
  std::string role;
};
inline const As kShop = {"backends/shop", "BACKEND"};
inline const As kOtherShop = {"backends/other", "BACKEND"};
inline const As kMail = {"connectors/mail", "CONNECTOR"};
inline const As kAgent = {"agents/a-li", "SPECIALIST"};
inline const As kSupervisor = {"agents/a-wang", "SUPERVISOR"};
inline const As kClassification = {"services/classification", "SERVICE"};
inline const As kOutreach = {"services/outreach", "SERVICE"};
inline const As kCasework = {"services/casework", "SERVICE"};
inline const As kNobody = {"", ""};

redress::test::PrivatePostgres& Postgres();
redress::test::PrivateRedis& Redis();

// A database with nothing in it, given back when the test is done: the next one gets it emptied. A test that changes the schema
// changes it back.
class LentDatabase {
 public:
  LentDatabase();
  ~LentDatabase();
  LentDatabase(const LentDatabase&) = delete;
  LentDatabase& operator=(const LentDatabase&) = delete;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

// One process of intake and a channel to it; casework is in it, as nothing but its log.
class Replica {
 public:
  Replica(const rpc::HostConfig& host, const Config& config);
  v1::IntakeService::Stub& stub() { return *stub_; }
  rpc::Process& process() { return *process_; }
  pg::Pool& casework_pool() { return *casework_pool_; }
  events::Spine& casework() { return *casework_; }

 private:
  pg::Pool* casework_pool_ = nullptr;
  events::Spine* casework_ = nullptr;
  std::unique_ptr<rpc::Process> process_;
  std::unique_ptr<v1::IntakeService::Stub> stub_;
};

class Intake {
 public:
  Intake() : Intake(OwnConfig()) {}
  explicit Intake(OwnConfig own);

  Replica& replica() { return *replicas_.front(); }
  // One more process on the same database and keys.
  Replica& AddReplica();
  SharedTimeSource& time() { return *time_; }
  pg::Pool& pool() { return pool_; }
  const std::string& database() const { return database_.name(); }
  // Deadline of every call from now on.
  absl::Duration timeout = absl::Seconds(30);

  template <class Request, class Response>
  absl::StatusOr<Response> Call(const As& as,
                                grpc::Status (v1::IntakeService::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request, Replica* replica = nullptr) {
    grpc::ClientContext context;
    Prepare(as, context);
    Response response;
    const grpc::Status status =
        ((replica == nullptr ? *replicas_.front() : *replica).stub().*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }
  absl::StatusOr<v1::Complaint> Submit(const v1::SubmitComplaintRequest& request, const As& as = kShop,
                                       Replica* replica = nullptr) {
    return Call(as, &v1::IntakeService::Stub::SubmitComplaint, request, replica);
  }
  absl::StatusOr<v1::Complaint> Get(const std::string& name, const As& as = kAgent);

  // Casework says this, in the partition of the case, at the present business time; waits until intake has heard all of it.
  void SayOfCases(const std::vector<events::NewEvent>& events);
  // The same of one case, without waiting.
  template <class Message>
  events::NewEvent OfCase(const v1::Complaint& complaint, Message message) {
    message.set_case_(complaint.case_());
    return {.partition = complaint.partition(),
            .type = message.GetTypeName(),
            .subject = complaint.case_(),
            .time = time_->Now(),
            .data = message.SerializeAsString(),
            .after = std::vector<events::Position>()};
  }

  // First field of the first row; throws where the query fails.
  std::string Ask(const std::string& sql);
  int64_t Count(const std::string& table) { return std::stoll(Ask("SELECT count(*) FROM " + table)); }
  // Everything that was said, in the order of each partition.
  std::vector<events::Event> Events();

 private:
  void Prepare(const As& as, grpc::ClientContext& context);

  redress::test::PrivateFolder folder_{"intake"};
  LentDatabase database_;
  rpc::KeyPair keys_;
  rpc::HostConfig host_;
  Config config_;
  std::unique_ptr<SharedTimeSource> time_;
  pg::Pool pool_;
  std::vector<std::unique_ptr<Replica>> replicas_;
};

// A submission that is fine, with an id of its own.
v1::SubmitComplaintRequest Good(const std::string& text = "包裹丢了，三天没有更新");
std::string NewId();
std::vector<std::string> FieldsOf(const absl::Status& status);

}  // namespace redress::intake::test
