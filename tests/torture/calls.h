// How the torture's clients call: channels that come back fast, and calls that are made again, with the same request, until a
// server has answered. What counts as "no answer" is stated here once.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/base/time.h"

namespace redress::torture {

// A channel of its own connection to host:port, which tries again within 300 ms.
std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address);

// True where nobody knows whether the call was carried out, or the server said "later": UNAVAILABLE, DEADLINE_EXCEEDED, and
// gRPC 1.51's UNKNOWN "Stream removed" for a connection that died.
bool NoAnswer(const grpc::Status& status);

// Makes `attempt` until it is answered or `stopper` stops; each with token and a deadline of 10 s.
grpc::Status UntilAnswered(const std::string& token, Stopper& stopper,
                           const std::function<grpc::Status(grpc::ClientContext*)>& attempt);

// A text of code and details, for a list of faults.
std::string Describe(const grpc::Status& status);

// Faults that threads find; a test asks at the end. Thread safe.
class Faults {
 public:
  void Add(std::string fault);
  std::vector<std::string> all() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> all_;
};

}  // namespace redress::torture
