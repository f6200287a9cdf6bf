#include "tools/dmn_tck/runner.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "libs/base/uuid.h"

namespace redress::dmn_tck {
namespace {

namespace fs = std::filesystem;

// A folder that is gone at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("redress_dmn_tck_" + Uuid::Random().ToString())) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  void Write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
  }
  const fs::path& path() const { return path_; }

 private:
  const fs::path path_;
};

const char kModel[] =
    "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' namespace='urn:m' name='m'><decision name='one'>"
    "<literalExpression><text>1</text></literalExpression></decision><decision name='bad'><literalExpression><text>1 +</text>"
    "</literalExpression></decision></definitions>";

std::string Cases(const std::string& model, const std::string& results) {
  return "<testCases xmlns='http://www.omg.org/spec/DMN/20160719/testcase' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
         "<modelName>" +
         model + "</modelName>" + results + "</testCases>";
}

std::string Expect(const std::string& id, const std::string& decision, const std::string& value,
                   const std::string& attributes = "") {
  return "<testCase id='" + id + "'><resultNode name='" + decision + "' " + attributes + "><expected>" +
         (value.empty() ? "<value xsi:nil='true'/>" : "<value xsi:type='decimal'>" + value + "</value>") +
         "</expected></resultNode></testCase>";
}

TEST_CASE("Every folder is run, every case counts once, and each failure has its reason", "[dmn]") {
  const Folder folder;
  folder.Write("a/m.dmn", kModel);
  folder.Write("a/t.xml",
               Cases("m.dmn", Expect("1", "one", "1.0") + Expect("2", "one", "2") + Expect("3", "bad", "", "errorResult='true'") +
                                  Expect("4", "bad", "1") + Expect("5", "one", "", "errorResult='true'") +
                                  Expect("6", "none", "", "errorResult='true'")));
  folder.Write("b/deep/t.xml", Cases("missing.dmn", Expect("1", "one", "1") + Expect("2", "one", "1")));
  folder.Write("b/other.xml", "<something/>");
  const absl::StatusOr<std::vector<FolderResult>> results = RunAll(folder.path(), {});
  REQUIRE(results.ok());
  REQUIRE(results->size() == 2);
  const FolderResult& a = results->at(0);
  CHECK(a.folder == "a");
  CHECK(a.passed() == 2);
  REQUIRE(a.cases.size() == 6);
  CHECK(a.cases[0].reasons.empty());
  CHECK(a.cases[1].reasons.at(0) == "one: expected 2 (number), got 1 (number)");
  CHECK(a.cases[2].reasons.empty());
  CHECK(a.cases[3].reasons.size() == 2);
  CHECK_THAT(a.cases[4].reasons.at(0), Catch::Contains("expected a failure"));
  CHECK_THAT(a.cases[5].reasons.at(0), Catch::Contains("no such element"));
  const FolderResult& b = results->at(1);
  CHECK(b.folder == "b/deep");
  CHECK(b.cases.size() == 2);
  CHECK(b.passed() == 0);
}

TEST_CASE("A folder without test files is an error", "[dmn]") {
  const Folder folder;
  CHECK(absl::IsNotFound(RunAll(folder.path(), {}).status()));
  CHECK(absl::IsNotFound(RunAll(folder.path() / "none", {}).status()));
}

}  // namespace
}  // namespace redress::dmn_tck
