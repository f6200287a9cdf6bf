// Stores batches of complaints: one call of the function store_complaints, which commits by itself (events.md, Append). Run again
// after a lost connection with the same request ids and numbers it stores nothing twice. Thread safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/pg/pool.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

// Full name of the method under which submissions are remembered, whichever way they come.
inline constexpr char kSubmitMethod[] = "/redress.intake.v1.IntakeService/SubmitComplaint";
inline constexpr int64_t kNumberBlock = 1'000;

class ComplaintWriter {
 public:
  // `pool` needs Statements().
  explicit ComplaintWriter(pg::Pool& pool) : pool_(pool) {}
  static std::map<std::string, std::string> Statements();

  // Results aligned with the batch. ABORTED, reason DATA_KEY_CHANGED: nothing is stored; another replica has made one of the new
  // keys, or a known one is erased: find the keys again and seal anew.
  absl::StatusOr<std::vector<StoreResult>> Store(const NewBatch& batch);

  // The same as the only statement of the caller's transaction, on a connection with Statements().
  static absl::StatusOr<std::vector<StoreResult>> StoreIn(pqxx::transaction_base& transaction, const NewBatch& batch);

  // The first of kNumberBlock sequences that are the caller's.
  absl::StatusOr<int64_t> ReserveNumbers();

  // The keys of those owners that have one.
  absl::StatusOr<std::vector<WrappedKey>> FindKeys(const std::vector<std::string>& owners);

 private:
  pg::Pool& pool_;
};

}  // namespace redress::intake
