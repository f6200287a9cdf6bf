#include "libs/base/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"
#include "libs/base/hash.h"

namespace redress {
namespace {

constexpr size_t kSumSize = 16;

std::string CheckSum(absl::string_view key, absl::string_view filter) {
  return absl::StrFormat("%016x", StableHash64(absl::StrCat(key.size(), ":", key, filter)));
}

}  // namespace

std::string MakePageToken(absl::string_view key, absl::string_view filter) {
  return absl::WebSafeBase64Escape(absl::StrCat(CheckSum(key, filter), key));
}

absl::StatusOr<std::string> ReadPageToken(absl::string_view token, absl::string_view filter) {
  if (token.empty()) return std::string();
  std::string text;
  if (absl::WebSafeBase64Unescape(token, &text) && text.size() >= kSumSize) {
    std::string key = text.substr(kSumSize);
    if (text.compare(0, kSumSize, CheckSum(key, filter)) == 0) return key;
  }
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN",
               "the page token was not given for this listing: same parent, filter and order?");
}

absl::StatusOr<int32_t> PageSize(int32_t requested, const PageSizes& sizes) {
  if (requested < 0) {
    Violations violations;
    violations.Add("page_size", "must not be negative");
    return violations.ToStatus();
  }
  return requested == 0 ? sizes.usual : std::min(requested, sizes.most);
}

}  // namespace redress
