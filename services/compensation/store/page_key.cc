#include "services/compensation/store/page_key.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"

namespace redress::compensation {

std::string PageKey(BusinessTime time, absl::string_view id) {
  return absl::StrCat(time.micros(), "/", id);
}

absl::StatusOr<std::string> AfterPageKey(pqxx::transaction_base& transaction, absl::string_view columns, const std::string& key) {
  const std::vector<std::string> parts = absl::StrSplit(key, '/');
  int64_t time = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &time) || !Uuid::Parse(parts[1]).ok()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
  }
  return absl::StrCat("(", columns, ") < (", time, ", ", transaction.quote(parts[1]), "::uuid)");
}

}  // namespace redress::compensation
