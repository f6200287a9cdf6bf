// A real process with the echo service, its keys, and calls to it with any token: for the kit's component tests. Everything
// listens on a free port of the loopback and is gone at the end of its scope.
#pragma once

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/rpc/process.h"
#include "libs/rpc/stream.h"
#include "libs/rpc/testing/echo.grpc.pb.h"

namespace redress::rpc::testing {

// Answers with `body`, synchronously or, for EchoLater, from whichever thread finishes what `later` was given.
class EchoHandler final
    : public EchoService::WithCallbackMethod_EchoStream<EchoService::WithCallbackMethod_EchoLater<EchoService::Service>> {
 public:
  explicit EchoHandler(Edge& edge) : edge_(edge) {}
  std::function<absl::StatusOr<EchoResponse>(const Caller&, const std::string& text)> body = &Reply;
  std::function<void(Pending<EchoResponse>)> later = [](Pending<EchoResponse> pending) {
    pending.Finish(Reply(pending.caller(), "later"));
  };

  std::function<void(std::shared_ptr<Stream<EchoResponse>>)> stream = [](const auto& opened) { opened->End(absl::OkStatus()); };

  // What the caller was and what is left of the deadline.
  static absl::StatusOr<EchoResponse> Reply(const Caller& caller, const std::string& text);

  grpc::Status Echo(grpc::ServerContext* context, const EchoRequest* request, EchoResponse* response) override;
  grpc::ServerUnaryReactor* EchoLater(grpc::CallbackServerContext* context, const EchoLaterRequest* request,
                                      EchoResponse* response) override;
  grpc::ServerWriteReactor<EchoResponse>* EchoStream(grpc::CallbackServerContext* context,
                                                     const EchoStreamRequest* request) override;
  grpc::Status EchoOfService(grpc::ServerContext* context, const EchoOfServiceRequest* request, EchoResponse* response) override;
  grpc::Status EchoToAll(grpc::ServerContext* context, const EchoToAllRequest* request, EchoResponse* response) override;

 private:
  Edge& edge_;
};

// A folder with the public key `k1`, removed at the end, and the private half.
class Keys {
 public:
  Keys();
  ~Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  std::string dir() const { return dir_.string(); }
  const KeyPair& pair() const { return pair_; }
  // Claims that are good now.
  static TokenClaims Claims(const std::string& subject, const std::string& role);
  std::string Sign(const TokenClaims& claims) const;
  std::string Token(const std::string& subject, const std::string& role) const { return Sign(Claims(subject, role)); }

 private:
  std::filesystem::path dir_;
  KeyPair pair_;
};

// A process that serves EchoService as the service `echo`.
class EchoProcess {
 public:
  explicit EchoProcess(HostConfig config = {});
  Keys& keys() { return keys_; }
  Process& process() { return *process_; }
  EchoHandler& handler() { return *handler_; }
  EchoService::Stub& stub() { return *stub_; }
  // Calls Echo with this token (empty: none).
  grpc::Status Echo(const std::string& token, const EchoRequest& request = {}, EchoResponse* response = nullptr);

 private:
  Keys keys_;
  std::unique_ptr<Process> process_;
  EchoHandler* handler_ = nullptr;
  std::unique_ptr<EchoService::Stub> stub_;
};

// Puts a token and a deadline into a call.
void Prepare(grpc::ClientContext* context, const std::string& token, absl::Duration timeout = absl::Seconds(20));

}  // namespace redress::rpc::testing
