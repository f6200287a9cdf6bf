// Corrections in PostgreSQL: one a complaint, the last word. No text. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/pg/pool.h"
#include "libs/pg/pqxx_compat.h"
#include "services/classification/domain/correction.h"

namespace redress::classification {

// What a person said of the tag of a complaint.
struct PersonSaid {
  ComplaintNumber complaint;
  TagName tag;
  BusinessTime time;
};

// Where a page begins: behind this correction.
struct CorrectionKey {
  BusinessTime time;
  std::string complaint;
};

struct CorrectionQuery {
  absl::optional<BusinessTime> from;   // inclusive
  absl::optional<BusinessTime> until;  // exclusive
  std::string model;                   // empty: any
  absl::optional<CorrectionKey> after;
  int limit = 100;
};

class CorrectionStore {
 public:
  explicit CorrectionStore(pg::Pool& pool) : pool_(pool) {}

  // Takes note of what a person said, within the caller's transaction: a correction where it is one; one that was noted before
  // goes where the person now agrees with the model. Without a prediction there is nothing to correct. What was said earlier than
  // what is noted changes nothing. True where a correction was noted.
  static absl::StatusOr<bool> Note(pqxx::transaction_base& transaction, const PersonSaid& said);

  // Oldest first.
  absl::StatusOr<std::vector<Correction>> List(const CorrectionQuery& query);

 private:
  pg::Pool& pool_;
};

}  // namespace redress::classification
