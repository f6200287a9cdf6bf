// The way to another service of the suite: one per (calling service, called service) and process. Calls carry a deadline, the
// caller's own short-lived service token and the trace; UNAVAILABLE is tried again within a budget, so that a struggling peer is
// not buried under retries. Whether the peer runs in this process or elsewhere, no code can tell.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/machine_time.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/retry_budget.h"
#include "libs/rpc/token_minter.h"

namespace redress::rpc {

struct CallOptions {
  // The deadline of the work that this call is part of (Caller::deadline); the call gets a little less, so that there is time
  // left to answer.
  Deadline deadline = Deadline::Never();
  // The most that this call may take, all attempts together.
  absl::Duration timeout = absl::Seconds(10);
  // 1: no second attempt. Safe on mutations too, because their request_id makes them idempotent.
  int attempts_max = 4;
};

class Peer {
 public:
  // Gives the channel; waits, until the deadline, for a peer that is bound in this process but not started yet.
  using ChannelSource = std::function<absl::StatusOr<std::shared_ptr<grpc::Channel>>(Deadline)>;
  // `minter` must outlive the peer.
  Peer(std::string name, ChannelSource source, TokenMinter& minter);

  const std::string& name() const { return name_; }
  // The channel; waits for a peer in this process to start, UNAVAILABLE at the deadline. Never call it from Bind.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> Channel(Deadline deadline);
  // Puts deadline, token and traceparent into the context of one attempt.
  absl::Status Prepare(Deadline deadline, grpc::ClientContext* context);
  // Runs `attempt` with fresh contexts until it is OK, fails otherwise than UNAVAILABLE, or time or budget are used up. The error
  // is as the peer made it: code, reason, violations, retry delay. Thread safe; blocks.
  absl::Status Call(const CallOptions& options,
                    absl::FunctionRef<grpc::Status(const std::shared_ptr<grpc::Channel>&, grpc::ClientContext*)> attempt);
  // Ends every pause between attempts, now and in future: the process drains.
  void Stop() { stopper_.Stop(); }

 private:
  const std::string name_;
  const ChannelSource source_;
  TokenMinter& minter_;
  RetryBudget budget_;
  Stopper stopper_;
  std::mutex mutex_;
  std::shared_ptr<grpc::Channel> channel_;
};

// The stub of one gRPC service of a peer.
//   rpc::Client<classification::v1::ClassificationService> client(host.Peer("classification"));   // in Bind
//   ASSIGN_OR_RETURN(BatchClassifyResponse answer, client.Call(&ClassificationService::Stub::BatchClassify, request,
//                                                              {.deadline = caller.deadline}));
// Thread safe.
template <class Service>
class Client {
 public:
  using Stub = typename Service::Stub;
  // `peer` must outlive the client.
  explicit Client(Peer& peer) : peer_(peer) {}

  template <class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request, const CallOptions& options = {}) {
    Response response;
    const absl::Status status =
        peer_.Call(options, [&](const std::shared_ptr<grpc::Channel>& channel, grpc::ClientContext* context) {
          response.Clear();
          return (StubOf(channel).*method)(context, request, &response);
        });
    if (!status.ok()) return status;
    return response;
  }

 private:
  Stub& StubOf(const std::shared_ptr<grpc::Channel>& channel) {
    std::call_once(once_, [&] { stub_ = Service::NewStub(channel); });
    return *stub_;
  }
  Peer& peer_;
  std::once_flag once_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace redress::rpc
