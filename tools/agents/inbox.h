// What customers find in their messages: links to surveys, read from where a stack's receiver keeps what was handed to its SMS
// and push providers, one JSON line a message. Parsing is pure; an Inbox is not thread safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace redress::agents {

struct SurveyLink {
  std::string case_name;  // `cases/261123-00001000-11`
  std::string closing;    // which of its closings
  std::string token;      // the customer's, for that and nothing else
};

// The surveys that these lines ask for; anything else is left out.
std::vector<SurveyLink> SurveysIn(absl::string_view json_lines);

class Inbox {
 public:
  // A folder with `sms.jsonl` and `push.jsonl`; empty, or files that are not there yet: nothing ever comes.
  explicit Inbox(std::string folder) : folder_(std::move(folder)) {}
  // Those that came since.
  std::vector<SurveyLink> Read();

 private:
  const std::string folder_;
  std::map<std::string, int64_t> read_;  // by file: so many bytes, whole lines
};

}  // namespace redress::agents
