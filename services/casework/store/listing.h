// What is listed of cases, newest first, page by page. The statement walks an index from where the former page ended, however
// many cases there are; the cases of a page are read together (case_reading.h), so the number of statements does not depend on
// it. In the caller's transaction; SQL failures are thrown and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

inline constexpr int kListMax = 1'000;

struct CaseQuery {
  absl::optional<CaseState> state;         // nothing: any
  std::string owner;                       // bare agent id; empty: any
  std::string complaint;                   // number of one of its complaints; empty: any
  absl::optional<BusinessTime> open_from;  // opened then or later
  std::string reader;                      // bare agent id: only what AddReader lets it read; empty: all
  std::string after;                       // CaseKey of the last one seen; empty: from the newest
  int limit = 100;                         // 1 … kListMax; another number is brought there
};

// INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, for an `after` that is none; else as ReadCases.
absl::StatusOr<std::vector<CaseFile>> ListCases(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                const CaseQuery& query);

// Where a page that ends with this case goes on.
std::string CaseKey(const CaseFile& file);

// The statement that finds the numbers of a page; for tests of its plan. INVALID_PAGE_TOKEN as above.
absl::StatusOr<std::string> CaseListSql(pqxx::transaction_base& transaction, const CaseQuery& query);

}  // namespace redress::casework
