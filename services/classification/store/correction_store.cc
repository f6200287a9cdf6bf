#include "services/classification/store/correction_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/pg/exec.h"

namespace redress::classification {

absl::StatusOr<bool> CorrectionStore::Note(pqxx::transaction_base& transaction, const PersonSaid& said) {
  const std::string complaint = said.complaint.ToString();
  const pqxx::result rows = pg::Exec(transaction,
                                     "SELECT l1, l2, abstained, model_version FROM prediction WHERE complaint = $1 "
                                     "ORDER BY create_time DESC, model_version LIMIT 1",
                                     complaint);
  if (rows.empty()) return false;
  const TagName predicted{rows[0][0].c_str(), rows[0][1].c_str()};
  const bool abstained = rows[0][2].as<bool>();
  if (Confirms(predicted, abstained, said.tag)) {
    pg::Exec(transaction, "DELETE FROM correction WHERE complaint = $1 AND correct_time <= $2", complaint, said.time.ToRfc3339());
    return false;
  }
  pg::Exec(transaction,
           "INSERT INTO correction VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (complaint) DO UPDATE SET "
           "predicted_l1 = excluded.predicted_l1, predicted_l2 = excluded.predicted_l2, corrected_l1 = excluded.corrected_l1, "
           "corrected_l2 = excluded.corrected_l2, abstained = excluded.abstained, model_version = excluded.model_version, "
           "correct_time = excluded.correct_time WHERE correction.correct_time <= excluded.correct_time",
           complaint, predicted.l1, predicted.l2, said.tag.l1, said.tag.l2, abstained, rows[0][3].c_str(), said.time.ToRfc3339());
  return true;
}

absl::StatusOr<std::vector<Correction>> CorrectionStore::List(const CorrectionQuery& query) {
  std::vector<Correction> corrections;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& read) -> absl::Status {
    corrections.clear();
    std::vector<std::string> conditions = {"true"};
    const auto time = [&](const char* how, BusinessTime value) {
      conditions.push_back(absl::StrCat("correct_time ", how, " ", read.quote(value.ToRfc3339())));
    };
    if (query.from) time(">=", *query.from);
    if (query.until) time("<", *query.until);
    if (!query.model.empty()) conditions.push_back(absl::StrCat("model_version = ", read.quote(query.model)));
    if (query.after) {
      conditions.push_back(absl::StrCat("(correct_time, complaint) > (", read.quote(query.after->time.ToRfc3339()), ", ",
                                        read.quote(query.after->complaint), ")"));
    }
    const pqxx::result rows = read.exec(
        absl::StrCat("SELECT complaint, predicted_l1, predicted_l2, corrected_l1, corrected_l2, abstained, model_version, "
                     "(extract(epoch from correct_time) * 1000000)::bigint FROM correction WHERE ",
                     absl::StrJoin(conditions, " AND "), " ORDER BY correct_time, complaint LIMIT ", query.limit));
    corrections.reserve(rows.size());
    for (const pqxx::row& row : rows) {
      ASSIGN_OR_RETURN(const ComplaintNumber complaint, ComplaintNumber::Parse(row[0].c_str()));
      corrections.push_back({complaint,
                             {row[1].c_str(), row[2].c_str()},
                             {row[3].c_str(), row[4].c_str()},
                             row[5].as<bool>(),
                             row[6].c_str(),
                             BusinessTime::FromUnixMicros(row[7].as<int64_t>())});
    }
    return absl::OkStatus();
  }));
  return corrections;
}

}  // namespace redress::classification
