// The caller's file, JSONL or CSV, as one JSON object a line; what becomes of the fields is for complaint_line.h. A line that is
// no object keeps its place with the reason, so that its neighbours go on.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace redress::demo {

struct InputLine {
  int number = 0;  // in the file, from 1
  std::string raw;
  nlohmann::json fields;  // an object
  std::string problem;    // empty where `fields` could be read
};

// CSV where the name ends in `.csv`, else one JSON object a line. Blank lines are skipped.
// In CSV the header names the fields: `channel`, `customer.id` (or `customer_id`), `gold.l1`; empty cells are fields that are not
// there; orders are separated by `;`; evidence is a JSON list.
std::vector<InputLine> ReadInput(absl::string_view file_name, absl::string_view content);

}  // namespace redress::demo
