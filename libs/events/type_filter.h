// Which types of event a consumer applies. What it did not declare is skipped; another major version of something that it did
// declare is a deploy in the wrong order, and stops it. Pure; immutable, so thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace redress::events {

class TypeFilter {
 public:
  enum class Verdict { kApply, kSkip, kUnknownVersion };
  explicit TypeFilter(const std::vector<std::string>& declared);
  Verdict Judge(absl::string_view type) const;

 private:
  absl::flat_hash_set<std::string> declared_;
  absl::flat_hash_set<std::string> without_version_;
};

}  // namespace redress::events
