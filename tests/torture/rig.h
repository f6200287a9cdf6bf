// What every proof stands on: private PostgreSQL and Redis, the suite before them as processes, staff and load, faults that fall
// into the middle of waves of work, and the proof at the end. Main thread only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/private_servers.h"
#include "tests/support/receiver.h"
#include "tests/support/suite.h"
#include "tests/support/tcp_proxy.h"
#include "tests/torture/case_load.h"
#include "tests/torture/load.h"
#include "tests/torture/proof.h"
#include "tests/torture/shop.h"
#include "tests/torture/staff.h"

namespace redress::torture {

// REDRESS_TORTURE_ROUNDS: how often the faults are repeated, each time with as many complaints more; 1 by default.
int Rounds();

class Rig {
 public:
  struct Options {
    bool all_in_one = false;
    int replicas = 1;
    bool bad_network = false;  // the suite reaches PostgreSQL and Redis through proxies
    int complaints = 2'000;
    // Above 0: all eight services, the shop, which loses answers and reports, and a receiver of what customers are told; beside
    // the complaints so many cases are brought from the complaint to the closing.
    int cases = 0;
  };
  struct Fault {
    std::string name;
    std::function<void(Rig&)> happen;
  };

  // Starts everything, hires the staff; the load waits.
  explicit Rig(const Options& options);

  // Lets the load go on in as many waves as there are faults; each fault comes in the middle of its wave.
  void Suffer(const std::vector<Fault>& faults);
  // kill -9, then starts it again.
  void KillAndStart(const std::string& program);
  // kill -9 of every program, then waits until PostgreSQL has ended what they had begun: nothing moves any more.
  void KillAll();
  // Waits for calm, then proves everything, the replays included.
  void Prove();
  // Another process of the service on an empty database, fed with the same logs from their beginning; answers how to reach that.
  // It follows until it is killed, as `replay-{service}`.
  std::string Replay(const Follower& follower, const std::vector<std::string>& more = {});

  Places places() const { return {postgres.connection(), redis.address()}; }

  test::PrivatePostgres postgres;
  test::PrivateRedis redis;
  std::unique_ptr<test::Receiver> receiver;
  std::unique_ptr<test::TcpProxy> to_postgres, to_redis, to_mail;
  std::unique_ptr<test::Suite> suite;
  std::unique_ptr<Staff> staff;
  std::unique_ptr<Load> load;
  std::unique_ptr<CaseLoad> cases;  // where there are cases

 private:
  test::Suite::Options SuiteOptions(const Options& options);
  // The groups of the configuration that a whole suite needs: impatient, so that much happens in a minute.
  std::string WholeConfig() const;
  void WaitForWave(int count);
  void WaitForCases(int count);
  // What is proved of the other services, the shop and the receiver.
  void ProveRest();

  const int complaints_, cases_;
  const test::PrivateFolder files_{"rig"};
  std::unique_ptr<Shop> shop_;
  int faults_ = 0;
};

// The same list several times.
std::vector<Rig::Fault> Repeated(const std::vector<Rig::Fault>& faults);

}  // namespace redress::torture
