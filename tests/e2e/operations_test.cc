// What people who run the suite or learn of it rely on: dashboards whose queries are taken, and a tour that still goes this way.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/e2e/suite.h"

namespace redress::e2e {
namespace {

// A program of tools/ on the suite's stack.
ShellResult Tool(const std::string& command) {
  const std::filesystem::path folder = Suite::Get().folder();
  return Shell(absl::StrCat("REDRESS_STACK_HOME=", Quote(folder.parent_path()), " ",
                            Quote(std::string(std::getenv("REDRESS_SOURCE_DIR")) + "/tools"), "/", command, " --stack ",
                            Quote(folder.filename())));
}

}  // namespace

TEST_CASE("Prometheus and PostgreSQL take every query of every dashboard", "[e2e]") {
  const ShellResult checked = Tool("dashboards check --queries-only");
  INFO(checked.output);
  CHECK(checked.code == 0);
}

TEST_CASE("A complaint goes the way that the tour tells, with its calls and events", "[e2e]") {
  const ShellResult toured = Tool("tour --check");
  INFO(toured.output);
  CHECK(toured.code == 0);
}

}  // namespace redress::e2e
