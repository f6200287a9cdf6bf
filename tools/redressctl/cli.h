// What every command group shares: where the suite is, whose token is used, how results are shown, how the program ends.
// A group is one file with one function of `groups.h` that adds its commands to the application; a command's body returns an
// absl::Status and Run() keeps it. One Cli a process; not thread safe.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "tools/client/session.h"

namespace redress::ctl {

// How the program ends; stated in `redressctl --help`.
enum ExitCode : int {
  kExitOk = 0,
  kExitInternal = 1,   // a bug or an unknown failure
  kExitUsage = 2,      // the command line is wrong
  kExitInvalid = 3,    // a field or file is not acceptable
  kExitForbidden = 4,  // no token, a bad one, or a role that may not
  kExitNotFound = 5,
  kExitConflict = 6,     // the present state does not allow it
  kExitUnavailable = 7,  // try again later
};

class Cli {
 public:
  Cli();
  // Parses and runs; gives the exit code. Errors are shown on stderr.
  int Main(int argc, char** argv);

  CLI::App& app() { return app_; }
  // Talks to the suite; made at first use from the flags, the environment and stack.env.
  client::Session& session() { return session_; }
  bool json() const { return json_; }

  // Makes `command` do `body`, once the whole command line was understood.
  void Run(CLI::App* command, std::function<absl::Status()> body);

 private:
  CLI::App app_;
  client::Session session_;
  bool json_ = false;
  absl::Status result_;
};

int ExitCodeOf(const absl::Status& status);

}  // namespace redress::ctl
