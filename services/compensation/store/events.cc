#include "services/compensation/store/events.h"

#include "absl/strings/str_cat.h"
#include "libs/events/making.h"
#include "libs/proto/values.h"
#include "redress/compensation/v1/compensation_events.pb.h"

namespace redress::compensation {
namespace {

template <class Message>
Message About(const Grant& grant) {
  Message message;
  message.set_grant(absl::StrCat("grants/", grant.id));
  message.set_case_(absl::StrCat("cases/", grant.case_number));
  return message;
}

events::NewEvent Say(const Grant& grant, BusinessTime time, const google::protobuf::Message& message) {
  return events::MakeEvent(grant.partition, absl::StrCat("cases/", grant.case_number), time, message);
}

events::NewEvent Committed(const Grant& grant) {
  auto message = About<v1::GrantCommitted>(grant);
  message.set_kind(static_cast<v1::RemedyKind>(grant.option.kind));
  *message.mutable_amount() = ToProto(grant.option.amount);
  message.mutable_cause()->set_l1(grant.cause.l1);
  message.mutable_cause()->set_l2(grant.cause.l2);
  *message.mutable_commit_time() = ToProto(grant.commit_time);
  return Say(grant, grant.commit_time, message);
}

events::NewEvent Paid(const Grant& grant) {
  auto message = About<v1::GrantPaid>(grant);
  message.set_kind(static_cast<v1::RemedyKind>(grant.option.kind));
  *message.mutable_amount() = ToProto(grant.option.amount);
  *message.mutable_pay_time() = ToProto(*grant.pay_time);
  message.set_result_reference(grant.result_reference);
  return Say(grant, *grant.pay_time, message);
}

events::NewEvent Failed(const Grant& grant) {
  auto message = About<v1::GrantFailed>(grant);
  message.set_failure_reason(grant.failure_reason);
  *message.mutable_fail_time() = ToProto(*grant.fail_time);
  return Say(grant, *grant.fail_time, message);
}

events::NewEvent Reversed(const Grant& grant) {
  auto message = About<v1::GrantReversed>(grant);
  *message.mutable_amount() = ToProto(grant.option.amount);
  *message.mutable_reverse_time() = ToProto(*grant.reverse_time);
  return Say(grant, *grant.reverse_time, message);
}

}  // namespace

std::vector<events::NewEvent> EventsOf(const Grant& grant) {
  switch (grant.state) {
    case GrantState::kCommitted:
      return {Committed(grant)};
    case GrantState::kPaid:
      return {Paid(grant)};
    case GrantState::kFailed:
      return {Failed(grant)};
    case GrantState::kReversed:
      return {Reversed(grant)};
    case GrantState::kPaying:
      break;
  }
  return {};
}

events::NewEvent EventOf(const Seal& seal) {
  v1::LedgerSealed message;
  message.set_day(seal.day);
  message.set_number(seal.number);
  message.set_hash(seal.hash);
  *message.mutable_seal_time() = ToProto(seal.time);
  return events::MakeEvent(0, absl::StrCat("ledgerSeals/", seal.number), seal.time, message);
}

}  // namespace redress::compensation
