#include "tests/component/intake_fixture.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "libs/vault/key_ring.h"

namespace redress::intake::test {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);

// Databases that a test has done with. Making one, with its migrations, takes longer than most tests.
std::vector<std::string>& IdleDatabases() {
  static std::vector<std::string> idle;
  return idle;
}

// Everything that tests put into it goes; another epoch, so that its streams in Redis are new ones.
constexpr char kEmptySql[] =
    "SET session_replication_role = replica; "
    "DO $$ DECLARE name text; BEGIN "
    "FOR name IN SELECT oid::regclass FROM pg_class WHERE relnamespace IN ('intake'::regnamespace, 'casework'::regnamespace) "
    "AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT IN ('migration', 'log_shape', 'log_range', 'log_epoch') "
    "LOOP EXECUTE 'DELETE FROM ' || name; END LOOP; END $$; "
    "UPDATE intake.log_epoch SET epoch = left(md5(gen_random_uuid()::text), 16); "
    "UPDATE casework.log_epoch SET epoch = left(md5(gen_random_uuid()::text), 16)";

std::string ConnectionTo(const std::string& database) {
  return absl::StrCat(Postgres().connection(), " dbname=", database);
}

pg::PoolOptions PoolOf(const std::string& database) {
  pg::PoolOptions options;
  options.connection = ConnectionTo(database);
  options.schema = "intake";
  return options;
}

}  // namespace

LentDatabase::LentDatabase() {
  if (!IdleDatabases().empty()) {
    name_ = std::move(IdleDatabases().back());
    IdleDatabases().pop_back();
    pqxx::connection connection(ConnectionTo(name_));
    pqxx::nontransaction(connection).exec(kEmptySql);
    return;
  }
  name_ = absl::StrCat("t", Uuid::Random().ToString().substr(0, 8));
  pqxx::connection connection(Postgres().connection());
  pqxx::nontransaction(connection).exec(absl::StrCat("CREATE DATABASE ", name_));
}

LentDatabase::~LentDatabase() {
  IdleDatabases().push_back(std::move(name_));
}

redress::test::PrivatePostgres& Postgres() {
  static redress::test::PrivatePostgres postgres;
  return postgres;
}

redress::test::PrivateRedis& Redis() {
  static redress::test::PrivateRedis redis;
  return redis;
}

Replica::Replica(const rpc::HostConfig& host, const Config& config) {
  auto process = rpc::Process::Create(host);
  REQUIRE(process.ok());
  process_ = *std::move(process);
  const absl::Status log = process_->Bind("casework", [&](rpc::Host& h) {
    pg::PoolOptions options;
    options.connection = config.pg.connection;
    options.schema = "casework";
    options.size = 4;
    casework_pool_ = &h.Make<pg::Pool>(options);
    casework_ = &h.Make<events::Spine>(h, *casework_pool_, events::SpineOptions{.redis = {.address = config.redis.address}});
    return absl::OkStatus();
  });
  REQUIRE(log.ok());
  const absl::Status bound = process_->Bind("intake", [&](rpc::Host& h) { return Bind(config, h); });
  INFO(bound);
  REQUIRE(bound.ok());
  REQUIRE(process_->Start().ok());
  REQUIRE(process_->WaitReady(Deadline::After(kPatience)));
  stub_ = v1::IntakeService::NewStub(grpc::CreateChannel(process_->address(), grpc::InsecureChannelCredentials()));
}

Intake::Intake(OwnConfig own) : pool_(PoolOf(database_.name())) {
  auto keys = rpc::GenerateKeyPair();
  REQUIRE(keys.ok());
  keys_ = *std::move(keys);
  std::ofstream(folder_.path() + "/k1.pem") << keys_.public_pem;
  REQUIRE(vault::KeyRing::Generate(folder_.path() + "/ring").ok());
  auto time = SharedTimeSource::Open(folder_.path() + "/time", SharedTimeSource::Access::kStep);
  REQUIRE(time.ok());
  time_ = *std::move(time);

  host_.auth.keys_dir = folder_.path();
  host_.metrics.address = "";  // its server takes two seconds to stop
  host_.business_time = "file:" + folder_.path() + "/time";
  host_.grpc.drain_max = absl::Seconds(2);
  config_.pg.connection = ConnectionTo(database_.name());
  config_.redis.address = Redis().address();
  config_.vault.key_ring = folder_.path() + "/ring";
  config_.intake = std::move(own);
  AddReplica();
}

Replica& Intake::AddReplica() {
  replicas_.push_back(std::make_unique<Replica>(host_, config_));
  return *replicas_.back();
}

void Intake::Prepare(const As& as, grpc::ClientContext& context) {
  context.set_deadline(
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(absl::ToInt64Microseconds(timeout), GPR_TIMESPAN)));
  if (as.role.empty()) return;
  rpc::TokenClaims claims;
  claims.subject = as.subject;
  claims.roles = {as.role};
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + absl::Minutes(10);
  const auto token = rpc::SignToken({"k1", keys_.private_pem}, claims);
  if (!token.ok()) throw std::runtime_error("no token");
  context.AddMetadata("authorization", absl::StrCat("Bearer ", *token));
}

absl::StatusOr<v1::Complaint> Intake::Get(const std::string& name, const As& as) {
  v1::GetComplaintRequest request;
  request.set_name(name);
  return Call(as, &v1::IntakeService::Stub::GetComplaint, request);
}

void Intake::SayOfCases(const std::vector<events::NewEvent>& events) {
  Replica& replica = *replicas_.front();
  REQUIRE(replica.casework_pool().Transact([&](pqxx::work& transaction) { return events::Append(transaction, events); }).ok());
  replica.casework().Committed(events);
  REQUIRE(redress::test::Eventually(kPatience, [&] {
    return Ask("SELECT count(*) FROM (SELECT partition, max(sequence) AS head FROM casework.event GROUP BY 1) e"
               " LEFT JOIN (SELECT partition, max(\"to\") AS place FROM consumer_offset WHERE source = 'casework' GROUP BY 1) o"
               " USING (partition) WHERE place IS DISTINCT FROM head") == "0";
  }));
}

std::string Intake::Ask(const std::string& sql) {
  std::string answer;
  const absl::Status status = pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result rows = transaction.exec(sql);
    answer = rows.empty() || rows.front()[0].is_null() ? "" : rows.front()[0].c_str();
    return absl::OkStatus();
  });
  if (!status.ok()) throw std::runtime_error(status.ToString());
  return answer;
}

std::vector<events::Event> Intake::Events() {
  const auto log = events::OpenLog(pool_, "intake", 64);
  REQUIRE(log.ok());
  std::vector<events::ReadFrom> from;
  for (int partition = 0; partition < 64; ++partition) from.push_back({partition, 0});
  auto events = events::ReadLog(pool_, *log, from, 10'000);
  REQUIRE(events.ok());
  return *std::move(events);
}

v1::SubmitComplaintRequest Good(const std::string& text) {
  v1::SubmitComplaintRequest request;
  request.set_request_id(NewId());
  v1::Complaint& complaint = *request.mutable_complaint();
  complaint.set_channel(type::v1::CHANNEL_APP);
  complaint.set_text(text);
  complaint.mutable_customer()->set_id(absl::StrCat("u-", NewId().substr(0, 8)));
  return request;
}

std::string NewId() {
  return Uuid::Random().ToString();
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

}  // namespace redress::intake::test
