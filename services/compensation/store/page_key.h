// Where a page of a listing begins that is ordered by time and id, the newest first: the key of the last row shown.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/time.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::compensation {

std::string PageKey(BusinessTime time, absl::string_view id);

// The condition that a row comes after the one of `key`; `columns`: of its time (µs) and id, `g.commit_us, g.id`.
// INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, for a key that is none.
absl::StatusOr<std::string> AfterPageKey(pqxx::transaction_base& transaction, absl::string_view columns, const std::string& key);

}  // namespace redress::compensation
