// Runs folders of the kit's shape: models (`.dmn`) beside test files (`.xml`).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/dmn/model.h"

namespace redress::dmn_tck {

struct CaseResult {
  std::string file;
  std::string id;
  std::vector<std::string> reasons;  // why it failed; empty: it passed
};

struct FolderResult {
  std::string folder;
  std::vector<CaseResult> cases;

  size_t passed() const;
};

// The results of every folder at or below `root` that holds a test file, sorted by name. NOT_FOUND if there is none. A test file
// that cannot be read, and one whose model cannot be loaded, counts as one failed case per case that it has (at least one).
absl::StatusOr<std::vector<FolderResult>> RunAll(const std::filesystem::path& root, const dmn::EvaluateOptions& options);

}  // namespace redress::dmn_tck
