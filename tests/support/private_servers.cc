#include "tests/support/private_servers.h"

#include <hiredis/hiredis.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::test {
namespace {

namespace fs = std::filesystem;
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr int kStartAttempts = 5;

// The folder of the newest PostgreSQL server of this machine.
std::string PostgresBin() {
  for (const char* version : {"18", "17", "16", "15"}) {
    const std::string bin = absl::StrCat("/usr/lib/postgresql/", version, "/bin");
    if (fs::exists(bin + "/initdb")) {
      return bin;
    }
  }
  throw std::runtime_error("no PostgreSQL server is installed");
}

// A fresh cluster to copy; made by the first test of this machine, under another name until it is complete.
std::string TemplateCluster() {
  const std::string bin = PostgresBin();
  const std::string version = fs::path(bin).parent_path().filename().string();
  const std::string ready = absl::StrCat(fs::temp_directory_path().string(), "/redress-pg-template-", version, "-",
                                         geteuid() == 0 ? UnprivilegedUser() : absl::StrCat(getuid()));
  if (fs::exists(ready + "/PG_VERSION")) {
    return ready;
  }
  PrivateFolder making("template");
  const std::string data = making.path() + "/data";
  ChildProcess::Options initdb;
  initdb.argv = {bin + "/initdb", "-D", data, "-U", "redress", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"};
  initdb.log_file = making.path() + "/initdb.log";
  initdb.unprivileged = true;
  RunToEnd(initdb);
  std::error_code lost;  // another test was faster: use what it made
  fs::rename(data, ready, lost);
  return ready;
}

void CopyCluster(const std::string& from, const std::string& to) {
  ChildProcess::Options copy;
  copy.argv = {"cp", "-a", "--reflink=auto", from, to};
  copy.unprivileged = true;
  RunToEnd(copy);
}

}  // namespace

PrivatePostgres::PrivatePostgres() {
  CopyCluster(TemplateCluster(), folder_.path() + "/data");
  Start();
}

PrivatePostgres::~PrivatePostgres() {
  if (process_ != nullptr) {
    Stop(Stopping::kImmediate);
  }
}

std::string PrivatePostgres::connection() const {
  return absl::StrCat("host=", host_, " port=", port_, " user=redress dbname=postgres");
}

bool PrivatePostgres::Answers() const {
  try {
    const pqxx::connection probe(PrivatePostgres::connection() + " connect_timeout=2");
    return true;
  } catch (const pqxx::failure&) {
    return false;
  }
}

bool PrivatePostgres::Launch() {
  ChildProcess::Options options;
  options.argv = {PostgresBin() + "/postgres", "-D", folder_.path() + "/data", "-p", absl::StrCat(port_)};
  for (const char* setting :
       {"listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "full_page_writes=off", "max_connections=200",
        "shared_buffers=64MB", "max_wal_size=512MB", "lc_messages=C", "logging_collector=off"}) {
    options.argv.push_back("-c");
    options.argv.push_back(setting);
  }
  options.log_file = folder_.path() + "/postgres.log";
  options.unprivileged = true;
  process_ = std::make_unique<ChildProcess>(options);
  Eventually(kPatience, [this] { return process_->Exited() || Answers(); });
  return !process_->Exited();
}

void PrivatePostgres::Start() {
  // A restart keeps its port, which its clients know, and waits until what a kill -9 left of the former server has gone.
  if (port_ != 0) {
    if (Eventually(kPatience, [this] { return Launch(); })) {
      return;
    }
    throw std::runtime_error("PostgreSQL does not start again");
  }
  for (int attempt = 0; attempt < kStartAttempts; ++attempt) {
    port_ = FreePort();
    if (Launch()) {
      return;
    }
  }
  throw std::runtime_error("PostgreSQL does not start");
}

void PrivatePostgres::Stop(Stopping how) {
  process_->Signal(how == Stopping::kFast ? SIGINT : how == Stopping::kImmediate ? SIGQUIT : SIGKILL);
  if (!process_->WaitFor(kPatience)) {
    throw std::runtime_error("PostgreSQL does not stop");
  }
  if (how == Stopping::kKill) {  // its children notice within a moment; the lock file must be theirs no longer
    std::error_code ignored;
    fs::remove(folder_.path() + "/data/postmaster.pid", ignored);
  }
  process_.reset();
}

PrivateRedis::PrivateRedis() {
  Start();
}

PrivateRedis::~PrivateRedis() = default;

std::string PrivateRedis::address() const {
  return absl::StrCat(host_, ":", port_);
}

bool PrivateRedis::Answers() const {
  redisContext* const context = redisConnect(host_.c_str(), port_);
  bool answers = false;
  if (context != nullptr && context->err == 0) {
    auto* const reply = static_cast<redisReply*>(redisCommand(context, "PING"));
    answers = reply != nullptr && reply->type == REDIS_REPLY_STATUS;
    if (reply != nullptr) {
      freeReplyObject(reply);
    }
  }
  if (context != nullptr) {
    redisFree(context);
  }
  return answers;
}

void PrivateRedis::Start() {
  for (int attempt = 0; attempt < kStartAttempts; ++attempt) {
    if (attempt > 0 || port_ == 0) {
      port_ = FreePort();
    }
    ChildProcess::Options options;
    options.argv = {"redis-server", "--port", absl::StrCat(port_), "--bind",      host_, "--save", "", "--appendonly",
                    "no",           "--dir",  folder_.path(),      "--daemonize", "no"};
    options.log_file = folder_.path() + "/redis.log";
    options.unprivileged = true;
    process_ = std::make_unique<ChildProcess>(options);
    Eventually(kPatience, [this] { return process_->Exited() || Answers(); });
    if (!process_->Exited()) {
      return;
    }
  }
  throw std::runtime_error("Redis does not start");
}

void PrivateRedis::Stop() {
  process_->Signal(SIGKILL);
  process_->WaitFor(kPatience);
  process_.reset();
}

}  // namespace redress::test
