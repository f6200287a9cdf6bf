// Where a running suite is. `tools/stack up` writes its addresses, folders and ports to `stack.env` (NAME=value lines); what the
// environment says wins over the file, so that the same tools reach an installation that tools/stack did not start.
// A value; reading is thread safe.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace redress::client {

class Stack {
 public:
  // Only what the environment says.
  Stack() = default;
  // `name`: of `tools/stack --name`, or the path of a stack.env; empty: $REDRESS_STACK, else the usual stack. A stack that was
  // named and is not there is NOT_FOUND, reason STACK; one that was not named may be missing.
  static absl::StatusOr<Stack> Find(const std::string& name);

  // $NAME, else the file's value, else empty.
  std::string Get(absl::string_view name) const;
  // The file that was read; empty for none.
  const std::string& file() const { return file_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::string file_;
};

// NAME=value lines; blank lines, `#` comments, `export ` and quotes around the value are understood. Exposed for its test.
std::map<std::string, std::string, std::less<>> ParseEnv(absl::string_view text);

}  // namespace redress::client
