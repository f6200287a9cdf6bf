#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "services/intake/domain/reasons.h"

namespace redress::intake {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(REDRESS_SOURCE_DIR) / "services/intake";

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::set<std::string> Matches(const std::string& text, const std::regex& pattern) {
  std::set<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) found.insert((*it)[1]);
  return found;
}

TEST_CASE("README explains every reason and no other", "[intake]") {
  const std::string readme = TextOf(kFolder / "README.md");
  const std::string table = readme.substr(readme.find("## Reasons"));
  CHECK(Matches(table, std::regex("`([A-Z][A-Z_]+)`")) == std::set<std::string>(kReasons.begin(), kReasons.end()));
}

TEST_CASE("Every reason that the code gives is listed", "[intake]") {
  // DATA_KEY_CHANGED and INSERT_ONLY never leave the service: one is tried again, the other is nobody's call.
  std::set<std::string> listed(kReasons.begin(), kReasons.end());
  listed.insert({"DATA_KEY_CHANGED", "INSERT_ONLY"});
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kFolder)) {
    const std::string extension = entry.path().extension().string();
    const std::string name = entry.path().filename().string();
    if ((extension != ".cc" && extension != ".h" && extension != ".sql") || name.find("_test") != std::string::npos) continue;
    ++files;
    const std::string text = TextOf(entry.path());
    std::set<std::string> given = Matches(text, std::regex("Error\\(absl::StatusCode::k\\w+,\\s*\"(\\w+)\""));
    given.merge(Matches(text, std::regex("MESSAGE = '(\\w+):")));
    for (const std::string& reason : given) {
      INFO(name << " gives " << reason);
      CHECK(listed.count(reason) == 1);
    }
  }
  CHECK(files > 30);
}

}  // namespace
}  // namespace redress::intake
