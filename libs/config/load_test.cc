#include "libs/config/load.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::config {
namespace {

struct PgConfig {
  std::string connection;
  int32_t pool_size = 8;
  absl::Duration acquire_timeout = absl::Seconds(2);

  template <class V>
  void Visit(V& v) {
    v.Field("connection", &connection, "How to reach the database.", NotEmpty());
    v.Field("pool_size", &pool_size, "Connections of this process.", InRange(1, 64));
    v.Field("acquire_timeout", &acquire_timeout, "How long to wait for one.", InRange(absl::Milliseconds(1), absl::Minutes(2)));
  }
};

struct TestConfig {
  std::string address = "127.0.0.1:0";
  bool reflection = true;
  int64_t bytes_max = int64_t{1} << 40;
  double share = 0.25;
  std::vector<std::string> teams = {"a", "b"};
  std::string mode = "fast";
  PgConfig pg;

  template <class V>
  void Visit(V& v) {
    v.Field("address", &address, "Where to listen.", HostAndPort());
    v.Field("reflection", &reflection, "Whether to describe the services.");
    v.Field("bytes_max", &bytes_max, "Largest object.");
    v.Field("share", &share, "A share.", InRange(0.0, 1.0));
    v.Field("teams", &teams, "Teams.");
    v.Field("mode", &mode, "How.", OneOf({"fast", "safe"}));
    v.Group("pg", &pg, "The database.");
    v.ForeignGroup("routing");
  }
};

// A file, flags and an environment to load from.
class Sources {
 public:
  explicit Sources(const std::string& yaml) {
    const int file = mkstemp(path_.data());
    close(file);
    std::ofstream(path_) << yaml;
  }
  ~Sources() { unlink(path_.c_str()); }

  std::map<std::string, std::string> environment;
  std::vector<std::string> flags;

  absl::StatusOr<TestConfig> Load() {
    std::vector<const char*> argv = {"/usr/bin/redress-test", "--config", path_.c_str()};
    for (const std::string& flag : flags) argv.push_back(flag.c_str());
    LoadSources sources;
    sources.argc = static_cast<int>(argv.size());
    sources.argv = argv.data();
    sources.getenv = [this](const char* name) {
      const auto found = environment.find(name);
      return found == environment.end() ? nullptr : found->second.c_str();
    };
    return config::Load<TestConfig>(sources);
  }

 private:
  std::string path_ = "/tmp/redress-config-test-XXXXXX";
};

constexpr char kLeast[] = "pg: {connection: 'dbname=redress'}\n";

// The problems of a load as `key: description`.
std::vector<std::string> ProblemsOf(Sources& sources) {
  const absl::Status status = sources.Load().status();
  std::vector<std::string> problems;
  for (const FieldViolation& violation : ViolationsOf(status)) {
    problems.push_back(absl::StrCat(violation.field, ": ", violation.description));
  }
  if (!problems.empty()) {
    CHECK(status.code() == absl::StatusCode::kInvalidArgument);
    CHECK(ReasonOf(status) == "INVALID_CONFIG");
  }
  return problems;
}

TEST_CASE("Every type is read from YAML, and what is not given keeps its default", "[config]") {
  Sources sources(R"(
address: '[::1]:50051'
reflection: false
bytes_max: -9223372036854775808
share: 0.5
teams: [x, "y, z"]
pg:
  connection: "host=/tmp dbname=redress"
  acquire_timeout: 1m0.5s
)");
  const absl::StatusOr<TestConfig> config = sources.Load();
  INFO(config.status());
  REQUIRE(config.ok());
  CHECK(config->address == "[::1]:50051");
  CHECK_FALSE(config->reflection);
  CHECK(config->bytes_max == std::numeric_limits<int64_t>::min());
  CHECK(config->share == 0.5);
  CHECK(config->teams == std::vector<std::string>{"x", "y, z"});
  CHECK(config->mode == "fast");
  CHECK(config->pg.connection == "host=/tmp dbname=redress");
  CHECK(config->pg.pool_size == 8);
  CHECK(config->pg.acquire_timeout == absl::Milliseconds(60500));
}

TEST_CASE("A flag beats the environment, which beats the file, which beats the default", "[config]") {
  Sources sources("pg: {connection: file, pool_size: 2}\nteams: [file]\n");
  CHECK(sources.Load()->pg.pool_size == 2);
  sources.environment = {{"REDRESS_PG_POOL_SIZE", "3"}, {"REDRESS_TEAMS", "x, y,"}, {"REDRESS_GATEWAY", "ignored"}};
  CHECK(sources.Load()->pg.pool_size == 3);
  CHECK(sources.Load()->teams == std::vector<std::string>{"x", "y"});
  sources.flags = {"--pg.pool_size=4", "--pg.connection=host=a port=1"};
  CHECK(sources.Load()->pg.pool_size == 4);
  CHECK(sources.Load()->pg.connection == "host=a port=1");
}

TEST_CASE("All problems of all sources are reported at once", "[config]") {
  Sources sources(R"(adress: 127.0.0.1:1
address: nowhere
reflection: maybe
pg:
  pool_size: many
  pol_size: 3
  acquire_timeout: 0s
teams:
  - [nested]
)");
  sources.environment = {{"REDRESS_SHARE", "1.5"}, {"REDRESS_BYTES_MAX", "9223372036854775808"}};
  sources.flags = {"--mode=slow", "--pg.conection=x", "--verbose", "stray"};
  CHECK_THAT(ProblemsOf(sources), Catch::UnorderedEquals(std::vector<std::string>{
                                      "adress: unknown key (line 1)",
                                      "address: must be HOST:PORT",
                                      "reflection: must be true|false (line 3)",
                                      "pg.pool_size: must be NUMBER (line 5)",
                                      "pg.pol_size: unknown key (line 6)",
                                      "pg.acquire_timeout: must be from 1ms to 2m",
                                      "pg.connection: is required",
                                      "teams: must have a value (line 9)",
                                      "share: must be from 0 to 1",
                                      "bytes_max: must be NUMBER (environment REDRESS_BYTES_MAX)",
                                      "mode: must be one of fast, safe",
                                      "pg.conection: unknown key (command line)",
                                      "command line: argument 5 is not understood: write --KEY=VALUE",
                                      "command line: argument 6 is not understood: write --KEY=VALUE",
                                  }));
}

TEST_CASE("A problem never shows the value", "[config]") {
  Sources sources("pg: {connection: '', pool_size: hunter2}\n");
  sources.flags = {"--mode=hunter2", "--password", "hunter2"};
  CHECK_FALSE(absl::StrContains(std::string(sources.Load().status().message()), "hunter2"));
}

TEST_CASE("A value of the wrong type is refused", "[config]") {
  const auto line = GENERATE(as<std::string>(), "pg: 5", "pg: [a]", "share: nan", "share: inf", "reflection: 1", "bytes_max: 1.5",
                             "bytes_max: ''", "address: {a: b}", "address:", "mode: [fast]", "address: '127.0.0.1:65536'",
                             "address: ':1'", "address: '127.0.0.1'", "teams: {a: b}", "routing.x: 1");
  Sources sources(line + "\n");
  sources.environment = {{"REDRESS_PG_CONNECTION", "x"}};
  INFO(line);
  CHECK(ProblemsOf(sources).size() == 1);
}

TEST_CASE("A file that is no mapping, not YAML or missing is refused, an empty one is not", "[config]") {
  Sources list("- a\n");
  CHECK(ProblemsOf(list).front() == "config: must be a group of keys (line 1)");
  Sources broken("a: [b\nc: }");
  CHECK_THAT(ProblemsOf(broken).front(), Catch::StartsWith("config: is not YAML"));
  Sources twice(std::string(kLeast) + "mode: fast\nmode: safe\n");
  CHECK(ProblemsOf(twice) == std::vector<std::string>{"mode: is given twice (line 3)"});
  Sources empty("");
  empty.environment = {{"REDRESS_PG_CONNECTION", "x"}};
  CHECK(empty.Load().ok());
  empty.flags = {"--config=/nonexistent/redress.yaml"};
  CHECK(ProblemsOf(empty) == std::vector<std::string>{"config: cannot read /nonexistent/redress.yaml"});
}

TEST_CASE("A group of another program is passed over in the file, but not on the command line", "[config]") {
  Sources sources(std::string(kLeast) + "routing:\n  anything: [1, {deep: true}]\n");
  CHECK(sources.Load().ok());
  sources.flags = {"--routing.anything=1"};
  CHECK(ProblemsOf(sources) == std::vector<std::string>{"routing.anything: unknown key (command line)"});
}

TEST_CASE("Services of one process may share a key, and a group may be partly foreign", "[config]") {
  PgConfig one;
  PgConfig two;
  Schema schema;
  schema.Group("pg", &one, "Shared.");
  schema.Group("pg", &two);
  schema.ForeignGroup("pg");
  const std::vector<const char*> argv = {"x", "--pg.connection=both"};
  LoadSources sources{static_cast<int>(argv.size()), argv.data()};
  sources.getenv = [](const char*) { return nullptr; };
  REQUIRE(Load(schema, sources).ok());
  CHECK(one.connection == "both");
  CHECK(two.connection == "both");
  CHECK(schema.DefaultYaml().find("pool_size") == schema.DefaultYaml().rfind("pool_size"));
}

TEST_CASE("The flag --print-default-config prints a commented file that loads to the defaults", "[config]") {
  Sources sources("");
  sources.flags = {"--print-default-config", "--mode=whatever"};
  const absl::Status shown = sources.Load().status();
  REQUIRE(ReasonOf(shown) == "SHOW_TEXT");
  CHECK(shown.message() == R"(# Where to listen.
address: "127.0.0.1:0"
# Whether to describe the services.
reflection: true
# Largest object.
bytes_max: 1099511627776
# A share.
share: 0.25
# Teams.
teams: ["a", "b"]
# How.
mode: "fast"
# The database.
pg:
  # How to reach the database.
  connection: ""
  # Connections of this process.
  pool_size: 8
  # How long to wait for one.
  acquire_timeout: 2s
)");
  Sources again{std::string(shown.message())};
  CHECK(ProblemsOf(again) == std::vector<std::string>{"pg.connection: is required"});
}

TEST_CASE("The flag --help names every key with its meaning, default and variable", "[config]") {
  Sources sources("");
  sources.flags = {"--help"};
  const absl::Status shown = sources.Load().status();
  REQUIRE(ReasonOf(shown) == "SHOW_TEXT");
  const std::string help(shown.message());
  CHECK(absl::StartsWith(help, "Usage: redress-test "));
  CHECK(absl::StrContains(help,
                          "--pg.pool_size=NUMBER\n      Connections of this process.\n      Default 8; environment "
                          "REDRESS_PG_POOL_SIZE\n"));
}

TEST_CASE("A written value reads back to itself", "[config]") {
  const auto text =
      GENERATE(as<std::string>(), "", "plain", "say \"hi\" \\ here", "tab\tand\nbreak", "投诉 ☎", "# no comment", "1e3");
  Sources sources(absl::StrCat("pg: {connection: x}\nteams: ", WriteValue(std::vector<std::string>{text, "b"}), "\n"));
  const absl::StatusOr<TestConfig> config = sources.Load();
  REQUIRE(config.ok());
  CHECK(config->teams == std::vector<std::string>{text, "b"});
}

TEST_CASE("Help is a success for the shell, a refused configuration is not", "[config]") {
  CHECK(ExitCodeOf(Error(absl::StatusCode::kCancelled, "SHOW_TEXT", "")) == 0);
  CHECK(ExitCodeOf(Error(absl::StatusCode::kInvalidArgument, "INVALID_CONFIG", "(a test of the exit code)")) == 2);
}

}  // namespace
}  // namespace redress::config
