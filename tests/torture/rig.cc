#include "tests/torture/rig.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace redress::torture {
namespace {

constexpr int kAgents = 6;
constexpr absl::Duration kPatience = absl::Minutes(4);  // for a machine that does other things too

}  // namespace

int Rounds() {
  const char* const value = getenv("REDRESS_TORTURE_ROUNDS");
  int rounds = 1;
  return value != nullptr && absl::SimpleAtoi(value, &rounds) && rounds > 0 ? rounds : 1;
}

std::vector<Rig::Fault> Repeated(const std::vector<Rig::Fault>& faults) {
  std::vector<Rig::Fault> all;
  for (int round = 0; round < Rounds(); ++round) {
    all.insert(all.end(), faults.begin(), faults.end());
  }
  return all;
}

Rig::Rig(const Options& options) : complaints_(options.complaints * Rounds()) {
  if (options.bad_network) {
    to_postgres = std::make_unique<test::TcpProxy>(postgres.port());
    to_redis = std::make_unique<test::TcpProxy>(redis.port());
  }
  suite = std::make_unique<test::Suite>(SuiteOptions(options));
  suite->StartAll();
  staff = std::make_unique<Staff>(*suite, kAgents);
  staff->Start();
  Load::Options load_options;
  load_options.addresses = suite->Addresses("intake");
  load_options.token = suite->Token("backends/torture", "BACKEND");
  load_options.complaints = complaints_;
  load = std::make_unique<Load>(load_options);
}

test::Suite::Options Rig::SuiteOptions(const Options& options) {
  test::Suite::Options made;
  made.all_in_one = options.all_in_one;
  made.replicas = options.replicas;
  made.pg = postgres.connection();
  made.redis = redis.address();
  if (options.bad_network) {
    made.pg = absl::StrCat(postgres.connection(), " port=", to_postgres->port());
    made.redis = absl::StrCat("127.0.0.1:", to_redis->port());
  }
  return made;
}

void Rig::WaitForWave(int count) {
  if (!load->WaitAcknowledged(count, kPatience)) {
    for (const std::string& fault : load->faults()) {
      UNSCOPED_INFO(fault);
    }
    FAIL("only " << load->acknowledged() << " of " << count << " complaints are acknowledged; logs are in " << suite->folder());
  }
}

void Rig::Suffer(const std::vector<Fault>& faults) {
  const int waves = static_cast<int>(faults.size());
  for (int wave = 0; wave < waves; ++wave) {
    const int begin = complaints_ * wave / waves;
    const int end = complaints_ * (wave + 1) / waves;
    load->Allow(end);
    WaitForWave(begin + (end - begin) / 4);
    std::cout << "fault: " << faults[wave].name << " after " << load->acknowledged() << " complaints" << std::endl;
    faults[wave].happen(*this);
    ++faults_;
  }
  load->Allow(complaints_);
  WaitForWave(complaints_);
}

void Rig::KillAndStart(const std::string& program) {
  suite->Kill(program);
  suite->Start(program);
}

void Rig::Prove() {
  const FaultList none;
  CHECK(load->faults() == none);
  CHECK(Settle(places(), kPatience));
  staff->Stop();
  CHECK(staff->faults() == none);
  const auto accepted = staff->accepted();
  CHECK(ProveStored(places(), load->names()) == none);
  CHECK(ProveItems(places()) == none);
  CHECK(ProveAssignments(places(), accepted) == none);
  const std::string replay = CreateDatabase(places().pg, "replay");
  suite->Add("replay", "routing", replay);
  suite->Start("replay");
  CHECK(ProveReplay(places(), replay, kPatience) == none);
  suite->Kill("replay");
  CHECK(test::Eventually(kPatience, [&] { return ProveLogs(places()).empty(); }));
  CHECK(ProveLogs(places()) == none);
  std::cout << "proved after " << faults_ << " faults: " << load->acknowledged() << " complaints, " << accepted.size()
            << " acceptances" << std::endl;
}

}  // namespace redress::torture
