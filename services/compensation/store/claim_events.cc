#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/events/making.h"
#include "libs/proto/values.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "services/compensation/store/claim_store.h"

namespace redress::compensation {
namespace {

template <class Message>
Message About(const PartyClaim& claim) {
  Message message;
  message.set_claim(absl::StrCat("claims/", claim.id));
  message.set_case_(absl::StrCat("cases/", claim.case_number));
  return message;
}

type::v1::Money MoneyOf(const PartyClaim& claim, int64_t minor) {
  return ToProto(Money{minor, claim.amount.currency});
}

// Collects what is said of one claim at one time.
class Speaker {
 public:
  Speaker(const PartyClaim& claim, BusinessTime now) : claim_(claim), now_(now) {}
  void Say(const google::protobuf::Message& message) {
    said_.push_back(events::MakeEvent(claim_.partition, absl::StrCat("cases/", claim_.case_number), now_, message));
  }
  std::vector<events::NewEvent> said() { return std::move(said_); }

 private:
  const PartyClaim& claim_;
  const BusinessTime now_;
  std::vector<events::NewEvent> said_;
};

v1::ClaimCharged Charged(const PartyClaim& claim) {
  auto message = About<v1::ClaimCharged>(claim);
  message.set_grant(absl::StrCat("grants/", claim.grant));
  message.set_party(static_cast<v1::ChargedParty>(claim.party));
  *message.mutable_amount() = ToProto(claim.amount);
  *message.mutable_charge_time() = ToProto(claim.charge_time);
  *message.mutable_appeal_until_time() = ToProto(claim.appeal_until);
  message.set_move(claim.version);
  return message;
}

v1::ClaimSettled Settled(const PartyClaim& before, const PartyClaim& after, BusinessTime now) {
  auto message = About<v1::ClaimSettled>(after);
  const int64_t repaid = after.repaid - before.repaid;
  *message.mutable_amount() = MoneyOf(after, repaid > 0 ? repaid : after.settled - before.settled);
  message.set_repayment(repaid > 0);
  *message.mutable_left() = MoneyOf(after, repaid > 0 ? after.owed_back() : after.outstanding());
  *message.mutable_settle_time() = ToProto(now);
  message.set_move(after.version);
  return message;
}

v1::ClaimWrittenOff WrittenOff(const PartyClaim& claim, BusinessTime now) {
  auto message = About<v1::ClaimWrittenOff>(claim);
  *message.mutable_amount() = MoneyOf(claim, claim.written_off);
  *message.mutable_write_off_time() = ToProto(now);
  message.set_move(claim.version);
  return message;
}

v1::ClaimWithdrawn Withdrawn(const PartyClaim& claim, BusinessTime now) {
  auto message = About<v1::ClaimWithdrawn>(claim);
  message.set_reason(claim.withdraw_reason);
  *message.mutable_owed_back() = MoneyOf(claim, claim.owed_back());
  *message.mutable_withdraw_time() = ToProto(now);
  message.set_move(claim.version);
  return message;
}

v1::ChargeAppealed Appealed(const PartyClaim& claim, BusinessTime now) {
  auto message = About<v1::ChargeAppealed>(claim);
  message.set_ground(claim.appeal.ground);
  *message.mutable_appeal_time() = ToProto(now);
  return message;
}

v1::AppealDecided Decided(const PartyClaim& claim, BusinessTime now) {
  auto message = About<v1::AppealDecided>(claim);
  message.set_upheld(claim.appeal.state == AppealState::kUpheld);
  message.set_ground(claim.appeal.decision_ground);
  *message.mutable_decide_time() = ToProto(now);
  return message;
}

}  // namespace

std::vector<events::NewEvent> EventsOf(const absl::optional<PartyClaim>& before, const PartyClaim& after, BusinessTime now) {
  Speaker speaker(after, now);
  if (!before.has_value()) {
    speaker.Say(Charged(after));
    return speaker.said();
  }
  if (after.settled != before->settled || after.repaid != before->repaid) speaker.Say(Settled(*before, after, now));
  if (before->appeal.state == AppealState::kNone && after.appeal.state == AppealState::kPending)
    speaker.Say(Appealed(after, now));
  if (after.appeal.decide_time != before->appeal.decide_time) speaker.Say(Decided(after, now));
  if (after.state != before->state && after.state == ClaimState::kWrittenOff) speaker.Say(WrittenOff(after, now));
  if (after.state != before->state && after.state == ClaimState::kWithdrawn) speaker.Say(Withdrawn(after, now));
  return speaker.said();
}

}  // namespace redress::compensation
