#include "services/routing/store/events.h"

#include "absl/strings/str_cat.h"
#include "libs/events/making.h"
#include "libs/proto/values.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "services/routing/domain/item_state.h"

namespace redress::routing {
namespace {

// What all messages begin with.
template <class Message>
Message About(const WorkItem& item) {
  Message message;
  message.set_work_item(absl::StrCat("workItems/", item.id));
  message.set_case_(absl::StrCat("cases/", item.case_number));
  return message;
}

events::NewEvent Say(const WorkItem& item, BusinessTime time, const google::protobuf::Message& message) {
  return events::MakeEvent(item.partition, absl::StrCat("cases/", item.case_number), time, message);
}

v1::WorkItemCreated Created(const CaseFact& fact) {
  const WorkItem& item = fact.item;
  auto message = About<v1::WorkItemCreated>(item);
  message.set_complaint(absl::StrCat("complaints/", item.complaint));
  message.set_kind(std::string(Word(item.kind)));
  message.set_subject(item.subject);
  message.set_team(absl::StrCat("teams/", item.team));
  message.set_severity(static_cast<type::v1::Severity>(item.severity));
  if (!fact.prediction.empty()) message.mutable_prediction()->ParseFromString(fact.prediction);
  *message.mutable_received_time() = ToProto(item.received_time);
  message.set_channel(static_cast<type::v1::Channel>(item.channel));
  message.set_vip_level(item.vip_level);
  return message;
}

v1::WorkItemRaised Raised(const CaseFact& fact) {
  auto message = About<v1::WorkItemRaised>(fact.item);
  message.set_raise_count(fact.item.raise_count);
  message.set_severity(static_cast<type::v1::Severity>(fact.item.severity));
  if (!fact.complaint.empty()) message.set_complaint(absl::StrCat("complaints/", fact.complaint));
  if (!fact.prediction.empty()) message.mutable_prediction()->ParseFromString(fact.prediction);
  return message;
}

events::NewEvent EventOf(const WorkItem& item, const Fact& fact) {
  const std::string agent = absl::StrCat("agents/", fact.agent);
  if (fact.kind == Fact::Kind::kOffered) {
    auto message = About<v1::WorkItemOffered>(item);
    message.set_agent(agent);
    *message.mutable_offer_time() = ToProto(fact.time);
    *message.mutable_expire_time() = ToProto(item.offer_expire_time.value_or(fact.time));
    return Say(item, fact.time, message);
  }
  if (fact.kind == Fact::Kind::kAccepted) {
    auto message = About<v1::WorkItemAccepted>(item);
    message.set_agent(agent);
    message.set_team(absl::StrCat("teams/", item.team));
    *message.mutable_accept_time() = ToProto(fact.time);
    message.set_kind(std::string(Word(item.kind)));
    return Say(item, fact.time, message);
  }
  if (fact.kind == Fact::Kind::kReleased) {
    auto message = About<v1::WorkItemReleased>(item);
    if (!fact.agent.empty()) message.set_agent(agent);
    message.set_team(absl::StrCat("teams/", item.team));
    v1::ReleaseReason reason = v1::RELEASE_REASON_UNSPECIFIED;
    v1::ReleaseReason_Parse(absl::StrCat("RELEASE_REASON_", Word(fact.reason)), &reason);
    message.set_reason(reason);
    *message.mutable_release_time() = ToProto(fact.time);
    message.set_kind(std::string(Word(item.kind)));
    return Say(item, fact.time, message);
  }
  if (fact.kind == Fact::Kind::kTriageDecided) {
    auto message = About<v1::TriageDecided>(item);
    message.mutable_tag()->set_l1(item.tag.l1);
    message.mutable_tag()->set_l2(item.tag.l2);
    message.set_team(absl::StrCat("teams/", item.team));
    message.set_agent(agent);
    *message.mutable_decide_time() = ToProto(fact.time);
    return Say(item, fact.time, message);
  }
  auto message = About<v1::WorkItemDone>(item);
  if (!fact.agent.empty()) message.set_agent(agent);
  message.set_kind(std::string(Word(item.kind)));
  *message.mutable_done_time() = ToProto(fact.time);
  return Say(item, fact.time, message);
}

}  // namespace

std::vector<events::NewEvent> EventsOf(const Change& change) {
  std::vector<events::NewEvent> events;
  for (const Fact& fact : change.facts) events.push_back(EventOf(change.next, fact));
  return events;
}

std::vector<events::NewEvent> EventsOf(const Folded& folded) {
  std::vector<events::NewEvent> events;
  for (const CaseFact& fact : folded.facts) {
    if (fact.fact.kind == Fact::Kind::kCreated) {
      events.push_back(Say(fact.item, fact.item.create_time, Created(fact)));
    } else if (fact.fact.kind == Fact::Kind::kRaised) {
      events.push_back(Say(fact.item, fact.fact.time, Raised(fact)));
    } else {
      events.push_back(EventOf(fact.item, fact.fact));
    }
  }
  return events;
}

}  // namespace redress::routing
