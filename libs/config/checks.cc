#include "libs/config/checks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace redress::config {
namespace {

constexpr int kPortMax = 65535;

bool IsHostAndPort(absl::string_view text) {
  const size_t colon = text.rfind(':');
  int port = 0;
  if (colon == absl::string_view::npos || colon == 0 || !absl::SimpleAtoi(text.substr(colon + 1), &port)) return false;
  return port >= 0 && port <= kPortMax;
}

}  // namespace

Check<std::string> NotEmpty() {
  return [](const std::string& value) -> std::string { return value.empty() ? "is required" : ""; };
}

Check<std::string> HostAndPort() {
  return [](const std::string& value) -> std::string { return IsHostAndPort(value) ? "" : "must be HOST:PORT"; };
}

Check<std::string> OneOf(std::vector<std::string> words) {
  return [words = std::move(words)](const std::string& value) {
    const bool known = std::find(words.begin(), words.end(), value) != words.end();
    return known ? std::string() : absl::StrCat("must be one of ", absl::StrJoin(words, ", "));
  };
}

Check<std::string> EmptyOr(Check<std::string> check) {
  return [check = std::move(check)](const std::string& value) { return value.empty() ? std::string() : check(value); };
}

}  // namespace redress::config
