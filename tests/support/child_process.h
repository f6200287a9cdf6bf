// A process that a test starts and that never outlives it: it dies with its parent (PR_SET_PDEATHSIG: with the *thread* that
// started it, so start from the main thread), and is killed and waited for by the destructor. Started by root, it runs as an
// unprivileged user. Also the helpers that such tests need: free ports, private folders, waiting for a condition.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"

namespace redress::test {

class ChildProcess {
 public:
  struct Options {
    std::vector<std::string> argv;           // argv[0] is a path or is searched for
    std::vector<std::string> environment{};  // `NAME=value`, beside the parent's
    std::string log_file;                    // takes stdout and stderr; empty: inherits
    bool unprivileged = false;               // as UnprivilegedUser() when the parent is root
  };
  // Throws std::runtime_error if it cannot be started.
  explicit ChildProcess(const Options& options);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  void Signal(int signal) const;
  // False while it lives.
  bool Exited();
  // Waits for its end; false if it still lives then. The exit code is −signal where a signal ended it.
  bool WaitFor(absl::Duration patience);
  int exit_code() const { return exit_code_; }

 private:
  pid_t pid_ = -1;
  bool exited_ = false;
  int exit_code_ = 0;
};

// Runs to the end; throws std::runtime_error with the log's end unless it exits with 0.
void RunToEnd(const ChildProcess::Options& options, absl::Duration patience = absl::Seconds(60));

// Waits until `condition` holds, looking every few milliseconds; false when it does not in time.
bool Eventually(absl::Duration patience, absl::FunctionRef<bool()> condition);

// A TCP port of 127.0.0.1 that is free now. None is given twice within a process (a gRPC server would share it with another
// silently), and none that an outgoing connection could be given meanwhile: they are below Linux's range of those.
int FreePort();
// A connection to a port of 127.0.0.1, to be closed; -1: nobody takes connections there.
int ConnectTo(int port);
// Whether somebody takes connections there.
bool Listens(int port);

// A folder of this test's own, owned by UnprivilegedUser() when root runs it, removed with everything in it by the destructor.
// Folders of tests that were killed are removed by the next one. REDRESS_TEST_KEEP in the environment keeps them, with the
// servers' logs.
class PrivateFolder {
 public:
  explicit PrivateFolder(const std::string& purpose);
  ~PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Who unprivileged children run as: `redress-test`, `postgres` or `nobody`, whichever exists first; empty unless root.
std::string UnprivilegedUser();

}  // namespace redress::test
