// What a service gives to whoever runs it: its name and its Bind. main.cc, tests and the all-in-one binary use the same.
//   rpc::ServiceDefinition Definition() { return rpc::Define<Config>("intake", &Bind); }       // bind.cc
//   absl::Status Bind(const Config& config, rpc::Host& host);                                   // composes, needs nothing to be
//   up int main(int argc, char** argv) { return redress::rpc::RunMain(argc, argv, {redress::intake::Definition()}); }
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "libs/config/load.h"
#include "libs/rpc/host.h"

namespace redress::rpc {

struct ServiceDefinition {
  using Binder = std::function<absl::Status(Host& host)>;
  std::string name;
  // States the service's configuration keys; the binder, used after the schema was loaded, keeps the configuration.
  std::function<Binder(config::Schema& schema)> configure;
};

// A service whose Bind takes a config struct with a Visit (libs/config). Keys shared by all services (`pg`, `redis`, `vault`) are
// groups of the struct under those names; what is only its own stands in a group named like the service, which the binaries of
// the other services pass over in a shared file.
template <class Config>
ServiceDefinition Define(std::string name, absl::Status (*bind)(const Config& config, Host& host)) {
  return {std::move(name), [bind](config::Schema& schema) -> ServiceDefinition::Binder {
            auto config = std::make_shared<Config>();
            config->Visit(schema);
            return [bind, config](Host& host) { return bind(*config, host); };
          }};
}

// Runs the process until SIGTERM or SIGINT; the exit status. `--config FILE`, `--help`, `--print-default-config` and flags as in
// libs/config.
int RunMain(int argc, char** argv, const std::vector<ServiceDefinition>& services);

}  // namespace redress::rpc
