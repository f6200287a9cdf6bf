// The test files of the DMN Technology Compatibility Kit: a model's name and cases of inputs and expected results. Plain values.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/dmn/model.h"
#include "libs/feel/value.h"

namespace redress::dmn_tck {

// What is expected of one decision (or of the function or service that the case calls).
struct Expectation {
  std::string ns;
  std::string name;
  bool error = false;  // the evaluation is to fail, or to give null
  bool given = false;  // a value is expected
  feel::Value value;
};

enum class Callee { kDecision, kKnowledge, kService };

struct Case {
  std::string id;
  std::string description;
  Callee callee = Callee::kDecision;
  std::string invocable;  // of a function or service
  std::vector<dmn::Input> inputs;
  std::vector<Expectation> expected;
};

struct CaseFile {
  std::string model;  // file name, beside the test file
  std::vector<Case> cases;
};

// INVALID_ARGUMENT, with the place, for a text that is no test file of the kit.
absl::StatusOr<CaseFile> ReadCases(const std::string& name, absl::string_view text);
// True if the root of the XML text is a `testCases`.
bool LooksLikeCases(absl::string_view text);

}  // namespace redress::dmn_tck
