#include "tests/torture/payment_rig.h"

#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "absl/strings/str_cat.h"
#include "tests/torture/payment_proof.h"

namespace redress::torture {
namespace {

using ShopFault = platform::control::v1::Fault;

constexpr absl::Duration kPatience = absl::Minutes(4);  // for a machine that does other things too

// Impatient, so that much happens in a minute: what a customer's shop would take hours for.
constexpr char kConfig[] =
    "compensation: {payer_batch: 2, sweep_every: 50ms, ask_timeout: 500ms, poll_every: 200ms, retry_first: 50ms, retry_max: "
    "500ms,"
    " lease_slack: 100ms}\n";

const std::vector<Mishap> kMishaps = {
    {ShopFault::KIND_ERROR_AFTER, .15}, {ShopFault::KIND_ERROR_BEFORE, .1}, {ShopFault::KIND_SLOW, .05, 700},
    {ShopFault::KIND_LATE, .15, 1'000}, {ShopFault::KIND_REFUSE, .08},      {ShopFault::KIND_DUPLICATE_REPORT, .3},
    {ShopFault::KIND_LOST_REPORT, .3},
};

}  // namespace

PaymentRig::PaymentRig(int grants) : grants_(grants) {
  test::Suite::Options options;
  options.pg = postgres.connection();
  options.redis = redis.address();
  options.platform = true;
  options.more_yaml = kConfig;
  suite = std::make_unique<test::Suite>(options);
  suite->Start("platform");
  suite->Start("compensation");
  shop_ = std::make_unique<Shop>(*suite);
  GrantLoad::Options load_options;
  load_options.compensation = suite->Addresses("compensation").at(0);
  load_options.platform = suite->Addresses("platform").at(0);
  load_options.casework = suite->Token("services/casework", "SERVICE");
  load_options.admin = suite->Token("agents/torture-admin", "ADMIN");
  load_options.grants = grants;
  load = std::make_unique<GrantLoad>(load_options);
}

void PaymentRig::Disturb() {
  shop_->Disturb(kMishaps);
}

void PaymentRig::Calm() {
  shop_->Calm();
}

void PaymentRig::KillAndStart(const std::string& program) {
  const bool shop = program == "platform";
  if (shop) shop_->NoteHits();
  suite->Kill(program);
  suite->Start(program);
  if (shop) Disturb();
}

void PaymentRig::Suffer(const std::vector<Fault>& faults) {
  std::mt19937 random(faults.size());
  const int waves = static_cast<int>(faults.size());
  for (int wave = 0; wave < waves; ++wave) {
    const int begin = grants_ * wave / waves;
    const int end = grants_ * (wave + 1) / waves;
    load->Allow(end);
    const int moment = std::uniform_int_distribution<int>(begin, end)(random);
    if (!load->WaitCommitted(moment, kPatience)) break;
    faults[wave].happen(*this);
  }
  load->Allow(grants_);
  const bool done = load->WaitCommitted(grants_, kPatience);
  INFO("logs are in " << suite->folder() << "; " << load->committed() << " of " << grants_ << " grants are committed");
  for (const std::string& fault : load->faults()) UNSCOPED_INFO(fault);
  REQUIRE(done);
}

bool PaymentRig::Settle() {
  return test::Eventually(kPatience, [&] { return CountUnsettled(postgres.connection()) == 0; });
}

std::vector<std::string> PaymentRig::Verify() {
  const auto stub = compensation::v1::CompensationService::NewStub(ChannelTo(suite->Addresses("compensation").at(0)));
  compensation::v1::VerifyLedgerRequest request;
  request.set_ask_platform(true);
  compensation::v1::VerifyLedgerResponse answer;
  const grpc::Status status =
      UntilAnswered(suite->Token("agents/torture-auditor", "AUDITOR"), never_,
                    [&](grpc::ClientContext* context) { return stub->VerifyLedger(context, request, &answer); });
  if (!status.ok()) return {Describe(status)};
  std::vector<std::string> faults;
  for (const auto& fault : answer.faults()) faults.push_back(fault.ShortDebugString());
  if (answer.grant_count() != grants_) faults.push_back(absl::StrCat(answer.grant_count(), " grants in the books"));
  return faults;
}

}  // namespace redress::torture
