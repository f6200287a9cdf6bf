#include "services/classification/store/prediction_store.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/classification/store/prediction_rows.h"

namespace redress::classification {
namespace {

std::set<std::pair<std::string, std::string>> ClassesOf(const Taxonomy& taxonomy) {
  std::set<std::pair<std::string, std::string>> classes;
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) {
    classes.emplace(level1.id, "");
    for (const Taxonomy::Level2& level2 : level1.level2) classes.emplace(level1.id, level2.id);
  }
  return classes;
}

}  // namespace

absl::Status PredictionStore::SaveTaxonomy(const Taxonomy& taxonomy) {
  const auto classes = ClassesOf(taxonomy);
  std::vector<std::string> l1s, l2s;
  for (const auto& [l1, l2] : classes) l1s.push_back(l1), l2s.push_back(l2);
  return pool_.Transact([&](pqxx::work& work) -> absl::Status {
    // Replicas that start at once take turns.
    pg::Exec(work, "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.taxonomy_class'))");
    std::set<std::pair<std::string, std::string>> stored;
    for (const pqxx::row& row : pg::Exec(work, "SELECT l1, l2 FROM taxonomy_class WHERE version = $1", taxonomy.version())) {
      stored.emplace(row[0].c_str(), row[1].c_str());
    }
    if (stored == classes) return absl::OkStatus();
    if (!stored.empty()) {
      return Error(absl::StatusCode::kFailedPrecondition, "TAXONOMY_CHANGED",
                   absl::StrCat("taxonomy ", taxonomy.version(), " was stored with other classes: a change needs a new version"));
    }
    pg::Exec(work, "INSERT INTO taxonomy_class SELECT $1, * FROM unnest($2::text[], $3::text[])", taxonomy.version(),
             pg::ArrayOf(absl::MakeConstSpan(l1s)), pg::ArrayOf(absl::MakeConstSpan(l2s)));
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<StoredPrediction>> PredictionStore::Save(absl::Span<const StoredPrediction> predictions) {
  std::vector<StoredPrediction> saved(predictions.begin(), predictions.end());
  if (saved.empty()) return saved;
  const PredictionColumns c(predictions);
  const Prediction& first = saved.front().prediction;
  std::set<std::string> fresh;
  RETURN_IF_ERROR(pool_.Autocommit([&](pqxx::nontransaction& work) -> absl::Status {
    fresh.clear();
    const pqxx::result rows =
        pg::Exec(work, "SELECT insert_predictions($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
                 c.complaints, first.model_version, first.taxonomy_version, c.l1s, c.l2s, c.confidences, c.runner_up_l1s,
                 c.runner_up_l2s, c.runner_up_confidences, c.abstentions, c.complaint_flags, c.severities, c.reasons, c.languages,
                 c.teams, c.findings, saved.front().create_time.ToRfc3339());
    for (const pqxx::row& row : rows) fresh.insert(row[0].c_str());
    return absl::OkStatus();
  }));
  if (fresh.size() == saved.size()) return saved;

  std::map<std::string, StoredPrediction> former;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& read) -> absl::Status {
    const pqxx::result rows = pg::Exec(
        read,
        absl::StrCat("SELECT ", kPredictionColumns, " FROM prediction WHERE complaint = ANY ($1::text[]) AND model_version = $2"),
        c.complaints, first.model_version);
    for (const pqxx::row& row : rows) {
      ASSIGN_OR_RETURN(StoredPrediction stored, PredictionOf(row));
      former.insert_or_assign(stored.complaint.ToString(), std::move(stored));
    }
    return absl::OkStatus();
  }));
  for (StoredPrediction& stored : saved) {
    if (const auto found = former.find(stored.complaint.ToString()); found != former.end()) stored = found->second;
  }
  return saved;
}

absl::StatusOr<StoredPrediction> PredictionStore::Newest(const ComplaintNumber& complaint) {
  absl::optional<StoredPrediction> newest;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& read) -> absl::Status {
    const pqxx::result rows =
        pg::Exec(read,
                 absl::StrCat("SELECT ", kPredictionColumns,
                              " FROM prediction WHERE complaint = $1 ORDER BY create_time DESC, model_version LIMIT 1"),
                 complaint.ToString());
    if (rows.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(newest, PredictionOf(rows[0]));
    return absl::OkStatus();
  }));
  if (newest) return *std::move(newest);
  return Error(absl::StatusCode::kNotFound, "PREDICTION_NOT_FOUND", "this complaint has not been classified");
}

}  // namespace redress::classification
