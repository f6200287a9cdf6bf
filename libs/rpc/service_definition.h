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
#include "libs/config/config.h"
#include "libs/rpc/host.h"

namespace redress::rpc {

struct ServiceDefinition {
  std::string name;
  // Reads the service's own config out of the sources, then binds.
  std::function<absl::Status(const config::LoadSources& sources, Host& host)> bind;
};

// A service whose Bind takes a config struct with a Visit (libs/config). Its shared keys (`pg`, `redis`, `vault`) are groups of
// the struct under those names; what is only its own stands in a group named like the service.
template <class Config>
ServiceDefinition Define(std::string name, absl::Status (*bind)(const Config& config, Host& host));

// Runs the process until SIGTERM or SIGINT; the exit status. `--help`, `--print-default-config` and the flags of libs/config.
int RunMain(int argc, char** argv, const std::vector<ServiceDefinition>& services);

}  // namespace redress::rpc
