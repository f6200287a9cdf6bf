// The suite as processes, for tests that kill them: one process each (as many of intake and routing as one likes), or all in one,
// and the shop beside them where a test wants it; on free ports, with keys and tokens of their own. A program keeps its port over
// its life, so clients find it again. Start programs on the main thread (child_process.h). Programs lie in $REDRESS_BIN_DIR, the
// model beside that folder.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/support/child_process.h"

namespace redress::test {

class Suite {
 public:
  struct Options {
    std::string pg;           // libpq keywords
    std::string redis;        // host:port
    bool all_in_one = false;  // one program, `allinone`
    int replicas = 1;         // of intake and of routing: `intake`, `intake-2`, …
    bool analytics = false;   // beside the other seven; `allinone` always has it
    bool platform = false;    // beside them the reference platform, `platform`, which reports what it was asked for
    std::string more_yaml{};  // further groups of the configuration
  };
  // Writes the configuration; starts nothing. Throws std::runtime_error, as all that follows.
  explicit Suite(const Options& options);

  // Starts every program that does not run, and waits until each listens. What depends on others waits for them by itself.
  void StartAll();
  void Start(const std::string& program);
  // kill -9, and waits for the end.
  void Kill(const std::string& program);
  // SIGTERM only.
  void Terminate(const std::string& program);
  // Waits for the end of a program; its exit code, or -1000 where it still runs then.
  int WaitForExit(const std::string& program, absl::Duration patience);
  // Adds a program of `service` on another database: what it makes of the same events can be compared. `more`: arguments.
  void Add(const std::string& program, const std::string& service, const std::string& pg,
           const std::vector<std::string>& more = {});

  // Every address at which `service` is served: of the suite, not of what Add() added.
  std::vector<std::string> Addresses(const std::string& service) const;
  std::vector<std::string> programs() const;
  // A bearer token, good for two hours: `Token("backends/shop", "BACKEND")`.
  std::string Token(const std::string& subject, const std::string& role, const std::vector<std::string>& teams = {}) const;
  const std::string& folder() const { return folder_.path(); }

 private:
  struct Program {
    std::string service;
    int port = 0;
    std::string pg{};  // empty: that of the suite
    std::vector<std::string> more{};
    bool extra = false;
    std::unique_ptr<ChildProcess> process = nullptr;
  };
  void WriteKeys();
  void WriteConfig(const Options& options) const;
  int PortOf(const std::string& service) const;
  Program& Known(const std::string& program);

  PrivateFolder folder_{"suite"};
  std::map<std::string, Program> programs_;
  std::string private_pem_;
};

}  // namespace redress::test
