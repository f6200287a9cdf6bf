// The README lists exactly the reasons that the code gives.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "services/routing/domain/assign.h"

namespace redress::routing {
namespace {

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> Matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it) found.insert((*it)[1]);
  return found;
}

TEST_CASE("The README lists exactly the reasons that the code gives", "[routing]") {
  const std::filesystem::path folder(REDRESS_ROUTING_DIR);
  // Words of an Exclusion.
  std::set<std::string> given = {"PROPOSER", "NOT_PRESENT", "NOT_IN_TEAM", "MISSING_SKILL", "NOT_SUPERVISOR"};
  given.insert("BAD_EVENT");  // of libs/events
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with("_test.cc") || !(name.ends_with(".cc") || name.ends_with(".h"))) continue;
    const std::string text = TextOf(entry.path());
    given.merge(Matches(text, R"re(Error\(\s*absl::StatusCode::k\w+,\s*"([A-Z_]+)")re"));
    given.merge(Matches(text, R"re(Refuse\(\s*"([A-Z_]+)")re"));
  }
  const std::string readme = TextOf(folder / "README.md");
  CHECK(Matches(readme.substr(readme.find("## Reasons")), R"re(`([A-Z_]+)`)re") == given);
}

TEST_CASE("The README lists exactly the metrics that the code keeps, and the tables of the schema", "[routing]") {
  const std::filesystem::path folder(REDRESS_ROUTING_DIR);
  const std::string readme = TextOf(folder / "README.md");
  CHECK(Matches(readme, "`(redress_routing_\\w+)`") ==
        Matches(TextOf(folder / "worker" / "routing_metrics.cc"), "\"(redress_routing_\\w+)\""));
  const size_t tables = readme.find("## Tables");
  CHECK(Matches(readme.substr(tables, readme.find("\n\n", tables) - tables), "`(\\w+)`(?: \\(|,)") ==
        Matches(TextOf(folder / "schema" / "0001_init.sql"), "CREATE TABLE (\\w+)"));
}

TEST_CASE("The words of the refusals are those of the exclusions", "[routing]") {
  CHECK(Word(Exclusion::kProposer) == "PROPOSER");
  CHECK(Word(Exclusion::kNotPresent) == "NOT_PRESENT");
  CHECK(Word(Exclusion::kNotInTeam) == "NOT_IN_TEAM");
  CHECK(Word(Exclusion::kMissingSkill) == "MISSING_SKILL");
  CHECK(Word(Exclusion::kNotSupervisor) == "NOT_SUPERVISOR");
}

}  // namespace
}  // namespace redress::routing
