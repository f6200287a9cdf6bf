#include "absl/strings/str_cat.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "services/compensation/rpc/compensation_handler.h"
#include "services/compensation/rpc/convert.h"

namespace redress::compensation {

grpc::Status CompensationHandler::ListGrants(grpc::ServerContext* context, const v1::ListGrantsRequest* request,
                                             v1::ListGrantsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::ListGrantsResponse> {
    ASSIGN_OR_RETURN(const GrantQuery query, GrantQueryOf(*request, caller));
    ASSIGN_OR_RETURN(const std::vector<Grant> grants, ReadGrants(context_.pool, query));
    v1::ListGrantsResponse answer;
    for (const Grant& grant : grants) *answer.add_grants() = ToProto(ViewOf(grant));
    if (static_cast<int>(grants.size()) == query.limit) {
      answer.set_next_page_token(MakePageToken(GrantKey(grants.back()), request->filter()));
    }
    return answer;
  });
}

grpc::Status CompensationHandler::ListLedgerEntries(grpc::ServerContext* context, const v1::ListLedgerEntriesRequest* request,
                                                    v1::ListLedgerEntriesResponse* response) {
  using Answer = v1::ListLedgerEntriesResponse;
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<Answer> {
    ASSIGN_OR_RETURN(const EntryQuery query, EntryQueryOf(*request));
    ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries, ReadEntries(context_.pool, query));
    Answer answer;
    for (const StoredEntry& entry : entries) *answer.add_ledger_entries() = ToProto(entry);
    if (static_cast<int>(entries.size()) == query.limit) {
      answer.set_next_page_token(MakePageToken(absl::StrCat(entries.back().entry), request->filter()));
    }
    return answer;
  });
}

grpc::Status CompensationHandler::ListAccounts(grpc::ServerContext* context, const v1::ListAccountsRequest* request,
                                               v1::ListAccountsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListAccountsResponse> {
    ASSIGN_OR_RETURN(const std::vector<AccountSums> accounts, ReadAccounts(context_.pool));
    v1::ListAccountsResponse answer;
    for (const AccountSums& account : accounts) *answer.add_accounts() = ToProto(account);
    return answer;
  });
}

grpc::Status CompensationHandler::VerifyLedger(grpc::ServerContext* context, const v1::VerifyLedgerRequest* request,
                                               v1::VerifyLedgerResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::VerifyLedgerResponse> {
    ASSIGN_OR_RETURN(const Verification found, compensation::VerifyLedger(context_, request->ask_platform(), caller.deadline));
    return ToProto(found);
  });
}

grpc::Status CompensationHandler::ListBudgets(grpc::ServerContext* context, const v1::ListBudgetsRequest* request,
                                              v1::ListBudgetsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListBudgetsResponse> {
    ASSIGN_OR_RETURN(const std::string month, MonthOf(*request));
    ASSIGN_OR_RETURN(const std::vector<BudgetView> budgets, ReadBudgets(context_, month));
    v1::ListBudgetsResponse answer;
    for (const BudgetView& budget : budgets) *answer.add_budgets() = ToProto(budget);
    return answer;
  });
}

}  // namespace redress::compensation
