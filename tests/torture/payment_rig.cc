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

struct Mishap {
  ShopFault::Kind kind;
  double probability;
  int delay_ms = 0;
};
constexpr Mishap kMishaps[] = {
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
  admin_ = suite->Token("agents/torture-admin", "ADMIN");
  const std::string shop = suite->Addresses("platform").at(0);
  control_ = platform::control::v1::ControlService::NewStub(ChannelTo(shop));
  GrantLoad::Options load_options;
  load_options.compensation = suite->Addresses("compensation").at(0);
  load_options.platform = shop;
  load_options.casework = suite->Token("services/casework", "SERVICE");
  load_options.admin = admin_;
  load_options.grants = grants;
  load = std::make_unique<GrantLoad>(load_options);
}

grpc::Status PaymentRig::Control(const std::function<grpc::Status(grpc::ClientContext*)>& attempt) {
  grpc::Status status = UntilAnswered(admin_, never_, attempt);
  INFO(Describe(status));
  REQUIRE(status.ok());
  return status;
}

void PaymentRig::Disturb() {
  for (const Mishap& mishap : kMishaps) {
    platform::control::v1::SetFaultRequest request;
    ShopFault answer;
    ShopFault& fault = *request.mutable_fault();
    fault.set_kind(mishap.kind);
    fault.set_probability(mishap.probability);
    if (mishap.delay_ms > 0) {
      fault.mutable_delay()->set_seconds(mishap.delay_ms / 1'000);
      fault.mutable_delay()->set_nanos(mishap.delay_ms % 1'000 * 1'000'000);
    }
    Control([&](grpc::ClientContext* context) { return control_->SetFault(context, request, &answer); });
  }
}

void PaymentRig::NoteHits() {
  platform::control::v1::ListFaultsResponse answer;
  Control([&](grpc::ClientContext* context) { return control_->ListFaults(context, {}, &answer); });
  for (const ShopFault& fault : answer.faults()) hits_[ShopFault::Kind_Name(fault.kind())] += fault.hit_count();
}

void PaymentRig::Calm() {
  NoteHits();
  platform::control::v1::ListFaultsResponse answer;
  Control([&](grpc::ClientContext* context) { return control_->ClearFaults(context, {}, &answer); });
}

void PaymentRig::KillAndStart(const std::string& program) {
  const bool shop = program == "platform";
  if (shop) NoteHits();
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
