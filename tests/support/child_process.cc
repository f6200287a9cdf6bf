#include "tests/support/child_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/machine_time.h"
#include "libs/base/random.h"

namespace redress::test {
namespace {

namespace fs = std::filesystem;
constexpr char kFolderPrefix[] = "redress-test-";

struct Account {
  uid_t uid;
  gid_t gid;
};

// In the child, between fork and exec.
[[noreturn]] void Become(const ChildProcess::Options& options, const Account* account, pid_t parent, char* const* argv) {
  if (!options.log_file.empty()) {
    const int log = open(options.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
  }
  setpgid(0, 0);  // a Ctrl-C at the terminal is for the test, which then ends us in order
  if (account != nullptr && (setgroups(0, nullptr) != 0 || setgid(account->gid) != 0 || setuid(account->uid) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // after setuid, which clears it
  if (getppid() != parent) {
    _exit(125);
  }
  for (const std::string& variable : options.environment) {
    putenv(const_cast<char*>(variable.c_str()));
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execvp(argv[0], argv);
  _exit(127);
}

std::string TailOf(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  const std::string all = text.str();
  return all.size() > 2000 ? all.substr(all.size() - 2000) : all;
}

void RemoveFoldersOfTheDead() {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path(), ignored)) {
    const std::string name = entry.path().filename().string();
    const std::vector<std::string> parts = absl::StrSplit(name, '-');
    int pid = 0;
    if (absl::StartsWith(name, kFolderPrefix) && parts.size() >= 4 && absl::SimpleAtoi(parts[2], &pid) && kill(pid, 0) != 0 &&
        errno == ESRCH && getenv("REDRESS_TEST_KEEP") == nullptr) {
      fs::remove_all(entry.path(), ignored);
    }
  }
}

bool CanListen(int port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  const bool bound = bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(listener);
  return bound;
}

}  // namespace

std::string UnprivilegedUser() {
  if (geteuid() != 0) {
    return "";
  }
  for (const char* name : {"redress-test", "postgres", "nobody"}) {
    if (getpwnam(name) != nullptr) {
      return name;
    }
  }
  throw std::runtime_error("no unprivileged user to run servers as");
}

ChildProcess::ChildProcess(const Options& options) {
  std::vector<char*> argv;
  for (const std::string& argument : options.argv) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  Account account{};
  const bool change = options.unprivileged && geteuid() == 0;
  if (change) {
    const passwd* const entry = getpwnam(UnprivilegedUser().c_str());
    account = {entry->pw_uid, entry->pw_gid};
  }
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) {
    throw std::runtime_error("fork failed");
  }
  if (pid_ == 0) {
    Become(options, change ? &account : nullptr, parent, argv.data());
  }
}

ChildProcess::~ChildProcess() {
  if (!Exited()) {
    Signal(SIGCONT);
    Signal(SIGKILL);
    WaitFor(absl::Seconds(10));
  }
}

void ChildProcess::Signal(int signal) const {
  if (!exited_) {
    kill(pid_, signal);
  }
}

bool ChildProcess::Exited() {
  int status = 0;
  if (!exited_ && waitpid(pid_, &status, WNOHANG) == pid_) {
    exited_ = true;
    exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  return exited_;
}

bool ChildProcess::WaitFor(absl::Duration patience) {
  return Eventually(patience, [this] { return Exited(); });
}

void RunToEnd(const ChildProcess::Options& options, absl::Duration patience) {
  ChildProcess child(options);
  if (!child.WaitFor(patience) || child.exit_code() != 0) {
    throw std::runtime_error(absl::StrCat(options.argv[0], " failed (", child.exit_code(), "): ", TailOf(options.log_file)));
  }
}

bool Eventually(absl::Duration patience, absl::FunctionRef<bool()> condition) {
  const Deadline deadline = Deadline::After(patience);
  Stopper pause;
  while (!condition()) {
    if (deadline.Expired()) {
      return condition();
    }
    pause.WaitFor(absl::Milliseconds(5));
  }
  return true;
}

int FreePort() {
  constexpr int kFirst = 12'000, kCount = 8'000;
  static std::atomic<unsigned> next{RandomBelow(kCount)};
  for (int tried = 0; tried < kCount; ++tried) {
    const int port = kFirst + static_cast<int>(next++ % kCount);
    if (CanListen(port)) return port;
  }
  throw std::runtime_error("no free port");
}

int ConnectTo(int port) {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return connection;
  close(connection);
  return -1;
}

bool Listens(int port) {
  const int probe = ConnectTo(port);
  if (probe >= 0) close(probe);
  return probe >= 0;
}

PrivateFolder::PrivateFolder(const std::string& purpose) {
  RemoveFoldersOfTheDead();
  std::string pattern = absl::StrCat(fs::temp_directory_path().string(), "/", kFolderPrefix, getpid(), "-", purpose, "-XXXXXX");
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("cannot make a temporary folder");
  }
  path_ = pattern;
  if (const std::string user = UnprivilegedUser(); !user.empty()) {
    const passwd* const entry = getpwnam(user.c_str());
    if (chown(path_.c_str(), entry->pw_uid, entry->pw_gid) != 0) {
      throw std::runtime_error("cannot give the folder away");
    }
  }
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;
  if (getenv("REDRESS_TEST_KEEP") == nullptr) {
    fs::remove_all(path_, ignored);
  }
}

}  // namespace redress::test
