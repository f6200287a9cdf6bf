// One line of the caller's file → the complaint that is submitted, what the caller holds to be right about it (gold), and
// everything that is wrong with the line, by the names that its fields have in the file. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/error.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "tools/demo_client/input_file.h"

namespace redress::demo {

// The caller's own judgement of a complaint. Empty where not given.
struct Gold {
  std::string l1, l2, severity;
  std::vector<std::string> also;  // further tags that would do, `L1/L2`
  absl::optional<bool> is_complaint;
  bool empty() const { return l1.empty() && severity.empty() && !is_complaint; }
};

struct ComplaintLine {
  int number = 0;
  std::string request_id;
  intake::v1::Complaint complaint;  // holds what could be read, also where there are problems
  Gold gold;
  std::vector<FieldViolation> problems;  // `field` empty: the line as a whole
};

// `file`: names the file in request ids: the same line of the same file always has the same id.
ComplaintLine ReadComplaintLine(const InputLine& line, absl::string_view file);

// `complaint.amount_paid.amount_minor` → `amount_paid_minor`: the server's name of a field as it is in the file.
std::string FieldInFile(absl::string_view server_field);

// A UUID (version 8: our own making) that depends on all of `text` and on nothing else.
std::string UuidOf(absl::string_view text);

}  // namespace redress::demo
