#include "libs/rpc/process.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/obs/log.h"
#include "libs/rpc/bound_service.h"
#include "libs/rpc/wire_check.h"

namespace redress::rpc {
namespace {

// Threads above those that admission lets run: pollers and calls that are being refused.
constexpr int kSpareThreads = 64;
constexpr int kSyncQueues = 2;
// While it drains: how long nobody may have come, and how long that is waited for at most.
constexpr absl::Duration kTurnAwayMoment = absl::Milliseconds(50);
constexpr absl::Duration kTurnAwayMax = absl::Seconds(1);
// Who waits for a step of time looks so often whether the process ends.
constexpr absl::Duration kStepPatience = absl::Milliseconds(200);

absl::Time WallClock() {
  return SystemTimeSource().Now().ToAbsl();
}

gpr_timespec AfterNow(absl::Duration wait) {
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(absl::ToInt64Microseconds(wait), GPR_TIMESPAN));
}

std::string AddressWithPort(const std::string& address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

grpc::ChannelArguments ChannelArguments(int message_bytes_max) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(message_bytes_max);
  arguments.SetLoadBalancingPolicyName("round_robin");
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, 32 << 10);
  // A peer that is back is found within a second, not within gRPC's two minutes.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  return arguments;
}

std::string PeerAddress(const PeersConfig& peers, absl::string_view service) {
  if (service == "intake") return peers.intake;
  if (service == "classification") return peers.classification;
  if (service == "routing") return peers.routing;
  if (service == "casework") return peers.casework;
  if (service == "compensation") return peers.compensation;
  if (service == "sla") return peers.sla;
  if (service == "outreach") return peers.outreach;
  if (service == "analytics") return peers.analytics;
  if (service == "platform") return peers.platform;
  return "";
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Create(HostConfig config) {
  ASSIGN_OR_RETURN(std::unique_ptr<TimeSource> time, OpenTimeSource(config.business_time));
  std::unique_ptr<Process> process(new Process(std::move(config), std::move(time)));
  ASSIGN_OR_RETURN(process->steps_, TimeSteps::Open(process->config_.business_time));
  RETURN_IF_ERROR(process->LoadServiceKey());
  return process;
}

Process::Process(HostConfig config, std::unique_ptr<TimeSource> time)
    : config_(std::move(config)),
      time_(std::move(time)),
      keys_(config_.auth.keys_dir),
      admission_({.concurrent_calls_max = config_.admission.concurrent_calls_max,
                  .caller_calls_per_s = config_.admission.caller_calls_per_s,
                  .caller_burst = config_.admission.caller_burst}),
      verifier_({.issuer = config_.auth.issuer,
                 .audience = config_.auth.audience,
                 .clock_skew = config_.auth.clock_skew,
                 .cache_entries_max = config_.auth.cache_entries_max},
                keys_, admission_, &WallClock),
      call_metrics_(metrics_),
      health_(metrics_),
      edge_(methods_, verifier_, admission_, call_metrics_) {}

Process::~Process() {
  Drain();
  for (const auto& service : services_) {
    service->WaitForBackground(Deadline::Never());
    service->StopWorkers();
  }
  health_.Detach();
  server_.reset();
  while (!services_.empty()) services_.pop_back();
}

absl::Status Process::LoadServiceKey() {
  if (!config_.auth.service_key.empty()) {
    std::ifstream file(config_.auth.service_key);
    std::ostringstream text;
    text << file.rdbuf();
    service_key_ = {config_.auth.service_kid, text.str()};
    TokenMinter probe(service_key_, "probe", config_.auth.issuer, config_.auth.audience);
    return probe.Authorization().status();
  }
  ASSIGN_OR_RETURN(const KeyPair pair, GenerateKeyPair());
  service_key_ = {absl::StrCat("process-", Uuid::Random().ToString()), pair.private_pem};
  keys_.Add(service_key_.kid, pair.public_pem);
  return absl::OkStatus();
}

absl::Status Process::Bind(absl::string_view service, absl::FunctionRef<absl::Status(Host&)> bind) {
  if (IsBound(service))
    return Error(absl::StatusCode::kFailedPrecondition, "BOUND_TWICE", absl::StrCat(service, " is bound twice"));
  services_.push_back(std::make_unique<BoundService>(std::string(service), service_key_, config_.auth, health_));
  Host host(*this, *services_.back());
  return bind(host);
}

bool Process::IsBound(absl::string_view service) const {
  return std::any_of(services_.begin(), services_.end(), [&](const auto& bound) { return bound->name() == service; });
}

void Process::AddService(BoundService& service, const char* full_name, grpc::Service& handler) {
  const absl::Status added = methods_.AddService(full_name, &service.ready());
  if (!added.ok()) faults_.Add(full_name, added.message());
  handlers_.push_back(&handler);
  health_.Alias(service.name(), full_name);
}

absl::Status Process::Start() {
  RETURN_IF_ERROR(WireCheckInPlace());
  // Debian's Abseil is built to track the order of all locks; in gRPC's this costs some 5 % of a call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  if (!faults_.empty()) {
    std::string text = "the contract has faults:";
    for (const FieldViolation& fault : faults_.all()) absl::StrAppend(&text, "\n  ", fault.field, ": ", fault.description);
    return Error(absl::StatusCode::kFailedPrecondition, "CONTRACT", text);
  }
  call_metrics_.Open(methods_);
  if (!config_.metrics.address.empty()) {
    ASSIGN_OR_RETURN(metrics_server_, obs::MetricsServer::Start(config_.metrics.address, metrics_));
    metrics_address_ = AddressWithPort(config_.metrics.address, metrics_server_->port());
  }
  RETURN_IF_ERROR(Listen());
  health_.Attach(server_->GetHealthCheckService());
  serving_.Notify();
  ticker_ = std::thread([this] { Tick(); });
  if (steps_ != nullptr) watcher_ = std::thread([this] { WatchTime(); });
  for (const auto& service : services_) {
    service->Start(config_.health_interval, [this] {
      if (services_ready_.fetch_add(1) + 1 == static_cast<int>(services_.size())) ready_.Notify();
    });
  }
  return absl::OkStatus();
}

absl::Status Process::Listen() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config_.grpc.address, grpc::InsecureServerCredentials(), &port);
  // Two processes on one port would share its calls without a word.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.SetMaxReceiveMessageSize(config_.grpc.message_bytes_max);
  builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, kSyncQueues);
  if (config_.admission.concurrent_calls_max > 0) {
    grpc::ResourceQuota quota("redress");
    quota.SetMaxThreads(config_.admission.concurrent_calls_max + kSpareThreads);
    builder.SetResourceQuota(quota);
  }
  for (grpc::Service* handler : handlers_) builder.RegisterService(handler);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    server_.reset();
    return Error(absl::StatusCode::kFailedPrecondition, "GRPC_ADDRESS", absl::StrCat("cannot listen at ", config_.grpc.address));
  }
  address_ = AddressWithPort(config_.grpc.address, port);
  return absl::OkStatus();
}

void Process::Tick() {
  while (!stopper_.WaitFor(absl::Seconds(1))) call_metrics_.Flush();
}

void Process::WatchTime() {
  for (BusinessTime seen = time_->Now(); !stopper_.stopping(); steps_->WaitWhile(seen, kStepPatience)) {
    const BusinessTime now = time_->Now();
    if (now == seen) continue;
    seen = now;
    for (const auto& service : services_) service->TellTimeStepped();
  }
}

bool Process::WaitReady(Deadline deadline) {
  return ready_.WaitForNotificationWithTimeout(deadline.Remaining());
}

std::shared_ptr<grpc::Channel> Process::InProcessChannel() {
  return server_->InProcessChannel(ChannelArguments(config_.grpc.message_bytes_max));
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Process::ChannelTo(const std::string& service, Deadline deadline) {
  if (IsBound(service)) {
    // Over loopback, not gRPC's in-process transport: that one crashes (1.51) when a worker begins a call while the server shuts
    // down.
    if (!serving_.WaitForNotificationWithTimeout(deadline.Remaining())) {
      return Error(absl::StatusCode::kUnavailable, "STARTING", "the process is still starting");
    }
    return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(),
                                     ChannelArguments(config_.grpc.message_bytes_max));
  }
  const std::string address = PeerAddress(config_.peers, service);
  if (address.empty()) {
    return Error(absl::StatusCode::kUnavailable, "PEER_ADDRESS", absl::StrCat("peers.", service, " is not configured"));
  }
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), ChannelArguments(config_.grpc.message_bytes_max));
}

// gRPC answers CANCELLED to calls that reach a server when it shuts down, and nobody takes that for "ask elsewhere". So new calls
// are first refused as they should be, until for a moment none came.
void Process::TurnAway(Deadline deadline) {
  admission_.Drain();
  const Deadline most = std::min(deadline, Deadline::After(kTurnAwayMax));
  Stopper moment;
  for (int64_t before = -1; !most.Expired() && (before != admission_.turned_away() || admission_.running() > 0);) {
    before = admission_.turned_away();
    moment.WaitFor(kTurnAwayMoment);
  }
}

bool Process::Drain() {
  if (std::exchange(drained_, true) || server_ == nullptr) return true;
  const Deadline deadline = Deadline::After(config_.grpc.drain_max);
  health_.Drain();
  for (const auto& service : services_) service->AskToStop();
  TurnAway(deadline);
  // Workers go on until the last call is answered: a group commit answers calls from one.
  server_->Shutdown(AfterNow(deadline.Remaining()));
  bool ended = true;
  for (auto service = services_.rbegin(); service != services_.rend(); ++service) {
    if ((*service)->WaitForBackground(deadline)) {
      (*service)->StopWorkers();
    } else {
      ended = false;  // in its setup: no worker has been started
    }
  }
  stopper_.Stop();
  ticker_.join();
  if (watcher_.joinable()) watcher_.join();
  call_metrics_.Flush();
  return ended;
}

}  // namespace redress::rpc
