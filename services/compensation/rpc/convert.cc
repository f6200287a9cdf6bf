#include "services/compensation/rpc/convert.h"

#include "absl/strings/str_cat.h"
#include "libs/proto/values.h"
#include "services/compensation/domain/grant_state.h"
#include "services/compensation/store/decision_proto.h"

namespace redress::compensation {
namespace {

type::v1::Tag TagProto(const Tag& tag) {
  type::v1::Tag proto;
  proto.set_l1(tag.l1);
  proto.set_l2(tag.l2);
  return proto;
}

void SetOption(const Option& option, v1::RemedyOption* to) {
  v1::RemedyOption& proto = *to;
  proto.set_id(option.id);
  proto.set_kind(static_cast<v1::RemedyKind>(option.kind));
  proto.set_entitlement(static_cast<v1::EntitlementKind>(option.entitlement()));
  proto.set_order(option.order);
  proto.set_line(option.line);
  *proto.mutable_amount() = ToProto(option.amount);
  proto.set_quantity(option.quantity);
  proto.set_required_authority(static_cast<v1::Authority>(option.required));
  proto.set_due_within_ms(absl::ToInt64Milliseconds(option.within));
  for (const std::string& rule : option.rules) proto.add_rules(rule);
  proto.set_reason_zh(option.reason_zh);
  proto.set_reason_en(option.reason_en);
}

v1::Approval ApprovalProto(const Approval& approval) {
  v1::Approval proto;
  proto.set_approver(absl::StrCat("agents/", approval.approver));
  proto.set_authority(static_cast<v1::Authority>(approval.authority));
  proto.set_plan_hash(approval.plan_hash);
  *proto.mutable_approve_time() = ToProto(approval.time);
  return proto;
}

}  // namespace

void SetEvaluation(const Quotation& made, v1::Quotation* proto) {
  *proto->mutable_cause() = TagProto(made.cause);
  for (const Option& option : made.options) SetOption(option, proto->add_options());
  proto->set_policy_version(made.policy_version);
  *proto->mutable_create_time() = ToProto(made.create_time);
  for (const auto& [name, value] : made.facts) {
    v1::Quotation::Fact& fact = *proto->add_facts();
    fact.set_name(name);
    fact.set_value(value);
  }
  SetDecisions(made.decisions, proto);
}

v1::Quotation ToProto(const QuotationView& view) {
  const Quotation& quotation = view.quotation;
  v1::Quotation proto;
  SetEvaluation(quotation, &proto);
  proto.set_name(view.name);
  proto.set_case_(absl::StrCat("cases/", quotation.case_number));
  proto.set_hash(quotation.hash);
  *proto.mutable_expire_time() = ToProto(quotation.expire_time);
  return proto;
}

v1::AbuseFlag ToProto(const AbuseFlag& flag) {
  v1::AbuseFlag proto;
  proto.set_name(absl::StrCat("abuseFlags/", flag.id));
  proto.set_sign(static_cast<v1::AbuseFlag::Sign>(static_cast<int>(flag.finding.sign) + 1));
  proto.set_counted(flag.finding.counted);
  proto.set_allowed(flag.finding.allowed);
  proto.set_case_(absl::StrCat("cases/", flag.case_number));
  proto.set_quotation(absl::StrCat("quotations/", flag.quotation));
  if (!flag.grant.empty()) proto.set_grant(absl::StrCat("grants/", flag.grant));
  proto.set_customer(flag.customer);
  if (!flag.agent.empty()) proto.set_agent(absl::StrCat("agents/", flag.agent));
  *proto.mutable_raise_time() = ToProto(flag.raise_time);
  return proto;
}

v1::Grant ToProto(const GrantView& view) {
  const Grant& grant = view.grant;
  v1::Grant proto;
  proto.set_name(view.name);
  proto.set_etag(view.etag);
  proto.set_case_(absl::StrCat("cases/", grant.case_number));
  proto.set_quotation(absl::StrCat("quotations/", grant.quotation));
  proto.set_option(grant.option.id);
  proto.set_kind(static_cast<v1::RemedyKind>(grant.option.kind));
  proto.set_entitlement(static_cast<v1::EntitlementKind>(grant.option.entitlement()));
  proto.set_order(grant.option.order);
  proto.set_line(grant.option.line);
  *proto.mutable_amount() = ToProto(grant.option.amount);
  proto.set_quantity(grant.option.quantity);
  *proto.mutable_cause() = TagProto(grant.cause);
  proto.set_occurrence(grant.occurrence);
  proto.set_state(static_cast<v1::Grant::State>(grant.state));
  proto.set_failure_reason(grant.failure_reason);
  proto.set_result_reference(grant.result_reference);
  if (grant.approval.has_value()) *proto.mutable_approval() = ApprovalProto(*grant.approval);
  proto.set_proposer(absl::StrCat("agents/", grant.proposer));
  *proto.mutable_commit_time() = ToProto(grant.commit_time);
  if (grant.pay_time.has_value()) *proto.mutable_pay_time() = ToProto(*grant.pay_time);
  if (grant.fail_time.has_value()) *proto.mutable_fail_time() = ToProto(*grant.fail_time);
  if (grant.reverse_time.has_value()) *proto.mutable_reverse_time() = ToProto(*grant.reverse_time);
  for (const AbuseFlag& flag : view.flags) *proto.add_flags() = ToProto(flag);
  return proto;
}

v1::LedgerEntry ToProto(const StoredEntry& entry) {
  v1::LedgerEntry proto;
  proto.set_name(absl::StrCat("ledgerEntries/", entry.entry));
  proto.set_debit_account(absl::StrCat("accounts/", entry.transfer.debit));
  proto.set_credit_account(absl::StrCat("accounts/", entry.transfer.credit));
  *proto.mutable_amount() = ToProto(entry.transfer.amount);
  proto.set_reason(std::string(Word(entry.transfer.reason)));
  proto.set_grant(absl::StrCat("grants/", entry.grant));
  *proto.mutable_create_time() = ToProto(entry.time);
  if (!entry.claim.empty()) proto.set_claim(absl::StrCat("claims/", entry.claim));
  return proto;
}

v1::Account ToProto(const AccountSums& account) {
  v1::Account proto;
  proto.set_name(absl::StrCat("accounts/", account.account));
  *proto.mutable_debits() = ToProto(account.debits);
  *proto.mutable_credits() = ToProto(account.credits);
  return proto;
}

v1::Budget ToProto(const BudgetView& budget) {
  v1::Budget proto;
  proto.set_name(budget.name);
  *proto.mutable_limit() = ToProto(budget.limit);
  *proto.mutable_used() = ToProto(budget.used);
  return proto;
}

v1::VerifyLedgerResponse ToProto(const Verification& found) {
  v1::VerifyLedgerResponse proto;
  proto.set_entry_count(found.entries);
  proto.set_grant_count(found.grants);
  proto.set_link_count(found.links);
  proto.set_seal_count(found.seals);
  if (found.last_seal.has_value()) {
    v1::LedgerSeal& seal = *proto.mutable_last_seal();
    seal.set_name(absl::StrCat("ledgerSeals/", found.last_seal->number));
    seal.set_day(found.last_seal->day);
    seal.set_hash(found.last_seal->hash);
    *seal.mutable_seal_time() = ToProto(found.last_seal->time);
  }
  for (const LedgerFault& fault : found.faults) {
    v1::LedgerFault& added = *proto.add_faults();
    added.set_reason(fault.reason);
    added.set_subject(fault.subject);
    added.set_message(fault.message);
  }
  return proto;
}

}  // namespace redress::compensation
