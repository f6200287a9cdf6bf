#include "libs/events/type_filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace redress::events {
namespace {

// `v1`, `v2alpha`: a version segment of a package.
bool IsVersion(absl::string_view part) {
  return part.size() >= 2 && part[0] == 'v' && absl::ascii_isdigit(static_cast<unsigned char>(part[1]));
}

std::string WithoutVersion(absl::string_view type) {
  std::vector<absl::string_view> parts = absl::StrSplit(type, '.');
  std::replace_if(parts.begin(), parts.end(), IsVersion, "v");
  return absl::StrJoin(parts, ".");
}

}  // namespace

TypeFilter::TypeFilter(const std::vector<std::string>& declared) : declared_(declared.begin(), declared.end()) {
  for (const std::string& type : declared) {
    without_version_.insert(WithoutVersion(type));
  }
}

TypeFilter::Verdict TypeFilter::Judge(absl::string_view type) const {
  if (declared_.contains(type)) {
    return Verdict::kApply;
  }
  return without_version_.contains(WithoutVersion(type)) ? Verdict::kUnknownVersion : Verdict::kSkip;
}

}  // namespace redress::events
