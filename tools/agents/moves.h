// The moves that next_move.h chooses between, as requests: what is written into each in the words of the trade. Pure functions.
#pragma once

#include <string>

#include "tools/agents/causes.h"
#include "tools/agents/next_move.h"

namespace redress::agents {

// True where something that was verified is not as the customer says.
bool Contradicted(const casework::v1::Case& one);
// True where what was found leaves nothing of the complaint: it is explained, and nothing is given.
bool IsUnfounded(const casework::v1::Case& one);

Move Wait();
Move Done();
Move ReadComplaint();
Move ReadQuotation(const std::string& name);

Move Advance(const Desk& desk, casework::v1::Case::State to, const std::string& reason);
Move FillChecklist(const Desk& desk);
// A person's answer to what the shop's records could not say.
Move CheckItem(const Desk& desk, const casework::v1::ChecklistItem& item);
Move SetTag(const Desk& desk, const type::v1::Tag& tag);
Move AskEvidence(const Desk& desk, const Cause& cause);
Move AssignTask(const Desk& desk, const std::string& department, const Cause& cause);
Move Quote(const Desk& desk);
Move AnswerByPhone(const Desk& desk);
Move Decide(const Desk& desk, bool approved);
Move CompleteStep(const Desk& desk, const casework::v1::PlanStep& step);
Move CallBack(const Desk& desk);
Move Reject(const Desk& desk);
Move Dismiss(const Desk& desk);
Move Close(const Desk& desk, const Cause& cause);
Move AnswerTask(const Desk& desk, const casework::v1::Task& task);
// From the quotation on the desk and what the case gave before.
Move Propose(const Desk& desk, const Cause& cause);

}  // namespace redress::agents
