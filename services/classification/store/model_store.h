// Which model serves, by whose decision, how models compared, and what the shadow saw: in PostgreSQL, so that every replica
// follows. Functions with a transaction take part in the caller's. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/pg/pool.h"
#include "libs/pg/pqxx_compat.h"
#include "services/classification/domain/model_history.h"

namespace redress::classification {

// What one comparison said.
struct StoredEvaluation {
  std::string candidate;
  std::string serving;
  std::vector<std::string> objections;  // empty: it may be promoted
  BusinessTime time;
};

// What a shadow saw, or what it saw since this was told last.
struct ShadowCounts {
  int64_t texts = 0;
  int64_t dropped = 0;
  int64_t l1_agree = 0;
  int64_t tag_agree = 0;
  int64_t abstained = 0;
  int64_t serving_abstained = 0;
  double cpu_micros = 0;
  double serving_cpu_micros = 0;
};

struct ShadowRun {
  int64_t run = 0;
  std::string model;
  std::string actor;
  BusinessTime start;
  ShadowCounts counts;
};

// What a replica looks at again and again.
struct ModelState {
  absl::optional<std::string> serving;  // nothing: the release's
  absl::optional<ShadowRun> shadow;     // that runs
};

class ModelStore {
 public:
  explicit ModelStore(pg::Pool& pool) : pool_(pool) {}

  absl::StatusOr<ModelState> State();
  // All changes, oldest first.
  absl::StatusOr<std::vector<ModelChange>> Changes();
  // The versions that were compared with `serving`.
  absl::StatusOr<std::vector<std::string>> EvaluatedAgainst(const std::string& serving);
  absl::Status SaveEvaluation(const StoredEvaluation& evaluation);
  absl::Status AddShadowCounts(int64_t run, const ShadowCounts& counts);

  // Holds off every other change of what serves or shadows until the end of the transaction.
  static void Lock(pqxx::transaction_base& transaction);
  static std::vector<ModelChange> Changes(pqxx::transaction_base& transaction);
  // What speaks against letting `candidate` take the place of `serving`; nothing: they were not compared.
  static absl::optional<std::vector<std::string>> Objections(pqxx::transaction_base& transaction, const std::string& candidate,
                                                             const std::string& serving);
  static void AddChange(pqxx::transaction_base& transaction, size_t number, const ModelChange& change);
  static absl::optional<ShadowRun> RunningShadow(pqxx::transaction_base& transaction);
  // Ends what runs, and starts one for `model` unless that is empty.
  static void ChangeShadow(pqxx::transaction_base& transaction, const std::string& model, const std::string& actor,
                           BusinessTime now);

 private:
  pg::Pool& pool_;
};

}  // namespace redress::classification
