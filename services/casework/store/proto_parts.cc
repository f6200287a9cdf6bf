#include "services/casework/store/proto_parts.h"

namespace redress::casework {

type::v1::Tag ToProto(const Tag& tag) {
  type::v1::Tag proto;
  proto.set_l1(tag.l1);
  proto.set_l2(tag.l2);
  return proto;
}

v1::Callback ToProto(const Callback& callback) {
  v1::Callback proto;
  proto.set_attempt(callback.attempt);
  proto.set_outcome(static_cast<v1::Callback::Outcome>(callback.outcome));
  proto.set_agent(AgentName(callback.agent));
  *proto.mutable_call_time() = ToProto(callback.call_time);
  proto.set_round(callback.round);
  return proto;
}

v1::Closing WordlessClosing(const Closing& closing) {
  v1::Closing proto;
  if (closing.finding.has_value()) proto.set_finding(static_cast<v1::Closing::Finding>(*closing.finding));
  if (closing.responsible_party.has_value()) {
    proto.set_responsible_party(static_cast<v1::Party>(*closing.responsible_party));
  }
  proto.set_root_cause(closing.root_cause);
  proto.set_remedy_sought(closing.remedy_sought);
  for (const RemedyKind kind : closing.remedies_granted) {
    proto.add_remedies_granted(static_cast<compensation::v1::RemedyKind>(kind));
  }
  proto.set_closed_by(closing.closed_by);
  proto.set_review_due(closing.review_due);
  proto.set_number(closing.number);
  return proto;
}

}  // namespace redress::casework
