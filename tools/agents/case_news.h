// Which cases something happened to: what an app is told by push, read here from the logs of routing and casework. Only the
// names; whoever wants to know more reads the case with their own token. Not thread safe.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/client/session.h"

namespace redress::agents {

class CaseNews {
 public:
  // Must outlive this.
  explicit CaseNews(client::Session& session) : session_(session) {}

  // From now on: what was said before is no news.
  absl::Status Begin();
  // What was said since: of the logs as far as they go now.
  absl::StatusOr<std::set<std::string>> Read();
  // The same where the heads of a log are known; adds to `cases`.
  absl::Status ReadUpTo(const std::string& source, const std::vector<int64_t>& heads, std::set<std::string>* cases);

 private:
  struct Log {
    const char* source;
    std::vector<int64_t> read;  // by partition
  };
  absl::StatusOr<std::vector<int64_t>> Heads(const std::string& source);
  absl::Status ReadPartition(Log* log, int partition, int64_t head, std::set<std::string>* cases);

  client::Session& session_;
  std::array<Log, 2> logs_ = {Log{"routing", {}}, Log{"casework", {}}};
};

}  // namespace redress::agents
