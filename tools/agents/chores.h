// What people outside are yet to do about a case: customers, sellers, carriers and departments. Read from the case as it is, so
// that whoever plays them forgets nothing and does nothing twice. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "redress/casework/v1/case.pb.h"
#include "tools/agents/tempo.h"

namespace redress::agents {

// One thing that somebody outside may do about a case.
struct Chore {
  std::string party;    // CUSTOMER, SELLER, CARRIER, DEPARTMENT
  std::string action;   // ANSWER_PLAN, ANSWER_EVIDENCE_REQUEST, ANSWER_TASK, APPEAL
  std::string subject;  // of IssueLink: `e1`, `t1`, or empty
  std::string key;      // names it among all of the case's: done once
};
// What those outside will do about the case. What somebody keeps silent about, or tells on the phone, is not among it.
std::vector<Chore> ChoresOf(const casework::v1::Case& one);

// What takes the time.
Act ActOf(const Chore& chore);

}  // namespace redress::agents
