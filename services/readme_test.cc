// A service's README lists exactly the reasons, metrics and tables that its code has. Built once for each service that keeps it
// so.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace redress {
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

// The .cc and .sql files of a folder and what is below it, without tests.
std::vector<std::string> Sources(const std::filesystem::path& folder) {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".sql") || (name.ends_with(".cc") && !name.ends_with("_test.cc"))) texts.push_back(TextOf(entry.path()));
  }
  return texts;
}

TEST_CASE("The README lists every reason that the code gives, and none that it does not know", "[readme]") {
  const std::filesystem::path folder(REDRESS_SERVICE_DIR);
  std::set<std::string> given, known;
  for (const std::string& text : Sources(folder)) {
    given.merge(Matches(text, R"re(MESSAGE = '([A-Z_]+):)re"));
    given.merge(Matches(text, R"re(Error\(\s*absl::StatusCode::k\w+,\s*"([A-Z_]+)")re"));
    given.merge(Matches(text, R"re((?:Refuse|NotFound)\(\s*"([A-Z_]+)")re"));
    known.merge(Matches(text, R"re("([A-Z_]+)")re"));
  }
  // What the vault says reaches a caller too.
  for (const std::string& text : Sources(folder / "../../libs/vault")) known.merge(Matches(text, R"re("([A-Z_]+)")re"));
  known.insert("BAD_EVENT");  // of libs/events
  known.merge(Matches(TextOf(folder / "../../libs/base/signed_link.cc"), R"re("([A-Z_]+)")re"));
  known.insert(given.begin(), given.end());
  const std::string readme = TextOf(folder / "README.md");
  std::set<std::string> listed;
  const std::regex row(R"re(\n\| (`[^|]+) \|)re");
  const std::string reasons = readme.substr(readme.find("## Reasons"));
  for (std::sregex_iterator it(reasons.begin(), reasons.end(), row), end; it != end; ++it) {
    listed.merge(Matches((*it)[1], R"re(`([A-Z_]+)`)re"));
  }
  CHECK(std::includes(listed.begin(), listed.end(), given.begin(), given.end()));
  CHECK(std::includes(known.begin(), known.end(), listed.begin(), listed.end()));
  CHECK(given.size() > 5);
}

TEST_CASE("The README lists exactly the metrics that the code keeps, and the tables of the schema", "[readme]") {
  const std::filesystem::path folder(REDRESS_SERVICE_DIR);
  const std::string readme = TextOf(folder / "README.md");
  const std::string metric = absl::StrCat("(redress_", folder.filename().string(), "_\\w+)");
  std::set<std::string> kept;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "worker")) {
    kept.merge(Matches(TextOf(entry.path()), absl::StrCat("\"", metric, "\"").c_str()));
  }
  CHECK(Matches(readme, absl::StrCat("`", metric, "`").c_str()) == kept);
  std::set<std::string> created;
  for (const auto& file : std::filesystem::directory_iterator(folder / "schema")) {
    created.merge(Matches(TextOf(file.path()), "CREATE TABLE (\\w+)"));
  }
  const size_t tables = readme.find("## Tables");
  CHECK(Matches(readme.substr(tables, readme.find("\n\n", tables) - tables), "`(\\w+)`(?: \\(|,| ·)") == created);
}

}  // namespace
}  // namespace redress
