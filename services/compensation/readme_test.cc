// The README lists exactly the reasons that the code gives.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace redress::compensation {
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

TEST_CASE("The README lists exactly the reasons that the code gives", "[compensation]") {
  const std::filesystem::path folder(REDRESS_COMPENSATION_DIR);
  std::set<std::string> given = {"ILLEGAL_TRANSITION"};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const std::string text = entry.is_regular_file() ? TextOf(entry.path()) : "";
    if (name.ends_with(".sql")) given.merge(Matches(text, R"re(MESSAGE = '([A-Z_]+):)re"));
    if (!name.ends_with(".cc") || name.ends_with("_test.cc")) continue;
    given.merge(Matches(text, R"re(Error\(\s*absl::StatusCode::k\w+,\s*"([A-Z_]+)")re"));
    given.merge(Matches(text, R"re(Refuse\(\s*"([A-Z_]+)")re"));
  }
  const std::string readme = TextOf(folder / "README.md");
  std::set<std::string> listed;
  const std::regex row(R"re(\n\| (`[^|]+) \|)re");
  const std::string reasons = readme.substr(readme.find("## Reasons"));
  for (std::sregex_iterator it(reasons.begin(), reasons.end(), row), end; it != end; ++it) {
    listed.merge(Matches((*it)[1], R"re(`([A-Z_]+)`)re"));
  }
  CHECK(listed == given);
}

TEST_CASE("The README lists exactly the metrics that the code keeps, and the tables of the schema", "[compensation]") {
  const std::filesystem::path folder(REDRESS_COMPENSATION_DIR);
  const std::string readme = TextOf(folder / "README.md");
  CHECK(Matches(readme, "`(redress_compensation_\\w+)`") ==
        Matches(TextOf(folder / "worker" / "payer_metrics.h"), "\"(redress_compensation_\\w+)\""));
  const size_t tables = readme.find("## Tables");
  CHECK(Matches(readme.substr(tables, readme.find("\n\n", tables) - tables), "`(\\w+)`(?: \\(|,)") ==
        Matches(TextOf(folder / "schema" / "0001_init.sql"), "CREATE TABLE (\\w+)"));
}

}  // namespace
}  // namespace redress::compensation
