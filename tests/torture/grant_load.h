// Clients that give: each brings an order to the shop, asks for a quotation and commits one option of it, as casework does, with
// the same request id until it is answered; some commit twice at the same moment. The test lets them go on wave by wave, so that
// faults fall into the middle of work. Functions are thread safe.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "redress/platform/control/v1/control_service.grpc.pb.h"
#include "tests/torture/calls.h"

namespace redress::torture {

class GrantLoad {
 public:
  struct Options {
    std::string compensation;  // host:port
    std::string platform;      // host:port
    std::string casework;      // token of the service
    std::string admin;         // token of an ADMIN, who brings in orders
    int grants = 600;
    int clients = 6;
  };
  // Starts the clients, which wait for Allow().
  explicit GrantLoad(Options options);
  // Stops them, whatever is still open.
  ~GrantLoad();

  // So many grants, in all, may be committed by now.
  void Allow(int count);
  int committed() const;
  // False if there are fewer at the end of `patience`.
  bool WaitCommitted(int count, absl::Duration patience);
  // Sends every request that was answered once more: a fault for each that is answered otherwise than the first time.
  void AskAgain();
  // `grants/…` by number, empty where not committed.
  std::vector<std::string> names() const;
  std::vector<std::string> faults() const { return faults_.all(); }

 private:
  using Compensation = compensation::v1::CompensationService::Stub;
  using Control = platform::control::v1::ControlService::Stub;
  struct Client {
    std::unique_ptr<Compensation> compensation;
    std::unique_ptr<Control> control;
  };
  void Run(Client& client);
  // The number of the next grant; -1 at the end.
  int Take();
  void Give(Client& client, int i);
  bool PutOrder(Client& client, int i);
  bool Quote(Client& client, int i, compensation::v1::Quotation* quotation);
  // The answer's name; empty where there is none.
  std::string Commit(Client& client, const compensation::v1::CommitGrantRequest& request);

  const Options options_;
  Stopper stopper_;
  Faults faults_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int allowed_ = 0;
  int taken_ = 0;
  int committed_ = 0;
  std::vector<std::string> names_;
  std::vector<compensation::v1::CommitGrantRequest> requests_;  // those that were answered, by number
  std::vector<Client> clients_;
  std::vector<std::thread> threads_;
};

}  // namespace redress::torture
