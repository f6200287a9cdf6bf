// Real PostgreSQL and Redis for a test: private, on free loopback ports, in a temporary folder, gone with the object. Neither
// syncs to disk: what a test kills is the server, not the machine, and what a server wrote survives that. Construct on the main
// thread. Functions throw std::runtime_error: a test cannot go on without its servers.
#pragma once

#include <memory>
#include <string>

#include "tests/support/child_process.h"

namespace redress::test {

class PrivatePostgres {
 public:
  enum class Stopping {
    kFast,       // open transactions are rolled back, then a clean end
    kImmediate,  // as a crash: recovery at the next start
    kKill,       // SIGKILL of the postmaster
  };
  // Starts at once; a cluster is copied from a template that is made once per machine and version.
  PrivatePostgres();
  ~PrivatePostgres();

  // libpq keywords. The user is a superuser; trust authentication.
  std::string connection() const;
  const std::string& host() const { return host_; }
  int port() const { return port_; }
  void Start();
  void Stop(Stopping how);
  void Restart(Stopping how) {
    Stop(how);
    Start();
  }
  pid_t pid() const { return process_->pid(); }
  const std::string& folder() const { return folder_.path(); }

 private:
  bool Answers() const;
  // Starts a server on port_; false where it ended at once.
  bool Launch();

  PrivateFolder folder_{"pg"};
  const std::string host_ = "127.0.0.1";
  int port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

class PrivateRedis {
 public:
  // Starts at once, without persistence: after Restart() it is empty.
  PrivateRedis();
  ~PrivateRedis();

  std::string address() const;  // host:port
  const std::string& host() const { return host_; }
  int port() const { return port_; }
  void Start();
  void Stop();  // SIGKILL
  void Restart() {
    Stop();
    Start();
  }
  pid_t pid() const { return process_->pid(); }

 private:
  bool Answers() const;

  PrivateFolder folder_{"redis"};
  const std::string host_ = "127.0.0.1";
  int port_ = 0;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace redress::test
