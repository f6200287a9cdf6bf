#include "tools/agents/acts.h"

#include <array>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "tools/agents/outsiders.h"
#include "tools/client/words.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;

struct Row {
  const char* method;
  Act act;
};
constexpr std::array kCalls = {
    Row{"FillChecklist", Act::kVerify},
    Row{"CheckItem", Act::kAtOnce},
    Row{"SetTag", Act::kAtOnce},
    Row{"RejectCase", Act::kInvestigate},
    Row{"RequestEvidence", Act::kInvestigate},
    Row{"AssignTask", Act::kInvestigate},
    Row{"ProposePlan", Act::kPropose},
    Row{"DecideApproval", Act::kDecide},
    Row{"CompleteStep", Act::kApologize},
    Row{"RecordCallback", Act::kCallBack},
    Row{"AnswerTask", Act::kDepartmentTask},
    Row{"CloseCase", Act::kTakeUp},
};

int CallsMade(const v1::Case& one) {
  return static_cast<int>(
      absl::c_count_if(one.callbacks(), [&](const v1::Callback& call) { return call.round() == one.reopen_count(); }));
}

}  // namespace

Act ActOf(const Move& move, const v1::Case& one) {
  switch (move.kind) {
    case Move::Kind::kTriage:
      return Act::kTriage;
    case Move::Kind::kQuote:
      return Act::kInvestigate;
    case Move::Kind::kDone:
      return Act::kTakeUp;
    default:
      break;
  }
  if (move.method == "AdvanceCase") {
    const bool begins = one.state() == v1::Case::STATE_OPEN || one.state() == v1::Case::STATE_REOPENED;
    return begins ? Act::kTakeUp : Act::kAtOnce;
  }
  if (move.method == "AnswerPlan") {
    return LeavesPlanUnanswered(one.name(), one.plan().number()) ? Act::kPhoneAtLast : Act::kPhone;
  }
  const auto* const found = absl::c_find_if(kCalls, [&](const Row& row) { return move.method == row.method; });
  return found == kCalls.end() ? Act::kAtOnce : found->act;
}

std::string KeyOf(const Move& move, const v1::Case& one) {
  if (move.kind == Move::Kind::kTriage) return "triage";  // of the complaint, whatever the case is
  return absl::StrCat(static_cast<int>(move.kind), " ", move.method, " ", client::Word(one.state()), " ", one.reopen_count(), "/",
                      one.plan().number(), "/", CallsMade(one));
}

}  // namespace redress::agents
