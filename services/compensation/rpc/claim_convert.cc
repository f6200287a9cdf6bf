#include "services/compensation/rpc/claim_convert.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "libs/base/page_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"

namespace redress::compensation {
namespace {

constexpr PageSizes kPages{.usual = 100, .most = 1'000};
constexpr size_t kGroundMax = 64;

std::string ClaimIdAt(const std::string& name, Violations* violations) {
  const absl::StatusOr<Uuid> id = Uuid::Parse(rpc::IdIn("claims/*", name, "name", violations));
  if (id.ok()) return id->ToString();
  if (MatchName("claims/*", name).ok()) violations->Add("name", "must be claims/* with a UUID");
  return "";
}

// A word that can be counted, never somebody's own words.
void CheckGround(const std::string& ground, Violations* violations) {
  const bool good = !ground.empty() && ground.size() <= kGroundMax &&
                    absl::ascii_isupper(static_cast<unsigned char>(ground[0])) &&
                    std::all_of(ground.begin(), ground.end(),
                                [](unsigned char c) { return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_'; });
  if (!good) violations->Add("ground", "must be an upper-case word, at most 64 of [A-Z0-9_]");
}

v1::Claim::Appeal AppealProto(const Appeal& appeal) {
  v1::Claim::Appeal proto;
  proto.set_state(static_cast<v1::Claim::Appeal::State>(appeal.state));
  proto.set_appellant(appeal.appellant);
  proto.set_ground(appeal.ground);
  *proto.mutable_appeal_time() = ToProto(*appeal.time);
  proto.set_decider(appeal.decider);
  proto.set_decision_ground(appeal.decision_ground);
  if (appeal.decide_time.has_value()) *proto.mutable_decide_time() = ToProto(*appeal.decide_time);
  return proto;
}

}  // namespace

v1::Claim ToProto(const ClaimView& view) {
  const PartyClaim& claim = view.claim;
  const auto money = [&](int64_t minor) { return ToProto(Money{minor, claim.amount.currency}); };
  v1::Claim proto;
  proto.set_name(view.name);
  proto.set_etag(view.etag);
  proto.set_grant(absl::StrCat("grants/", claim.grant));
  proto.set_case_(absl::StrCat("cases/", claim.case_number));
  proto.set_order(claim.order);
  proto.set_party(static_cast<v1::ChargedParty>(claim.party));
  *proto.mutable_amount() = ToProto(claim.amount);
  *proto.mutable_settled() = money(claim.settled);
  *proto.mutable_written_off() = money(claim.written_off);
  *proto.mutable_outstanding() = money(claim.outstanding());
  *proto.mutable_owed_back() = money(claim.owed_back());
  proto.set_state(static_cast<v1::Claim::State>(claim.state));
  proto.set_withdraw_reason(claim.withdraw_reason);
  proto.set_charger(claim.charger);
  *proto.mutable_charge_time() = ToProto(claim.charge_time);
  *proto.mutable_appeal_until_time() = ToProto(claim.appeal_until);
  if (claim.appeal.state != AppealState::kNone) *proto.mutable_appeal() = AppealProto(claim.appeal);
  if (claim.end_time.has_value()) *proto.mutable_end_time() = ToProto(*claim.end_time);
  return proto;
}

absl::StatusOr<Parsed<SettleCommand>> FromProto(const v1::RecordSettlementRequest& request) {
  Violations violations;
  Parsed<SettleCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.claim = ClaimIdAt(request.name(), &violations);
  parsed.command.etag = request.etag();
  parsed.command.repayment = request.repayment();
  const absl::StatusOr<Currency> currency = Currency::Parse(request.amount().currency_code());
  if (!currency.ok() || request.amount().amount_minor() <= 0) {
    violations.Add("amount", "must be positive, in a currency of three capital letters");
  } else {
    parsed.command.amount = {request.amount().amount_minor(), *currency};
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<WriteOffCommand>> FromProto(const v1::WriteOffClaimRequest& request) {
  Violations violations;
  Parsed<WriteOffCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.claim = ClaimIdAt(request.name(), &violations);
  parsed.command.etag = request.etag();
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<AppealCommand>> FromProto(const v1::AppealChargeRequest& request) {
  Violations violations;
  Parsed<AppealCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.claim = ClaimIdAt(request.name(), &violations);
  parsed.command.ground = request.ground();
  CheckGround(request.ground(), &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<DecideCommand>> FromProto(const v1::DecideAppealRequest& request) {
  Violations violations;
  Parsed<DecideCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.claim = ClaimIdAt(request.name(), &violations);
  parsed.command.etag = request.etag();
  parsed.command.upheld = request.upheld();
  parsed.command.ground = request.ground();
  CheckGround(request.ground(), &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<ClaimQuery> ClaimQueryOf(const v1::ListClaimsRequest& request) {
  ClaimQuery query;
  Violations violations;
  const auto grant = [&](const redress::Condition& condition) {
    return rpc::NameInto("grants/*", &query.grant)(condition) && Uuid::Parse(query.grant).ok();
  };
  const auto party = [&](const redress::Condition& condition) {
    const bool first = query.party.empty();
    query.party = condition.value;
    return first && ChargedPartyOf(condition.value).has_value();
  };
  const auto state = [&](const redress::Condition& condition) {
    const bool first = query.state.empty();
    query.state = condition.value;
    return first && ClaimStateOf(condition.value).has_value();
  };
  rpc::ApplyFilter(request.filter(),
                   {{{.name = "case"}, rpc::NameInto("cases/*", &query.case_number)},
                    {{.name = "grant"}, grant},
                    {{.name = "party"}, party},
                    {{.name = "state"}, state}},
                   &violations);
  query.limit = rpc::LimitOf(request.page_size(), kPages, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(query.after, ReadPageToken(request.page_token(), request.filter()));
  return query;
}

}  // namespace redress::compensation
