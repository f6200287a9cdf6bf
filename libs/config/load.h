// Loads the configuration of a process: defaults < YAML file < environment < flags. Every problem is found and reported at
// once, each with its key and where the value came from; a value itself is never shown, for it may be a secret.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/config/schema.h"

namespace redress::config {

struct LoadSources {
  // As main() got them: `--config FILE` or `--config=FILE`, `--pg.pool_size=4`, `--help`, `--print-default-config`.
  int argc = 0;
  const char* const* argv = nullptr;
  // `pg.pool_size` is read from <env_prefix>PG_POOL_SIZE. Variables that belong to no key are ignored.
  std::string env_prefix = "REDRESS_";
  // Read where the flags name no file; empty: none is read.
  std::string file;
  // Gives the value of a variable, or nullptr; the environment of the process by default.
  std::function<const char*(const char*)> getenv;
};

// Sets the variables of `schema`. Errors:
//   INVALID_ARGUMENT, reason INVALID_CONFIG: every problem as a violation, and one a line in the message.
//   CANCELLED, reason SHOW_TEXT: --help or --print-default-config was asked for; the message is the text to show.
absl::Status Load(const Schema& schema, const LoadSources& sources);

// The same for one struct with a Visit function.
template <class T>
absl::StatusOr<T> Load(const LoadSources& sources) {
  T value;
  Schema schema;
  value.Visit(schema);
  if (absl::Status status = Load(schema, sources); !status.ok()) return status;
  return value;
}

// For main(), when Load failed: shows the text on standard output and answers 0, or the problems on standard error and 2.
int ExitCodeOf(const absl::Status& status);

}  // namespace redress::config
