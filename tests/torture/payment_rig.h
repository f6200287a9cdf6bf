// What the proof of payment stands on: private PostgreSQL and Redis, compensation and the reference platform as processes, a
// platform that fails at random in every way it knows, clients that commit grants, and faults that fall into the middle of it.
// Main thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/private_servers.h"
#include "tests/support/suite.h"
#include "tests/torture/grant_load.h"
#include "tests/torture/shop.h"

namespace redress::torture {

class PaymentRig {
 public:
  struct Fault {
    std::string name;
    std::function<void(PaymentRig&)> happen;
  };
  // Starts everything; the load waits.
  explicit PaymentRig(int grants);

  // The platform fails at random from now on; its faults live in its process.
  void Disturb();
  void Calm();
  // Lets the load go on in as many waves as there are faults; each comes somewhere in the middle of its wave.
  void Suffer(const std::vector<Fault>& faults);
  // kill -9 of compensation or the platform, then starts it again.
  void KillAndStart(const std::string& program);
  // Waits until every grant has an outcome and the platform owes no report. False if not in time.
  bool Settle();
  // What compensation itself says of its books, the platform's beside them.
  std::vector<std::string> Verify();
  // How often each fault of the platform struck, as far as it could be asked before it was killed.
  const std::map<std::string, int64_t>& hits() const { return shop_->hits(); }

  test::PrivatePostgres postgres;
  test::PrivateRedis redis;
  std::unique_ptr<test::Suite> suite;
  std::unique_ptr<GrantLoad> load;

 private:
  const int grants_;
  Stopper never_;
  std::unique_ptr<Shop> shop_;
};

}  // namespace redress::torture
