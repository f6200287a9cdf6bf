#include "libs/config/load.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/config/yaml_file.h"

namespace redress::config {
namespace {

struct Flag {
  absl::string_view name;  // without the dashes
  absl::string_view value;
};

struct CommandLine {
  bool help = false;
  bool print_default_config = false;
  std::string file;
  std::vector<Flag> keys;
};

CommandLine ReadCommandLine(const LoadSources& sources, Violations& problems) {
  CommandLine line;
  line.file = sources.file;
  for (int i = 1; i < sources.argc; ++i) {
    absl::string_view argument = sources.argv[i];
    if (argument == "--help") {
      line.help = true;
    } else if (argument == "--print-default-config") {
      line.print_default_config = true;
    } else if (argument == "--config" && i + 1 < sources.argc) {
      line.file = sources.argv[++i];
    } else if (absl::ConsumePrefix(&argument, "--config=")) {
      line.file = std::string(argument);
    } else if (absl::ConsumePrefix(&argument, "--") && absl::StrContains(argument, '=')) {
      const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(argument, absl::MaxSplits('=', 1));
      line.keys.push_back({parts.first, parts.second});
    } else {
      problems.Add("command line", absl::StrCat("argument ", i, " is not understood: write --KEY=VALUE"));
    }
  }
  return line;
}

void ReadFile(const std::string& path, const Schema& schema, Violations& problems) {
  if (path.empty()) return;
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) return problems.Add("config", absl::StrCat("cannot read ", path));
  ReadYaml(text, schema, problems);
}

void ReadEnvironment(const LoadSources& sources, const Schema& schema, Violations& problems) {
  absl::flat_hash_set<std::string> seen;
  for (const Schema::Entry& entry : schema.entries()) {
    const std::string name = Schema::EnvironmentName(sources.env_prefix, entry.path);
    const char* const text = sources.getenv ? sources.getenv(name.c_str()) : std::getenv(name.c_str());
    if (text == nullptr || !seen.insert(entry.path).second) continue;
    SetKey(schema, entry.path, RawValue{false, {text}}, absl::StrCat("environment ", name), problems);
  }
}

void ReadFlags(const CommandLine& line, const Schema& schema, Violations& problems) {
  for (const Flag& flag : line.keys) {
    if (schema.Find(flag.name).empty()) {
      problems.Add(flag.name, "unknown key (command line)");
      continue;
    }
    SetKey(schema, flag.name, RawValue{false, {std::string(flag.value)}}, "command line", problems);
  }
}

// Checks the values that could be read: of a key that has a problem already nothing more is said.
void CheckValues(const Schema& schema, Violations& problems) {
  absl::flat_hash_set<std::string> told;
  for (const FieldViolation& problem : problems.all()) told.insert(problem.field);
  for (const Schema::Entry& entry : schema.entries()) {
    if (told.contains(entry.path)) continue;
    const std::string wrong = entry.check();
    if (wrong.empty()) continue;
    problems.Add(entry.path, wrong);
    told.insert(entry.path);
  }
}

absl::Status ToStatus(const Violations& problems) {
  if (problems.empty()) return absl::OkStatus();
  std::string message = "the configuration is refused:";
  for (const FieldViolation& problem : problems.all()) {
    absl::StrAppend(&message, "\n  ", problem.field, ": ", problem.description);
  }
  return WithViolations(Error(absl::StatusCode::kInvalidArgument, "INVALID_CONFIG", message), problems.all());
}

std::string ProgramName(const LoadSources& sources) {
  const absl::string_view path = sources.argc > 0 ? sources.argv[0] : "";
  return std::string(path.substr(path.rfind('/') + 1));
}

}  // namespace

absl::Status Load(const Schema& schema, const LoadSources& sources) {
  Violations problems;
  const CommandLine line = ReadCommandLine(sources, problems);
  if (line.help || line.print_default_config) {
    return Error(absl::StatusCode::kCancelled, "SHOW_TEXT",
                 line.help ? schema.Help(ProgramName(sources), sources.env_prefix) : schema.DefaultYaml());
  }
  ReadFile(line.file, schema, problems);
  ReadEnvironment(sources, schema, problems);
  ReadFlags(line, schema, problems);
  CheckValues(schema, problems);
  return ToStatus(problems);
}

int ExitCodeOf(const absl::Status& status) {
  if (ReasonOf(status) == "SHOW_TEXT") {
    std::cout << status.message();
    return 0;
  }
  std::cerr << status.message() << "\n";
  return 2;
}

}  // namespace redress::config
