#include "services/classification/store/model_store.h"

#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"

namespace redress::classification {
namespace {

BusinessTime TimeIn(const pqxx::field& micros) {
  return BusinessTime::FromUnixMicros(micros.as<int64_t>());
}

}  // namespace

void ModelStore::Lock(pqxx::transaction_base& transaction) {
  pg::Exec(transaction, "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.model_change'))");
}

std::vector<ModelChange> ModelStore::Changes(pqxx::transaction_base& transaction) {
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT model_version, former_version, rollback, actor, reason, (extract(epoch from change_time) * 1000000)::bigint "
      "FROM model_change ORDER BY change");
  std::vector<ModelChange> changes;
  changes.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    changes.push_back({row[0].c_str(), row[1].c_str(), row[2].as<bool>(), row[3].c_str(), row[4].c_str(), TimeIn(row[5])});
  }
  return changes;
}

absl::optional<std::vector<std::string>> ModelStore::Objections(pqxx::transaction_base& transaction, const std::string& candidate,
                                                                const std::string& serving) {
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT objections FROM model_evaluation WHERE candidate = $1 AND serving = $2", candidate, serving);
  if (rows.empty()) return absl::nullopt;
  return pg::ParseTextArray(rows[0][0].c_str());
}

void ModelStore::AddChange(pqxx::transaction_base& transaction, size_t number, const ModelChange& change) {
  pg::Exec(transaction, "INSERT INTO model_change VALUES ($1, $2, $3, $4, $5, $6, $7)", static_cast<int64_t>(number),
           change.model, change.former, change.rollback, change.actor, change.reason, change.time.ToRfc3339());
}

absl::optional<ShadowRun> ModelStore::RunningShadow(pqxx::transaction_base& transaction) {
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT run, model_version, actor, (extract(epoch from start_time) * 1000000)::bigint, text_count, dropped_count, "
               "l1_agree_count, tag_agree_count, abstain_count, serving_abstain_count, cpu_micros, serving_cpu_micros "
               "FROM shadow_run WHERE end_time IS NULL");
  if (rows.empty()) return absl::nullopt;
  const pqxx::row row = rows[0];
  return ShadowRun{row[0].as<int64_t>(),
                   row[1].c_str(),
                   row[2].c_str(),
                   TimeIn(row[3]),
                   {row[4].as<int64_t>(), row[5].as<int64_t>(), row[6].as<int64_t>(), row[7].as<int64_t>(), row[8].as<int64_t>(),
                    row[9].as<int64_t>(), row[10].as<double>(), row[11].as<double>()}};
}

void ModelStore::ChangeShadow(pqxx::transaction_base& transaction, const std::string& model, const std::string& actor,
                              BusinessTime now) {
  pg::Exec(transaction, "UPDATE shadow_run SET end_time = $1 WHERE end_time IS NULL", now.ToRfc3339());
  if (model.empty()) return;
  pg::Exec(transaction,
           "INSERT INTO shadow_run (run, model_version, actor, start_time) "
           "SELECT coalesce(max(run), 0) + 1, $1, $2, $3 FROM shadow_run",
           model, actor, now.ToRfc3339());
}

absl::StatusOr<ModelState> ModelStore::State() {
  ModelState state;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& read) -> absl::Status {
    state = {};
    const pqxx::result rows = pg::Exec(read, "SELECT model_version FROM model_change ORDER BY change DESC LIMIT 1");
    if (!rows.empty()) state.serving = rows[0][0].c_str();
    state.shadow = RunningShadow(read);
    return absl::OkStatus();
  }));
  return state;
}

absl::StatusOr<std::vector<ModelChange>> ModelStore::Changes() {
  std::vector<ModelChange> changes;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& read) -> absl::Status {
    changes = Changes(read);
    return absl::OkStatus();
  }));
  return changes;
}

absl::StatusOr<std::vector<std::string>> ModelStore::EvaluatedAgainst(const std::string& serving) {
  std::vector<std::string> candidates;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& read) -> absl::Status {
    candidates.clear();
    const pqxx::result rows = pg::Exec(read, "SELECT candidate FROM model_evaluation WHERE serving = $1", serving);
    candidates.reserve(rows.size());
    for (const pqxx::row& row : rows) candidates.emplace_back(row[0].c_str());
    return absl::OkStatus();
  }));
  return candidates;
}

absl::Status ModelStore::SaveEvaluation(const StoredEvaluation& evaluation) {
  return pool_.Transact([&](pqxx::work& work) -> absl::Status {
    pg::Exec(work,
             "INSERT INTO model_evaluation VALUES ($1, $2, $3, $4) ON CONFLICT (candidate, serving) DO UPDATE SET "
             "objections = excluded.objections, evaluate_time = excluded.evaluate_time",
             evaluation.candidate, evaluation.serving, pg::ArrayOf(absl::MakeConstSpan(evaluation.objections)),
             evaluation.time.ToRfc3339());
    return absl::OkStatus();
  });
}

absl::Status ModelStore::AddShadowCounts(int64_t run, const ShadowCounts& counts) {
  return pool_.Transact([&](pqxx::work& work) -> absl::Status {
    pg::Exec(work,
             "UPDATE shadow_run SET text_count = text_count + $2, dropped_count = dropped_count + $3, "
             "l1_agree_count = l1_agree_count + $4, tag_agree_count = tag_agree_count + $5, abstain_count = abstain_count + $6, "
             "serving_abstain_count = serving_abstain_count + $7, cpu_micros = cpu_micros + $8, "
             "serving_cpu_micros = serving_cpu_micros + $9 WHERE run = $1",
             run, counts.texts, counts.dropped, counts.l1_agree, counts.tag_agree, counts.abstained, counts.serving_abstained,
             counts.cpu_micros, counts.serving_cpu_micros);
    return absl::OkStatus();
  });
}

}  // namespace redress::classification
