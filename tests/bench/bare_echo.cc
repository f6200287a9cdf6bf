// The floor of G1, and what stands behind the gateway for the floor of G10: a callback echo server with nothing around it.
#include <grpcpp/grpcpp.h>

#include <csignal>
#include <iostream>

#include "absl/synchronization/mutex.h"
#include "echo.grpc.pb.h"
#include "floor.grpc.pb.h"

namespace redress::bench {
namespace {

// Finishes a call at once, in the thread that read it.
template <typename Response>
grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context, const std::string& payload, Response* response) {
  response->set_payload(payload);
  auto* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

class BareEcho final : public v1::EchoService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const v1::EchoRequest* request,
                                 v1::EchoResponse* response) override {
    return Answer(context, request->payload(), response);
  }
  grpc::ServerUnaryReactor* EchoLater(grpc::CallbackServerContext* context, const v1::EchoLaterRequest* request,
                                      v1::EchoResponse* response) override {
    const auto size = static_cast<size_t>(request->answer_bytes());
    return Answer(context, size == 0 ? request->payload() : std::string(size, 'x'), response);
  }
};

class FloorEcho final : public floor::v1::EchoService::CallbackService {
 public:
  grpc::ServerUnaryReactor* EchoLater(grpc::CallbackServerContext* context, const floor::v1::EchoLaterRequest* request,
                                      floor::v1::EchoResponse* response) override {
    return Answer(context, request->payload(), response);
  }
};

}  // namespace
}  // namespace redress::bench

// Prints the port that it chose, then serves until SIGTERM.
int main() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as the server kit does: no part of what it adds
  redress::bench::BareEcho service;
  redress::bench::FloorEcho floor_service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  builder.RegisterService(&floor_service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << port << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown();
  return 0;
}
