#include "services/casework/app/reading.h"

#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::casework {

absl::StatusOr<CaseFile> Look(const Context& context, const Target& target) {
  absl::StatusOr<CaseFile> file;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    file = GetVisible(transaction, context, target);
    return file.status();
  }));
  return file;
}

absl::StatusOr<CaseView> ReadCase(const Context& context, const Target& target) {
  CaseView view;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(view.file, GetVisible(transaction, context, target));
    view.earlier = EarlierCases(transaction, view.file, kEarlierMax);
    return absl::OkStatus();
  }));
  return view;
}

absl::StatusOr<std::vector<CaseFile>> ReadCases(const Context& context, const CaseQuery& query) {
  absl::StatusOr<std::vector<CaseFile>> files;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    files = ListCases(transaction, context.vault, query);
    return files.status();
  }));
  return files;
}

absl::StatusOr<Timeline> ReadTimeline(const Context& context, const Target& target, int64_t after, int limit) {
  Timeline timeline;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const CaseFile file, GetVisible(transaction, context, target));
    ASSIGN_OR_RETURN(timeline.entries, ReadTrail(transaction, context.vault, target.number, after, limit));
    timeline.next_step = NextStepOf(file, context.policy.callback);
    return absl::OkStatus();
  }));
  return timeline;
}

absl::StatusOr<AuditReport> VerifyTrails(const Context& context, const std::string& number, Deadline deadline) {
  AuditReport report;
  RETURN_IF_ERROR(context.pool.Transact(deadline, [&](pqxx::work& transaction) -> absl::Status {
    transaction.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    ASSIGN_OR_RETURN(report, VerifyAudit(transaction, context.vault, number, deadline));
    const bool none = !number.empty() && report.case_count == 0;
    return none ? Error(absl::StatusCode::kNotFound, "CASE_NOT_FOUND", "no such case") : absl::OkStatus();
  }));
  return report;
}

}  // namespace redress::casework
