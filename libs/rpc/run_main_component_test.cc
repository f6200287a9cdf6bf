// A service as a program of its own: configuration, start, SIGTERM.
#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "libs/base/uuid.h"
#include "libs/rpc/testing/harness.h"

extern char** environ;

namespace redress::rpc::testing {
namespace {

// The program with these arguments; what it writes, both streams together, is read line by line.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    const char* bin = std::getenv("REDRESS_BIN_DIR");
    const std::string path = std::string(bin == nullptr ? "." : bin) + "/redress-rpc-echo";
    std::vector<char*> argv = {const_cast<char*>(path.c_str())};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int ends[2];
    REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    REQUIRE(posix_spawn(&pid_, path.c_str(), &actions, nullptr, argv.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    output_ = fdopen(ends[0], "r");
  }
  ~Program() {
    if (pid_ != 0) {
      kill(pid_, SIGKILL);
      ExitStatus();
    }
    std::fclose(output_);
  }
  // The next line; empty at the end.
  std::string Line() {
    char buffer[4096];
    return std::fgets(buffer, sizeof buffer, output_) == nullptr ? std::string() : std::string(buffer);
  }
  std::string Rest() {
    std::string text;
    for (std::string line = Line(); !line.empty(); line = Line()) text += line;
    return text;
  }
  // The log line of this event, of those read already or yet to come; null: the output ended without it.
  nlohmann::json Event(const std::string& name) {
    while (!events_.contains(name)) {
      const std::string line = Line();
      if (line.empty()) return nullptr;
      const auto json = nlohmann::json::parse(line, nullptr, false);
      if (json.is_object()) events_.emplace(json.value("event", ""), json);
    }
    return events_.at(name);
  }
  void Terminate() { kill(pid_, SIGTERM); }
  int ExitStatus() {
    int status = 0;
    waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = 0;
  std::FILE* output_ = nullptr;
  std::map<std::string, nlohmann::json> events_;
};

std::string Greeting(const std::string& address) {
  const auto stub = EchoService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  Prepare(&context, "");
  EchoResponse response;
  return stub->EchoToAll(&context, {}, &response).ok() ? response.text() : "";
}

TEST_CASE("a program serves from its YAML, passes over other programs' groups, and ends well on SIGTERM", "[rpc]") {
  const auto file = std::filesystem::temp_directory_path() / ("redress-rpc-" + Uuid::Random().ToString() + ".yaml");
  std::ofstream(file) << "grpc: {address: '127.0.0.1:0'}\n"
                         "metrics: {address: ''}\n"
                         "pg: {connection: none}\n"
                         "routing: {anything: 1}\n"
                         "echo: {greeting: 你好}\n";
  Program program({"--config", file.string()});
  const auto started = program.Event("started");
  REQUIRE(started.is_object());
  CHECK(started["service"] == "echo");
  REQUIRE(program.Event("ready").is_object());  // calls before it are answered STARTING
  CHECK(Greeting(started["grpc"]) == "你好");
  program.Terminate();
  CHECK(program.Event("stopped").is_object());
  CHECK(program.ExitStatus() == 0);
  std::filesystem::remove(file);
}

TEST_CASE("every mistake of a configuration is told at once, and nothing starts", "[rpc]") {
  Program program({"--grpc.address=nowhere", "--echo.greeting=", "--stranger=1"});
  const std::string text = program.Rest();
  CHECK_THAT(text, Catch::Contains("grpc.address") && Catch::Contains("echo.greeting") && Catch::Contains("stranger"));
  CHECK(program.ExitStatus() == 2);
}

TEST_CASE("the default configuration can be printed, with the keys of host and service", "[rpc]") {
  Program program({"--print-default-config"});
  const std::string text = program.Rest();
  CHECK_THAT(text, Catch::Contains("drain_max: 10s") && Catch::Contains("greeting: \"hello\"") && Catch::Contains("# "));
  CHECK(program.ExitStatus() == 0);
}

TEST_CASE("a port in use ends the program with a word about it", "[rpc]") {
  EchoProcess other;
  Program program({"--grpc.address=" + other.process().address(), "--metrics.address="});
  CHECK_THAT(program.Rest(), Catch::Contains("GRPC_ADDRESS"));
  CHECK(program.ExitStatus() == 1);
}

}  // namespace
}  // namespace redress::rpc::testing
