#include "tools/client/stack.h"

#include <cstdlib>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "tools/client/files.h"

namespace redress::client {
namespace {

namespace fs = std::filesystem;

std::string Environment(absl::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? "" : value;
}

// The folder that holds one folder a stack, as tools/stack has it.
fs::path StacksFolder() {
  const std::string home = Environment("REDRESS_STACK_HOME");
  if (!home.empty()) return home;
  const std::string state = Environment("XDG_STATE_HOME");
  return fs::path(state.empty() ? absl::StrCat(Environment("HOME"), "/.local/state") : state) / "redress";
}

}  // namespace

std::map<std::string, std::string, std::less<>> ParseEnv(absl::string_view text) {
  std::map<std::string, std::string, std::less<>> values;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    absl::ConsumePrefix(&line, "export ");
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits('=', 1));
    absl::string_view value = parts.second;
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) {
      value = value.substr(1, value.size() - 2);
    }
    values[std::string(parts.first)] = std::string(value);
  }
  return values;
}

absl::StatusOr<Stack> Stack::Find(const std::string& name) {
  const std::string wanted = name.empty() ? Environment("REDRESS_STACK") : name;
  const bool is_path = absl::StrContains(wanted, '/');
  const std::string file = is_path ? wanted : (StacksFolder() / (wanted.empty() ? "default" : wanted) / "stack.env").string();
  Stack stack;
  if (!fs::exists(file)) {
    if (wanted.empty()) return stack;
    return Error(absl::StatusCode::kNotFound, "STACK",
                 absl::StrCat("no stack is up there: ", file, " is missing; tools/stack up"));
  }
  ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  stack.values_ = ParseEnv(text);
  stack.file_ = file;
  return stack;
}

std::string Stack::Get(absl::string_view name) const {
  std::string value = Environment(name);
  if (!value.empty()) return value;
  const auto found = values_.find(name);
  return found == values_.end() ? "" : found->second;
}

}  // namespace redress::client
