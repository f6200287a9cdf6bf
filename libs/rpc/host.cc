#include "libs/rpc/host.h"

#include "libs/rpc/bound_service.h"
#include "libs/rpc/process.h"

namespace redress::rpc {

const std::string& Host::service() const {
  return service_.name();
}
Edge& Host::edge() {
  return process_.edge();
}
obs::Metrics& Host::metrics() {
  return process_.metrics();
}
const TimeSource& Host::time() {
  return process_.time();
}

const TokenMinter& Host::tokens() const {
  return service_.minter();
}

void Host::AddSetup(std::string name, std::function<absl::Status()> step) {
  service_.AddSetup({std::move(name), std::move(step)});
}

void Host::AddWorker(std::unique_ptr<Worker> worker) {
  service_.AddWorker(std::move(worker));
}

void Host::AddDependencyCheck(std::string name, std::function<absl::Status()> check) {
  service_.AddCheck({std::move(name), std::move(check)});
}

Peer& Host::Peer(absl::string_view name) {
  const std::string service(name);
  return service_.PeerOf(service,
                         [&process = process_, service](Deadline deadline) { return process.ChannelTo(service, deadline); });
}

void Host::CallAs(std::string subject, std::string role) {
  service_.CallAs(std::move(subject), std::move(role));
}

void Host::AddServiceNamed(const char* full_name, grpc::Service& service) {
  process_.AddService(service_, full_name, service);
}

void Host::Keep(std::shared_ptr<void> object) {
  service_.Keep(std::move(object));
}

std::shared_ptr<void> Host::SharedOf(std::type_index type, const std::function<std::shared_ptr<void>()>& make) {
  if (const auto found = process_.shared_.find(type); found != process_.shared_.end()) return found->second;
  std::shared_ptr<void> made = make();
  process_.shared_[type] = made;
  return made;
}

}  // namespace redress::rpc
