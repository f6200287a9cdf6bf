// CSV (RFC 4180) as spreadsheets write it: quoted cells with commas, quotes and line breaks, CRLF or LF, a byte order mark.
// Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace redress::demo {

struct CsvRecord {
  int line = 0;  // on which it begins, from 1
  std::vector<std::string> cells;
  std::string raw;      // as it stands in the file, without its line end
  std::string problem;  // empty: well-formed
};

// All records, the header among them; blank lines are left out.
std::vector<CsvRecord> ParseCsv(absl::string_view text);

}  // namespace redress::demo
