// A process from start to drain: what it refuses to start with, health, setup, peers in the same process and over the network.
#include <grpcpp/impl/codegen/client_unary_call.h>

#include <catch2/catch.hpp>
#include <thread>

#include "absl/synchronization/notification.h"
#include "libs/base/error.h"
#include "libs/rpc/testing/harness.h"

namespace redress::rpc::testing {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

std::unique_ptr<Process> Create(HostConfig config = {}) {
  config.metrics.address = "";  // its server takes two seconds to stop
  auto process = Process::Create(config);
  REQUIRE(process.ok());
  return *std::move(process);
}

// Waits, looking again and again, until `condition` holds.
bool Eventually(const std::function<bool()>& condition) {
  Stopper tick;
  for (const Deadline deadline = Deadline::After(kPatience); !deadline.Expired(); tick.WaitFor(absl::Milliseconds(5))) {
    if (condition()) return true;
  }
  return false;
}

// Asks grpc.health.v1 by hand (its stub is in no Debian package): 1 = SERVING, 2 = NOT_SERVING, −1 = not known.
int HealthOf(const std::string& address, const std::string& name) {
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  const grpc::internal::RpcMethod method("/grpc.health.v1.Health/Check", grpc::internal::RpcMethod::NORMAL_RPC, channel);
  EchoLaterRequest request;  // field 1 is a string here as there
  request.set_text(name);
  RuledRequest response;  // has no fields: the status stays among the unknown ones
  grpc::ClientContext context;
  Prepare(&context, "");
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<EchoLaterRequest, RuledRequest>(channel.get(), method, &context, request, &response);
  const auto& fields = response.GetReflection()->GetUnknownFields(response);
  return status.ok() && fields.field_count() == 1 ? static_cast<int>(fields.field(0).varint()) : -1;
}

class RulelessHandler final : public RulelessService::Service {};
class TwinHandler final : public TwinService::Service {};

TEST_CASE("a process whose contract has a fault does not start", "[rpc]") {
  auto process = Create();
  RulelessHandler ruleless;
  TwinHandler twin;
  REQUIRE(process
              ->Bind("faulty",
                     [&](Host& host) {
                       host.AddService<RulelessService>(ruleless);
                       host.AddService<TwinService>(twin);
                       return absl::OkStatus();
                     })
              .ok());
  const absl::Status status = process->Start();
  CHECK(status.code() == absl::StatusCode::kFailedPrecondition);
  CHECK_THAT(std::string(status.message()), Catch::Contains("Ruleless does not say who may call it"));
  CHECK_THAT(std::string(status.message()), Catch::Contains("the same request type"));
}

TEST_CASE("two processes cannot have one port", "[rpc]") {
  EchoProcess first;
  HostConfig config;
  config.grpc.address = first.process().address();
  CHECK(ReasonOf(Create(config)->Start()) == "GRPC_ADDRESS");
}

TEST_CASE("a signing key that cannot be read is refused at start", "[rpc]") {
  HostConfig config;
  config.auth.service_key = "/nonexistent/key.pem";
  CHECK(ReasonOf(Process::Create(config).status()) == "SIGNING_KEY");
}

TEST_CASE("a service starts without its database, says so, and serves when it is there", "[rpc]") {
  Keys keys;
  HostConfig config;
  config.auth.keys_dir = keys.dir();
  config.health_interval = absl::Milliseconds(10);
  auto process = Create(config);
  std::atomic<bool> database{false};
  std::atomic<int> tries{0};
  struct Flag final : Worker {
    explicit Flag(std::atomic<int>& state) : state(state) {}
    void Start() override { state = 1; }
    void Stop() override { state = 2; }
    std::atomic<int>& state;
  };
  std::atomic<int> worker{0};
  const auto check = [&] { return database ? absl::OkStatus() : absl::UnavailableError("down"); };
  REQUIRE(process
              ->Bind("echo",
                     [&](Host& host) {
                       host.AddService<EchoService>(host.Make<EchoHandler>(host.edge()));
                       host.AddDependencyCheck("postgres", check);
                       host.AddSetup("migrate", [&] {
                         ++tries;
                         return check();
                       });
                       host.AddWorker(std::make_unique<Flag>(worker));
                       return absl::OkStatus();
                     })
              .ok());
  REQUIRE(process->Start().ok());
  const auto stub = EchoService::NewStub(process->InProcessChannel());
  const auto call = [&] {
    grpc::ClientContext context;
    Prepare(&context, keys.Token("agents/a-li", "SPECIALIST"));
    EchoResponse response;
    return ReasonOf(FromGrpc(stub->Echo(&context, {}, &response)));
  };
  CHECK(Eventually([&] { return tries > 1; }));
  CHECK(call() == "STARTING");
  CHECK(worker == 0);
  CHECK(HealthOf(process->address(), "live") == 1);
  for (const char* name : {"", "echo", "echo.setup", "echo.postgres", "redress.rpc.testing.EchoService"}) {
    CAPTURE(name);
    CHECK(HealthOf(process->address(), name) == 2);
  }
  CHECK(HealthOf(process->address(), "stranger") == -1);
  database = true;
  REQUIRE(process->WaitReady(Deadline::After(kPatience)));
  CHECK(call() == "");
  CHECK(worker == 1);
  for (const char* name : {"", "echo", "echo.setup", "echo.postgres", "redress.rpc.testing.EchoService"}) {
    CAPTURE(name);
    CHECK(Eventually([&] { return HealthOf(process->address(), name) == 1; }));
  }
  database = false;
  CHECK(Eventually([&] { return HealthOf(process->address(), "") == 2; }));
  CHECK(HealthOf(process->address(), "echo.setup") == 1);
  CHECK(call() == "");
  CHECK(process->Drain());
  CHECK(worker == 2);
}

TEST_CASE("a drain lets running calls finish and takes no new ones", "[rpc]") {
  EchoProcess echo;
  absl::Notification running, release;
  echo.handler().body = [&](const Caller& caller, const std::string&) {
    running.Notify();
    release.WaitForNotification();
    return EchoHandler::Reply(caller, "finished");
  };
  const std::string token = echo.keys().Token("agents/a-li", "SPECIALIST");
  EchoResponse response;
  std::thread caller([&] { CHECK(echo.Echo(token, {}, &response).ok()); });
  running.WaitForNotification();
  std::thread drain([&] { echo.process().Drain(); });
  CHECK(Eventually([&] { return HealthOf(echo.process().address(), "live") != 1; }));
  CHECK(Eventually([&] { return echo.Echo(token).error_code() == grpc::StatusCode::UNAVAILABLE || release.HasBeenNotified(); }));
  release.Notify();
  drain.join();
  caller.join();
  CHECK(response.text() == "finished");
}

TEST_CASE("a drain does not wait for a setup step that would not end", "[rpc]") {
  HostConfig config;
  config.grpc.drain_max = absl::Milliseconds(50);
  auto process = Create(config);
  absl::Notification running, release;
  bool after = false;
  REQUIRE(process
              ->Bind("echo",
                     [&](Host& host) {
                       host.AddSetup("migrate", [&]() -> absl::Status {
                         running.Notify();
                         release.WaitForNotification();
                         return absl::OkStatus();
                       });
                       host.AddSetup("after", [&] {
                         after = true;
                         return absl::OkStatus();
                       });
                       return absl::OkStatus();
                     })
              .ok());
  REQUIRE(process->Start().ok());
  running.WaitForNotification();
  CHECK_FALSE(process->Drain());
  release.Notify();
  process.reset();
  CHECK_FALSE(after);
}

// Asks `echo` as the service `caller`, in a process of its own or in the same.
struct Asker {
  explicit Asker(Host& host) : client(host.Peer("intake")) {}
  Client<EchoService> client;
};

absl::Status BindIntake(Host& host, EchoHandler** handler) {
  *handler = &host.Make<EchoHandler>(host.edge());
  host.AddService<EchoService>(**handler);
  return absl::OkStatus();
}

void CheckCalls(Asker& asker, EchoHandler& handler) {
  const Deadline deadline = Deadline::After(absl::Seconds(2));
  const auto call = [&]() -> absl::StatusOr<EchoResponse> {
    return asker.client.Call(&EchoService::Stub::EchoOfService, EchoOfServiceRequest(), {.deadline = deadline});
  };
  const obs::TraceContext trace = obs::TraceContext::NewTrace();
  {
    const obs::TraceScope scope(trace);
    const auto answer = call();
    REQUIRE(answer.ok());
    CHECK(answer->subject() == "services/caller");
    CHECK(answer->trace_id() == trace.TraceIdText());
    CHECK(answer->deadline_ms() < 2000);
  }
  int calls = 0;
  handler.body = [&](const Caller& caller, const std::string&) -> absl::StatusOr<EchoResponse> {
    if (++calls < 3) return WithRetryDelay(absl::UnavailableError("in a moment"), absl::Milliseconds(1));
    return EchoHandler::Reply(caller, "third time");
  };
  CHECK(call().ok());
  CHECK(calls == 3);
  handler.body = [&](const Caller&, const std::string&) -> absl::StatusOr<EchoResponse> {
    ++calls;
    return Error(absl::StatusCode::kNotFound, "ERASED", "gone");
  };
  CHECK(ReasonOf(call().status()) == "ERASED");
  CHECK(calls == 4);
}

TEST_CASE("a peer is called the same way in this process and in another", "[rpc]") {
  Keys keys;
  HostConfig config;
  config.auth.keys_dir = keys.dir();
  config.auth.service_key = keys.dir() + "/private.key";
  config.auth.service_kid = "k1";
  EchoHandler* handler = nullptr;
  auto callee = Create(config);
  std::unique_ptr<Process> caller;
  SECTION("in this process, bound before the peer and with a key that only this process knows") {
    config.auth.service_key.clear();
    config.auth.keys_dir.clear();
    callee = Create(config);
  }
  SECTION("over the network") {
    REQUIRE(callee->Bind("intake", [&](Host& host) { return BindIntake(host, &handler); }).ok());
    REQUIRE(callee->Start().ok());
    REQUIRE(callee->WaitReady(Deadline::After(kPatience)));
    config.peers.intake = callee->address();
    caller = Create(config);
  }
  Process& process = caller == nullptr ? *callee : *caller;
  Asker* asker = nullptr;
  REQUIRE(process
              .Bind("caller",
                    [&](Host& host) {
                      asker = &host.Make<Asker>(host);
                      return absl::OkStatus();
                    })
              .ok());
  if (caller == nullptr) REQUIRE(process.Bind("intake", [&](Host& host) { return BindIntake(host, &handler); }).ok());
  REQUIRE(process.Start().ok());
  REQUIRE(process.WaitReady(Deadline::After(kPatience)));
  CheckCalls(*asker, *handler);
}

TEST_CASE("a peer without an address is unavailable and says what is missing", "[rpc]") {
  auto process = Create();
  Asker* asker = nullptr;
  REQUIRE(process
              ->Bind("caller",
                     [&](Host& host) {
                       asker = &host.Make<Asker>(host);
                       return absl::OkStatus();
                     })
              .ok());
  REQUIRE(process->Start().ok());
  const absl::Status status = asker->client.Call(&EchoService::Stub::EchoOfService, EchoOfServiceRequest()).status();
  CHECK(status.code() == absl::StatusCode::kUnavailable);
  CHECK(ReasonOf(status) == "PEER_ADDRESS");
}

TEST_CASE("services of one process share what only one can have", "[rpc]") {
  auto process = Create();
  std::vector<int*> seen;
  const auto bind = [&](Host& host) {
    seen.push_back(&host.Shared<int>([] { return std::make_unique<int>(7); }));
    return absl::OkStatus();
  };
  REQUIRE(process->Bind("one", bind).ok());
  REQUIRE(process->Bind("two", bind).ok());
  CHECK(seen[0] == seen[1]);
  CHECK(ReasonOf(process->Bind("one", bind)) == "BOUND_TWICE");
}

TEST_CASE("reflection names the services that are bound", "[rpc]") {
  EchoProcess echo;
  const auto channel = grpc::CreateChannel(echo.process().address(), grpc::InsecureChannelCredentials());
  const grpc::internal::RpcMethod method("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                         grpc::internal::RpcMethod::BIDI_STREAMING, channel);
  grpc::ClientContext context;
  Prepare(&context, "");
  const std::unique_ptr<grpc::ClientReaderWriter<EchoRequest, RuledRequest>> stream(
      grpc::internal::ClientReaderWriterFactory<EchoRequest, RuledRequest>::Create(channel.get(), method, &context));
  EchoRequest request;
  request.GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(7, "*");  // list_services
  RuledRequest response;
  REQUIRE(stream->Write(request));
  REQUIRE(stream->Read(&response));
  stream->WritesDone();
  CHECK_THAT(response.SerializeAsString(), Catch::Contains("redress.rpc.testing.EchoService"));
}

}  // namespace
}  // namespace redress::rpc::testing
