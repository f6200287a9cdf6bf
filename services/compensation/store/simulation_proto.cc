#include "services/compensation/store/simulation_proto.h"

#include "libs/proto/values.h"

namespace redress::compensation {
namespace {

void Set(const GivenSums& sums, Currency currency, v1::PolicyResult* proto) {
  proto->set_quotation_count(sums.quotations);
  proto->set_empty_count(sums.empty);
  *proto->mutable_cost() = ToProto(Money{sums.cost, currency});
  for (size_t i = 0; i < sums.approvals.size(); ++i) {
    if (sums.approvals[i] == 0) continue;
    v1::PolicyResult::AuthorityLoad& load = *proto->add_approvals();
    load.set_authority(static_cast<v1::Authority>(i + 1));
    load.set_quotation_count(sums.approvals[i]);
  }
}

GivenSums GivenIn(const v1::PolicyResult& proto) {
  GivenSums sums{proto.quotation_count(), proto.empty_count(), proto.cost().amount_minor(), {}};
  for (const auto& load : proto.approvals()) {
    const auto at = static_cast<size_t>(load.authority()) - 1;
    if (at < sums.approvals.size()) sums.approvals[at] = load.quotation_count();
  }
  return sums;
}

}  // namespace

void SetSums(const SimulationSums& sums, Currency currency, v1::PolicySimulation* proto) {
  proto->set_done_count(sums.done);
  proto->set_skipped_count(sums.skipped);
  Set(sums.candidate, currency, proto->mutable_candidate_result());
  Set(sums.baseline, currency, proto->mutable_baseline_result());
  proto->set_gain_count(sums.gain_count);
  *proto->mutable_gain() = ToProto(Money{sums.gain, currency});
  proto->set_loss_count(sums.loss_count);
  *proto->mutable_loss() = ToProto(Money{sums.loss, currency});
}

void AddGroup(const GroupKey& key, const GroupSums& group, Currency currency, v1::PolicySimulation* proto) {
  v1::PolicySimulation::Group& added = *proto->add_groups();
  added.mutable_cause()->set_l1(std::get<0>(key));
  added.mutable_cause()->set_l2(std::get<1>(key));
  added.set_seller_tier(std::get<2>(key));
  added.set_quotation_count(group.quotations);
  added.set_changed_count(group.changed);
  *added.mutable_difference() = ToProto(Money{group.difference, currency});
  added.set_gain_count(group.gains);
  added.set_loss_count(group.losses);
}

SimulationSums SumsIn(const v1::PolicySimulation& proto) {
  SimulationSums sums;
  sums.done = proto.done_count();
  sums.skipped = proto.skipped_count();
  sums.candidate = GivenIn(proto.candidate_result());
  sums.baseline = GivenIn(proto.baseline_result());
  sums.gain_count = proto.gain_count();
  sums.gain = proto.gain().amount_minor();
  sums.loss_count = proto.loss_count();
  sums.loss = proto.loss().amount_minor();
  for (const auto& group : proto.groups()) {
    sums.groups[{group.cause().l1(), group.cause().l2(), group.seller_tier()}] = {group.quotation_count(), group.changed_count(),
                                                                                  group.difference().amount_minor(),
                                                                                  group.gain_count(), group.loss_count()};
  }
  return sums;
}

}  // namespace redress::compensation
