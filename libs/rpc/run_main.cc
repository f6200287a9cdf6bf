#include <csignal>
#include <cstdlib>
#include <iostream>

#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "libs/rpc/process.h"
#include "libs/rpc/service_definition.h"

namespace redress::rpc {
namespace {

// Groups that a YAML file may hold for other programs of the stack.
constexpr absl::string_view kGroupsOfTheSuite[] = {"intake",   "classification", "routing",  "casework", "sla",   "compensation",
                                                   "outreach", "analytics",      "platform", "pg",       "redis", "vault"};

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

absl::Status Serve(Process& process, const std::vector<ServiceDefinition>& services,
                   const std::vector<ServiceDefinition::Binder>& binders) {
  for (size_t i = 0; i < services.size(); ++i) RETURN_IF_ERROR(process.Bind(services[i].name, binders[i]));
  RETURN_IF_ERROR(process.Start());
  obs::Log(
      obs::Level::kInfo, "started",
      {{"grpc", obs::Id(process.address())}, {"metrics", obs::Id(process.metrics_address())}, {"services", services.size()}});
  const sigset_t signals = StopSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  obs::Log(obs::Level::kInfo, "draining", {{"signal", signal}});
  const bool ended = process.Drain();
  obs::Log(obs::Level::kInfo, "stopped", {{"all_ended", ended}});
  // What is still waiting for a database holds nothing that is not safe to kill.
  if (!ended) std::_Exit(0);
  return absl::OkStatus();
}

}  // namespace

int RunMain(int argc, char** argv, const std::vector<ServiceDefinition>& services) {
  // Before the first thread, which inherits the mask: only sigwait gets these.
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  HostConfig host_config;
  config::Schema schema;
  host_config.Visit(schema);
  std::vector<ServiceDefinition::Binder> binders;
  for (const ServiceDefinition& service : services) binders.push_back(service.configure(schema));
  for (const absl::string_view group : kGroupsOfTheSuite) {
    if (!schema.IsGroup(group)) schema.ForeignGroup(group);
  }
  if (const absl::Status loaded = config::Load(schema, {.argc = argc, .argv = argv}); !loaded.ok()) {
    return config::ExitCodeOf(loaded);
  }
  obs::StartLog(services.size() == 1 ? absl::string_view(services.front().name) : "allinone");
  auto process = Process::Create(host_config);
  const absl::Status status = process.ok() ? Serve(**process, services, binders) : process.status();
  if (status.ok()) return 0;
  obs::Log(obs::Level::kError, "not_started", {{"error", status}});
  std::cerr << status.message() << '\n';  // of the configuration or the contract: nothing personal
  return 1;
}

}  // namespace redress::rpc
