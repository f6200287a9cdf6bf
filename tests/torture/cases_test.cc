// Cases under faults: casework is killed again and again, compensation, the shop, intake and PostgreSQL too, while people bring
// cases from the complaint to the closing. Each promise is kept and paid once, each verb counts once, and every book agrees.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "tests/support/private_servers.h"
#include "tests/torture/case_load.h"
#include "tests/torture/case_proof.h"
#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

using test::PrivatePostgres;

constexpr absl::Duration kPatience = absl::Minutes(4);  // for a machine that does other things too
constexpr char kImpatient[] =
    "casework: {sweep_every: 100ms, ask_timeout: 1s, retry_first: 50ms, retry_max: 500ms}\n"
    "compensation: {sweep_every: 50ms, ask_timeout: 1s, poll_every: 200ms, retry_first: 50ms, retry_max: 500ms}\n";

struct CaseRig {
  explicit CaseRig(int cases) {
    test::Suite::Options options;
    options.pg = postgres.connection();
    options.redis = redis.address();
    options.platform = true;
    options.more_yaml = kImpatient;
    suite = std::make_unique<test::Suite>(options);
    for (const char* program : {"platform", "intake", "compensation", "routing", "casework"}) suite->Start(program);
    load = std::make_unique<CaseLoad>(*suite, cases, 8);
  }

  test::PrivatePostgres postgres;
  test::PrivateRedis redis;
  std::unique_ptr<test::Suite> suite;
  std::unique_ptr<CaseLoad> load;
};

using Fault = std::function<void(CaseRig&)>;

Fault Killed(const std::string& program) {
  return [program](CaseRig& rig) {
    rig.suite->Kill(program);
    rig.suite->Start(program);
  };
}

std::vector<Fault> ManyFaults() {
  std::vector<Fault> faults;
  for (int round = 0; round < Rounds(); ++round) {
    faults.insert(faults.end(), 16, Killed("casework"));
    faults.insert(faults.end(), 5, Killed("compensation"));
    faults.insert(faults.end(), 3, Killed("platform"));
    faults.insert(faults.end(), 2, Killed("intake"));
    faults.insert(faults.end(), 3, [](CaseRig& rig) { rig.postgres.Restart(PrivatePostgres::Stopping::kImmediate); });
    faults.insert(faults.end(), 1, [](CaseRig& rig) { rig.redis.Restart(); });
  }
  std::shuffle(faults.begin(), faults.end(), std::mt19937(11));
  return faults;
}

TEST_CASE("whatever is killed, each case comes to its end, each promise is kept once, and every book agrees", "[torture]") {
  const std::vector<Fault> faults = ManyFaults();
  const int cases = 90 * Rounds();
  CaseRig rig(cases);
  const int waves = static_cast<int>(faults.size());
  for (int wave = 0; wave < waves; ++wave) {
    rig.load->Allow(cases * (wave + 1) / waves);
    rig.load->WaitClosed(cases * wave / waves, kPatience);
    faults[wave](rig);
  }
  const bool done = rig.load->WaitClosed(cases, kPatience);
  INFO("logs are in " << rig.suite->folder() << "; " << rig.load->closed() << " of " << cases << " cases are closed");
  for (const std::string& fault : rig.load->faults()) UNSCOPED_INFO(fault);
  REQUIRE(done);
  CHECK(rig.load->faults().empty());

  const FaultList none;
  CHECK(ProveCases(rig.postgres.connection(), rig.load->cases()) == none);
  CHECK(ProveKept(rig.postgres.connection(), 2 * cases) == none);
  CHECK(ProveBySelf(*rig.suite) == none);
  std::cout << "proved after " << waves << " faults: " << cases << " cases closed, " << 2 * cases << " remedies given"
            << std::endl;
}

}  // namespace
}  // namespace redress::torture
