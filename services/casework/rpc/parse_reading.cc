// What is asked about reading, links and delegation.
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/complaint_number.h"
#include "libs/base/numbered_name.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/request_fields.h"
#include "services/casework/rpc/parse.h"
#include "services/casework/rpc/request_reader.h"

namespace redress::casework {
namespace {

constexpr PageSizes kPages{.usual = 100, .most = 1'000};

absl::Status BadPageToken() {
  return WithViolations(Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not of this listing"),
                        {{"page_token", "must come from the page before"}});
}

// A condition that sets `target`, once, to what `parse` makes of its value.
template <class Value, class Parse>
std::function<bool(const Condition&)> Into(absl::optional<Value>* target, Parse parse) {
  return [target, parse](const Condition& condition) {
    if (target->has_value()) return false;
    *target = parse(condition.value);
    return target->has_value();
  };
}

absl::optional<BusinessTime> TimeIn(const std::string& text) {
  const absl::StatusOr<BusinessTime> time = BusinessTime::ParseRfc3339(text);
  if (!time.ok()) return absl::nullopt;
  return *time;
}

absl::optional<std::string> ComplaintIn(const std::string& name) {
  const absl::StatusOr<ComplaintNumber> number = ParseNumberedName(name, "complaints/", "filter");
  if (!number.ok()) return absl::nullopt;
  return number->ToString();
}

}  // namespace

absl::StatusOr<std::string> FromProto(const v1::GetCaseRequest& request) {
  RequestReader reader(request);
  std::string number = reader.Number("cases/", request.name(), "name");
  RETURN_IF_ERROR(reader.Finish());
  return number;
}

absl::StatusOr<CaseQuery> FromProto(const v1::ListCasesRequest& request) {
  CaseQuery query;
  absl::optional<std::string> complaint;
  Violations violations;
  rpc::ApplyFilter(request.filter(),
                   {{{.name = "state"}, Into(&query.state, [](const std::string& word) { return ValueOf<CaseState>(word); })},
                    {{.name = "owner"}, rpc::NameInto("agents/*", &query.owner)},
                    {{.name = "complaint"}, Into(&complaint, ComplaintIn)},
                    {{.name = "open_time", .ops = {FilterOp::kGreaterOrEqual}}, Into(&query.open_from, TimeIn)}},
                   &violations);
  query.complaint = complaint.value_or("");
  query.limit = rpc::LimitOf(request.page_size(), kPages, &violations);
  rpc::CheckNoNul(request, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(query.after, ReadPageToken(request.page_token(), request.filter()));
  return query;
}

std::string NextPageToken(const v1::ListCasesRequest& request, const CaseFile& last) {
  return MakePageToken(CaseKey(last), request.filter());
}

absl::StatusOr<TimelineQuery> FromProto(const v1::ListTimelineRequest& request) {
  RequestReader reader(request);
  TimelineQuery query;
  query.number = reader.Number("cases/", request.parent(), "parent");
  const absl::StatusOr<int32_t> limit = PageSize(request.page_size(), kPages);
  reader.Require(limit.ok(), "page_size", "must not be negative");
  RETURN_IF_ERROR(reader.Finish());
  query.limit = *limit;
  ASSIGN_OR_RETURN(const std::string key, ReadPageToken(request.page_token(), request.parent()));
  if (!key.empty() && !absl::SimpleAtoi(key, &query.after)) return BadPageToken();
  return query;
}

std::string NextPageToken(const v1::ListTimelineRequest& request, int64_t last_sequence) {
  return MakePageToken(absl::StrCat(last_sequence), request.parent());
}

absl::StatusOr<DelegateDraft> FromProto(const v1::DelegateApprovalRequest& request) {
  RequestReader reader(request);
  const v1::Delegation& delegation = request.delegation();
  DelegateDraft draft;
  draft.request_id = reader.RequestId();
  draft.delegate = reader.Id("agents/*", delegation.delegate(), "delegation.delegate");
  reader.Require(delegation.has_expire_time(), "delegation.expire_time");
  const auto expire = reader.Time(delegation.has_expire_time(), delegation.expire_time(), "delegation.expire_time");
  RETURN_IF_ERROR(reader.Finish());
  draft.expire_time = *expire;
  return draft;
}

absl::StatusOr<LinkWish> FromProto(const v1::IssueLinkRequest& request) {
  RequestReader reader(request);
  LinkWish wish;
  wish.number = reader.Number("cases/", request.name(), "name");
  const absl::optional<LinkParty> party = ValueOf<LinkParty>(request.party());
  reader.Require(party.has_value(), "party", "CUSTOMER, SELLER, CARRIER or DEPARTMENT");
  const absl::optional<LinkAction> action = ValueOf<LinkAction>(request.action());
  reader.Require(action.has_value(), "action", "ANSWER_PLAN, ANSWER_EVIDENCE_REQUEST, ANSWER_TASK or APPEAL");
  reader.Require(request.has_expire_time(), "expire_time");
  const auto expire = reader.Time(request.has_expire_time(), request.expire_time(), "expire_time");
  RETURN_IF_ERROR(reader.Finish());
  wish.draft = {*party, *action, request.subject(), *expire};
  return wish;
}

absl::StatusOr<ScriptsWish> FromProto(const v1::SuggestScriptsRequest& request) {
  RequestReader reader(request);
  ScriptsWish wish{reader.Number("cases/", request.name(), "name"), request.language()};
  reader.Require(wish.language.empty() || wish.language == "zh" || wish.language == "en", "language", "zh, en or empty for both");
  RETURN_IF_ERROR(reader.Finish());
  return wish;
}

absl::StatusOr<std::string> FromProto(const v1::VerifyAuditRequest& request) {
  RequestReader reader(request);
  std::string number = request.case_().empty() ? "" : reader.Number("cases/", request.case_(), "case");
  RETURN_IF_ERROR(reader.Finish());
  return number;
}

}  // namespace redress::casework
