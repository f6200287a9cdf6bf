#include "tools/agents/chores.h"

#include "absl/strings/str_cat.h"
#include "tools/agents/outsiders.h"
#include "tools/client/words.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;

bool CanAnswerByLink(v1::Party party) {
  return party == v1::PARTY_CUSTOMER || party == v1::PARTY_SELLER || party == v1::PARTY_CARRIER;
}

bool IsOver(const v1::Case& one) {
  return one.state() == v1::Case::STATE_CLOSED || one.state() == v1::Case::STATE_REJECTED ||
         one.state() == v1::Case::STATE_MERGED;
}

}  // namespace

std::vector<Chore> ChoresOf(const v1::Case& one) {
  std::vector<Chore> chores;
  const int plan = one.plan().number();
  if (one.state() == v1::Case::STATE_PLAN_PROPOSED && AnswersByLink(one.name(), plan)) {
    chores.push_back({"CUSTOMER", "ANSWER_PLAN", "", absl::StrCat("plan ", plan)});
  }
  for (const v1::EvidenceRequest& request : one.evidence_requests()) {
    const bool open = request.state() == v1::EvidenceRequest::STATE_OPEN && CanAnswerByLink(request.party()) && !IsOver(one);
    if (!open || StaysSilent(one.name(), request.id())) continue;
    chores.push_back({client::Word(request.party()), "ANSWER_EVIDENCE_REQUEST", request.id(), request.id()});
  }
  for (const v1::Task& task : one.tasks()) {
    if (!task.has_answer_time() && !IsOver(one)) chores.push_back({"DEPARTMENT", "ANSWER_TASK", task.id(), task.id()});
  }
  if (one.state() == v1::Case::STATE_REJECTED && one.reopen_count() == 0 && AppealsRejection(one.name())) {
    chores.push_back({"CUSTOMER", "APPEAL", "", "appeal"});
  }
  return chores;
}

Act ActOf(const Chore& chore) {
  if (chore.action == "APPEAL") return Act::kCustomerAppeals;
  if (chore.party == "CUSTOMER") return Act::kCustomerAnswers;
  if (chore.party == "SELLER") return Act::kSellerAnswers;
  return chore.party == "CARRIER" ? Act::kCarrierAnswers : Act::kDepartmentTask;
}

}  // namespace redress::agents
