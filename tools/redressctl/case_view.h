// A case as a person reads it: where it stands, what was verified and asked, the plan with its promises, who decided what, what
// is to be done next. Writes to the stream that it is given.
#pragma once

#include <ostream>

#include "redress/casework/v1/aids.pb.h"
#include "redress/casework/v1/case.pb.h"
#include "redress/compensation/v1/compensation_service.pb.h"

namespace redress::ctl {

// `next`: null where it is not known.
void ShowCase(std::ostream& out, const casework::v1::Case& one, const casework::v1::NextStep* next, bool colours);
// One line: what, by whom, until when.
std::string ShowNextStep(const casework::v1::NextStep& next);

}  // namespace redress::ctl
