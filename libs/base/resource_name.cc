#include "libs/base/resource_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"

namespace redress {
namespace {

constexpr size_t kIdSizeMax = 128;

bool IsId(absl::string_view part) {
  return !part.empty() && part.size() <= kIdSizeMax && std::all_of(part.begin(), part.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("._~-", c);
  });
}

}  // namespace

absl::StatusOr<std::vector<std::string>> MatchName(absl::string_view pattern, absl::string_view name) {
  const std::vector<absl::string_view> expected = absl::StrSplit(pattern, '/');
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  bool matches = parts.size() == expected.size();
  std::vector<std::string> ids;
  for (size_t i = 0; matches && i < parts.size(); ++i) {
    const bool wildcard = expected[i] == "*";
    matches = wildcard ? IsId(parts[i]) : parts[i] == expected[i];
    if (wildcard) ids.emplace_back(parts[i]);
  }
  if (!matches) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_RESOURCE_NAME", absl::StrCat("a name has the form ", pattern));
  }
  return ids;
}

}  // namespace redress
