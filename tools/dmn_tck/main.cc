// redress-dmn-tck: runs the test cases of the DMN Technology Compatibility Kit. The very last line is `N passed, M failed`. Exit
// status 0: all passed; 1: some failed, or nothing could be run; 2: wrong usage.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"
#include "tools/dmn_tck/runner.h"

namespace redress::dmn_tck {
namespace {

nlohmann::json JsonOf(const std::vector<FolderResult>& folders, size_t passed, size_t failed) {
  nlohmann::json all = {{"passed", passed}, {"failed", failed}, {"folders", nlohmann::json::array()}};
  for (const FolderResult& folder : folders) {
    nlohmann::json cases = nlohmann::json::array();
    for (const CaseResult& result : folder.cases) {
      cases.push_back(
          {{"file", result.file}, {"id", result.id}, {"passed", result.reasons.empty()}, {"reasons", result.reasons}});
    }
    all["folders"].push_back({{"folder", folder.folder},
                              {"passed", folder.passed()},
                              {"failed", folder.cases.size() - folder.passed()},
                              {"cases", std::move(cases)}});
  }
  return all;
}

int Run(const std::string& root, bool verbose, const std::string& json) {
  dmn::EvaluateOptions options;
  options.now = SystemTimeSource().Now().ToAbsl();
  options.zone = absl::LocalTimeZone();
  const absl::StatusOr<std::vector<FolderResult>> folders = RunAll(root, options);
  if (!folders.ok()) {
    std::cerr << "dmn-tck: " << folders.status().message() << '\n';
    return 1;
  }
  size_t passed = 0;
  size_t failed = 0;
  for (const FolderResult& folder : *folders) {
    const size_t good = folder.passed();
    passed += good;
    failed += folder.cases.size() - good;
    std::cout << folder.folder << ": " << good << " passed, " << folder.cases.size() - good << " failed\n";
    for (const CaseResult& result : folder.cases) {
      for (const std::string& reason : result.reasons) {
        if (verbose) std::cout << "  " << result.file << " " << result.id << ": " << reason << '\n';
      }
    }
  }
  bool written = true;
  if (!json.empty()) {
    std::ofstream file(json, std::ios::binary | std::ios::trunc);
    file << JsonOf(*folders, passed, failed).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    file.close();
    written = static_cast<bool>(file);
    if (!written) std::cerr << "dmn-tck: " << json << " cannot be written\n";
  }
  std::cout << passed << " passed, " << failed << " failed" << std::endl;
  return failed == 0 && written ? 0 : 1;
}

}  // namespace
}  // namespace redress::dmn_tck

int main(int argc, char** argv) {
  CLI::App app("Runs test cases of the DMN Technology Compatibility Kit.", "tools/dmn-tck");
  std::string root;
  std::string json;
  bool verbose = false;
  app.add_option("dir", root, "Folder that holds models (.dmn) and test files (.xml), itself or in folders below")->required();
  app.add_flag("--verbose,-v", verbose, "Tell why each case failed");
  app.add_option("--json", json, "Write the results here, as JSON");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  return redress::dmn_tck::Run(root, verbose, json);
}
