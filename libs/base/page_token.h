// Page tokens (AIP-158): where the next page of a listing begins, opaque to the caller. A token is bound to the filter with
// which its listing began; used with another one, or made up, it is refused. It is a position, not a permission: the listing
// authorises every page anew. Pure functions, thread safe.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace redress {

// `key`: the last row of this page, in the caller's own form, without personal data. `filter`: everything in the request that
// selects or orders rows (page size aside).
std::string MakePageToken(absl::string_view key, absl::string_view filter);

// The key; empty for an empty token, the first page. INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN otherwise.
absl::StatusOr<std::string> ReadPageToken(absl::string_view token, absl::string_view filter);

struct PageSizes {
  int32_t usual;  // for 0
  int32_t most;   // more is cut to this, as AIP-158 asks
};

// INVALID_ARGUMENT, reason INVALID_FIELDS naming `page_size`, for a negative one.
absl::StatusOr<int32_t> PageSize(int32_t requested, const PageSizes& sizes);

}  // namespace redress
