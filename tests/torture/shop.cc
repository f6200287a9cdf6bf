#include "tests/torture/shop.h"

#include <catch2/catch.hpp>

namespace redress::torture {

using ShopFault = platform::control::v1::Fault;

Shop::Shop(const test::Suite& suite)
    : admin_(suite.Token("agents/torture-admin", "ADMIN")),
      control_(platform::control::v1::ControlService::NewStub(ChannelTo(suite.Addresses("platform").at(0)))) {}

void Shop::Control(const std::function<grpc::Status(grpc::ClientContext*)>& attempt) {
  const grpc::Status status = UntilAnswered(admin_, never_, attempt);
  INFO(Describe(status));
  REQUIRE(status.ok());
}

void Shop::Disturb(const std::vector<Mishap>& mishaps) {
  for (const Mishap& mishap : mishaps) {
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

void Shop::NoteHits() {
  platform::control::v1::ListFaultsResponse answer;
  Control([&](grpc::ClientContext* context) { return control_->ListFaults(context, {}, &answer); });
  for (const ShopFault& fault : answer.faults()) hits_[ShopFault::Kind_Name(fault.kind())] += fault.hit_count();
}

void Shop::Calm() {
  NoteHits();
  platform::control::v1::ListFaultsResponse answer;
  Control([&](grpc::ClientContext* context) { return control_->ClearFaults(context, {}, &answer); });
}

}  // namespace redress::torture
