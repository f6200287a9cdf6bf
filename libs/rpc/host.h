// What Bind composes a service with: the edge, metrics and time of the process, and places to hand over services, workers,
// setup steps and dependency checks. One Host per service; several share a process and one gRPC server (process.h), and no code
// can tell. Lives during Bind only and is used by its thread; edge(), metrics(), time() and peers stay good until the process
// ends.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <typeindex>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/time.h"
#include "libs/obs/metrics.h"
#include "libs/rpc/client.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/host_config.h"
#include "libs/rpc/token_minter.h"
#include "libs/rpc/worker.h"

namespace redress::rpc {

class BoundService;  // bound_service.h
class Process;       // process.h

class Host {
 public:
  Host(Process& process, BoundService& service) : process_(process), service_(service) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // The name of the service that is being bound (`intake`).
  const std::string& service() const;
  Edge& edge();
  obs::Metrics& metrics();
  // Business time, one source for the process.
  const TimeSource& time();

  // Signs tokens in the name of this process: its own, and those that others are given to come back with.
  const TokenMinter& tokens() const;

  // Serves `handler` as the gRPC service Rpc: host.AddService<v1::IntakeService>(handler). Sync, callback and mixed handlers
  // alike. A method without an `allow` rule, or a request type of two methods, makes the start fail.
  template <class Rpc, class Handler>
  void AddService(Handler& handler) {
    static_assert(std::is_base_of_v<typename Rpc::Service, Handler>, "the handler serves another service");
    AddServiceNamed(Rpc::service_full_name(), handler);
  }

  // Runs after the start, in the order added, each again and again until it is OK (migrations: the database may be down). Until
  // all are, calls of this service are answered UNAVAILABLE, STARTING, and its workers wait.
  void AddSetup(std::string name, std::function<absl::Status()> step);
  // Starts after the setup, stops in reverse order on drain.
  void AddWorker(std::unique_ptr<Worker> worker);
  // Asked from a thread of its own every health_interval_ms: the gRPC health service `<service>.<name>` and the gauge
  // redress_dependency_up tell its answer. `check` must return within a few seconds.
  void AddDependencyCheck(std::string name, std::function<absl::Status()> check);

  // The way to another service of the suite; the same object for the same name. It is called at `peers.<name>`, or within this
  // process where it is bound here too.
  rpc::Peer& Peer(absl::string_view name);
  // Who this service is where it calls others; until it says so `services/<service>`, with the role SERVICE. For what runs beside
  // the suite and is no part of it, such as a shop's back end.
  void CallAs(std::string subject, std::string role);

  // Keeps an object until the process ends; last in, first destroyed, after all calls and workers have ended.
  template <class T>
  T& Own(std::unique_ptr<T> object) {
    T& kept = *object;
    Keep(std::shared_ptr<void>(std::move(object)));
    return kept;
  }
  template <class T, class... Args>
  T& Make(Args&&... args) {
    return Own(std::make_unique<T>(std::forward<Args>(args)...));
  }

  // The one object of type T of this process, made by the first service that asks: for a gRPC service that every bound service
  // has a part in (the event feed): host.Shared<Feed>([&] { auto f = std::make_unique<Feed>(host.edge()); host.AddService<…>(*f);
  // return f; })
  template <class T>
  T& Shared(const std::function<std::unique_ptr<T>()>& make) {
    return *std::static_pointer_cast<T>(
        SharedOf(typeid(T), [&]() -> std::shared_ptr<void> { return std::shared_ptr<T>(make()); }));
  }

 private:
  void AddServiceNamed(const char* full_name, grpc::Service& service);
  void Keep(std::shared_ptr<void> object);
  std::shared_ptr<void> SharedOf(std::type_index type, const std::function<std::shared_ptr<void>()>& make);

  Process& process_;
  BoundService& service_;
};

}  // namespace redress::rpc
