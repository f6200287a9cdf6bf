// A file of cases to try a policy on: one JSON object a line, of facts by name. As a person writes them,
//   {"l1": "LOGISTICS", "l2": "LOST", "line_paid": 8000, "seller_tier": "GOLD"}
//   {"l1": "PRODUCT_QUALITY", "lines": [{"line_paid": 8000}, {"line_paid": 1200, "quantity": 2}]}
// or as `redressctl quotes get --json` shows a quotation, of which nothing but the facts is read. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "redress/compensation/v1/policy_service.pb.h"

namespace redress::ctl {

struct CaseFile {
  std::string name;                                    // as it was given
  std::vector<compensation::v1::SimulatedCase> cases;  // in their order
  std::vector<int> lines;                              // of each in the file, from 1; 0: of the command line
};

// INVALID_ARGUMENT, every line that is none named as `{name}:{line}`.
absl::StatusOr<CaseFile> ReadCases(const std::string& name, const std::string& text);

// The service's refusal with its fields as places of the file: `cases[3].facts[2].value` → `{name}:5 hours_late`.
absl::Status AtLines(const absl::Status& refusal, const CaseFile& file);

}  // namespace redress::ctl
