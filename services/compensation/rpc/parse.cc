#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"
#include "services/compensation/domain/grant_state.h"
#include "services/compensation/rpc/convert.h"
#include "services/compensation/rpc/platform_shop.h"

namespace redress::compensation {
namespace {

constexpr PageSizes kPages{.usual = 100, .most = 1'000};
constexpr int kLinesMax = 20;
constexpr int kPartitionMax = 63;
constexpr size_t kReasonCodePointsMax = 200;
constexpr size_t kTagMax = 63;

std::string UuidAt(absl::string_view pattern, const std::string& name, absl::string_view field, Violations* violations) {
  const absl::StatusOr<Uuid> id = Uuid::Parse(rpc::IdIn(pattern, name, field, violations));
  if (id.ok()) return id->ToString();
  if (MatchName(pattern, name).ok()) violations->Add(field, absl::StrCat("must be ", pattern, " with a UUID"));
  return "";
}

// Lower-case hexadecimal digits, so many.
bool IsHex(absl::string_view text, size_t size) {
  return text.size() == size &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsTagWord(absl::string_view text) {
  return text.size() <= kTagMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; });
}

absl::optional<Money> MoneyAt(const type::v1::Money& proto, absl::string_view field, Violations* violations) {
  const absl::StatusOr<Currency> currency = Currency::Parse(proto.currency_code());
  if (currency.ok() && proto.amount_minor() >= 0) return Money{proto.amount_minor(), *currency};
  violations->Add(field, "must be not negative, in a currency of three capital letters");
  return absl::nullopt;
}

Claim ClaimOf(const v1::QuoteRequest& request, Violations* violations) {
  Claim claim;
  claim.channel = WordAt(request.channel(), "channel", violations);
  claim.region = WordAt(request.region(), "region", violations);
  claim.seller_tier = WordAt(request.seller_tier(), "seller_tier", violations);
  claim.cause = {request.cause().l1(), request.cause().l2()};
  if (claim.cause.l1.empty() || !IsTagWord(claim.cause.l1) || !IsTagWord(claim.cause.l2)) {
    violations->Add("cause", "must be a tag: L1 and perhaps L2, in UPPER_SNAKE_CASE");
  }
  if (request.lines_size() > kLinesMax) violations->Add("lines", absl::StrCat("must be at most ", kLinesMax));
  for (int i = 0; i < std::min(request.lines_size(), kLinesMax); ++i) {
    const v1::OrderLineRef& line = request.lines(i);
    const std::string field = absl::StrCat("lines[", i, "]");
    rpc::IdIn("orders/*", line.order(), field + ".order", violations);
    if (line.quantity() < 0 || (line.line().empty() && line.quantity() != 0)) {
      violations->Add(field + ".quantity", "must not be negative, and be 0 without a line");
    }
    claim.lines.push_back({line.order(), line.line(), line.quantity()});
  }
  for (int i = 0; i < request.findings_size(); ++i) {
    const std::string& word = request.findings(i);
    const bool known = std::find(kFindings.begin(), kFindings.end(), word) != kFindings.end();
    const bool twice = std::find(claim.findings.begin(), claim.findings.end(), word) != claim.findings.end();
    if (!known || twice) {
      violations->Add(absl::StrCat("findings[", i, "]"), "must be counterfeit, unsafe_food or seven_day_return, none twice");
    }
    claim.findings.push_back(word);
  }
  if (request.has_claimed()) claim.claimed = MoneyAt(request.claimed(), "claimed", violations);
  return claim;
}

Approval ApprovalOf(const v1::Approval& proto, Violations* violations) {
  Approval approval;
  approval.approver = rpc::IdIn("agents/*", proto.approver(), "approval.approver", violations);
  approval.plan_hash = proto.plan_hash();
  if (!IsHex(proto.plan_hash(), 64)) violations->Add("approval.plan_hash", "must be 64 hexadecimal digits in lower case");
  if (proto.authority() == v1::AUTHORITY_UNSPECIFIED) {
    violations->Add("approval.authority", "is required");
  } else {
    approval.authority = static_cast<Authority>(proto.authority());
  }
  if (!proto.has_approve_time()) violations->Add("approval.approve_time", "is required");
  approval.time = TimeOf(proto.approve_time());
  return approval;
}

// Puts a whole name that is like `pattern` into `target`, once.
auto WholeNameInto(absl::string_view pattern, std::string* target) {
  return [pattern, target](const redress::Condition& condition) {
    if (!MatchName(pattern, condition.value).ok() || !target->empty()) return false;
    *target = condition.value;
    return true;
  };
}

}  // namespace

std::string WordAt(const std::string& word, absl::string_view field, Violations* violations) {
  const bool good = word.size() <= kTagMax && std::all_of(word.begin(), word.end(), [](unsigned char c) {
                      return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
                    });
  if (!good) violations->Add(field, "must be at most 63 of [A-Z0-9_]");
  return word;
}

absl::StatusOr<Parsed<QuoteCommand>> FromProto(const v1::QuoteRequest& request) {
  Violations violations;
  Parsed<QuoteCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.case_number = rpc::IdIn("cases/*", request.case_(), "case", &violations);
  parsed.command.claim = ClaimOf(request, &violations);
  parsed.command.customer = request.customer();
  if (!request.customer().empty() && !IsHex(request.customer(), 32)) {
    violations.Add("customer", "must be empty or 32 hexadecimal digits in lower case");
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<GrantCommand>> FromProto(const v1::CommitGrantRequest& request) {
  Violations violations;
  Parsed<GrantCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  GrantCommand& command = parsed.command;
  command.quotation = UuidAt("quotations/*", request.quotation(), "quotation", &violations);
  command.option = request.option();
  if (request.option().empty()) violations.Add("option", "is required");
  command.proposer = rpc::IdIn("agents/*", request.proposer(), "proposer", &violations);
  command.plan_hash = request.plan_hash();
  if (!IsHex(request.plan_hash(), 64)) violations.Add("plan_hash", "must be 64 hexadecimal digits in lower case");
  command.case_total = MoneyAt(request.case_total(), "case_total", &violations).value_or(Money());
  if (request.has_approval()) command.approval = ApprovalOf(request.approval(), &violations);
  command.partition = request.partition();
  if (!request.has_partition() || request.partition() < 0 || request.partition() > kPartitionMax) {
    violations.Add("partition", absl::StrCat("is required, 0 … ", kPartitionMax));
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<Parsed<ReverseCommand>> FromProto(const v1::ReverseGrantRequest& request) {
  Violations violations;
  Parsed<ReverseCommand> parsed{rpc::RequestIdOf(request, &violations), {}};
  parsed.command.grant = UuidAt("grants/*", request.name(), "name", &violations);
  parsed.command.etag = request.etag();
  parsed.command.reason = request.reason();
  rpc::CheckText(request.reason(), kReasonCodePointsMax, "reason", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return parsed;
}

absl::StatusOr<ReportedOutcome> FromProto(const v1::ReportOperationRequest& request) {
  Violations violations;
  ReportedOutcome reported;
  reported.grant = UuidAt("operations/*", request.operation().name(), "operation.name", &violations);
  const absl::StatusOr<Outcome> outcome = OutcomeOf(request.operation());
  if (!outcome.ok()) violations.Add("operation.state", "is required");
  RETURN_IF_ERROR(violations.ToStatus());
  reported.outcome = *outcome;
  return reported;
}

absl::StatusOr<std::string> UuidIn(const std::string& pattern, const std::string& name) {
  Violations violations;
  std::string id = UuidAt(pattern, name, "name", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return id;
}

std::string ProposerSeenBy(const rpc::Caller& caller) {
  constexpr rpc::RoleSet kSeeAll = {auth::v1::ROLE_SUPERVISOR, auth::v1::ROLE_MANAGER, auth::v1::ROLE_LEGAL,
                                    auth::v1::ROLE_AUDITOR, auth::v1::ROLE_SERVICE};
  if (caller.roles.Meets(kSeeAll)) return "";
  absl::string_view id = caller.subject;
  return absl::ConsumePrefix(&id, "agents/") ? std::string(id) : "/";  // who is no agent has proposed nothing
}

absl::StatusOr<GrantQuery> GrantQueryOf(const v1::ListGrantsRequest& request, const rpc::Caller& caller) {
  GrantQuery query;
  query.proposer = ProposerSeenBy(caller);
  const auto state = [&](const redress::Condition& condition) {
    const bool first = query.state.empty();
    query.state = condition.value;
    return first && GrantStateOf(condition.value).has_value();
  };
  Violations violations;
  rpc::ApplyFilter(request.filter(),
                   {{{.name = "case"}, rpc::NameInto("cases/*", &query.case_number)},
                    {{.name = "order"}, WholeNameInto("orders/*", &query.order)},
                    {{.name = "state"}, state}},
                   &violations);
  query.limit = rpc::LimitOf(request.page_size(), kPages, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(query.after, ReadPageToken(request.page_token(), request.filter()));
  return query;
}

absl::StatusOr<EntryQuery> EntryQueryOf(const v1::ListLedgerEntriesRequest& request) {
  EntryQuery query;
  Violations violations;
  const auto grant = [&](const redress::Condition& condition) {
    return rpc::NameInto("grants/*", &query.grant)(condition) && Uuid::Parse(query.grant).ok();
  };
  rpc::ApplyFilter(request.filter(),
                   {{{.name = "grant"}, grant}, {{.name = "account"}, rpc::NameInto("accounts/*", &query.account)}}, &violations);
  query.limit = rpc::LimitOf(request.page_size(), kPages, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(const std::string after, ReadPageToken(request.page_token(), request.filter()));
  if (!after.empty() && !absl::SimpleAtoi(after, &query.after)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
  }
  return query;
}

absl::StatusOr<std::string> MonthOf(const v1::ListBudgetsRequest& request) {
  const std::string& month = request.month();
  absl::CivilMonth parsed;
  const bool good = month.empty() || (month.size() == 7 && absl::ParseCivilTime(month, &parsed));
  if (good) return month;
  Violations violations;
  violations.Add("month", "must be a month such as 2026-11, or empty");
  return violations.ToStatus();
}

}  // namespace redress::compensation
