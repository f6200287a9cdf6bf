#include "absl/strings/str_cat.h"
#include "libs/base/page_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"
#include "services/compensation/app/abuse.h"
#include "services/compensation/rpc/compensation_handler.h"
#include "services/compensation/rpc/convert.h"

namespace redress::compensation {
namespace {

constexpr PageSizes kPages{.usual = 100, .most = 1'000};

absl::StatusOr<FlagQuery> FlagQueryOf(const v1::ListAbuseFlagsRequest& request) {
  FlagQuery query;
  Violations violations;
  const auto sign = [&](const redress::Condition& condition) {
    const bool first = query.sign.empty();
    query.sign = condition.value;
    return first && AbuseSignOf(condition.value).has_value();
  };
  rpc::ApplyFilter(request.filter(),
                   {{{.name = "case"}, rpc::NameInto("cases/*", &query.case_number)},
                    {{.name = "agent"}, rpc::NameInto("agents/*", &query.agent)},
                    {{.name = "sign"}, sign}},
                   &violations);
  query.limit = rpc::LimitOf(request.page_size(), kPages, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(query.after, ReadPageToken(request.page_token(), request.filter()));
  return query;
}

}  // namespace

grpc::Status CompensationHandler::ListAbuseFlags(grpc::ServerContext* context, const v1::ListAbuseFlagsRequest* request,
                                                 v1::ListAbuseFlagsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListAbuseFlagsResponse> {
    ASSIGN_OR_RETURN(const FlagQuery query, FlagQueryOf(*request));
    ASSIGN_OR_RETURN(const std::vector<AbuseFlag> flags, ReadFlags(context_.pool, query));
    v1::ListAbuseFlagsResponse answer;
    for (const AbuseFlag& flag : flags) *answer.add_abuse_flags() = ToProto(flag);
    if (static_cast<int>(flags.size()) == query.limit) {
      answer.set_next_page_token(MakePageToken(FlagKey(flags.back()), request->filter()));
    }
    return answer;
  });
}

}  // namespace redress::compensation
