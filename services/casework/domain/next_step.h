// What is to be done next with a case and by whom: the last line of its timeline, for people, in both languages. Holds no
// personal data. Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/casework/domain/callback.h"
#include "services/casework/domain/case_file.h"

namespace redress::casework {

struct NextStep {
  std::string zh;
  std::string en;
  std::string who;                        // `agents/{agent}`, `CUSTOMER`, `SUPERVISOR`, … ; empty: nobody has it yet
  absl::optional<BusinessTime> due_time;  // where a time was promised or decides
};

// Nothing once the case is over or part of another one.
absl::optional<NextStep> NextStepOf(const CaseFile& file, const CallbackPolicy& policy);

}  // namespace redress::casework
