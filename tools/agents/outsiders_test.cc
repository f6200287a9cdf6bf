#include "tools/agents/outsiders.h"

#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "tools/agents/chores.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;

std::string Name(int i) {
  return absl::StrCat("cases/", i);
}

std::vector<std::string> Keys(const v1::Case& one) {
  std::vector<std::string> keys;
  for (const Chore& chore : ChoresOf(one)) keys.push_back(absl::StrCat(chore.party, " ", chore.action, " ", chore.subject));
  return keys;
}

// The first case of which `is` is true.
template <class Is>
std::string First(Is is) {
  for (int i = 0;; ++i) {
    if (is(Name(i))) return Name(i);
  }
}

}  // namespace

TEST_CASE("Few decline, and nobody twice; everybody is called at most three times", "[agents]") {
  int declined = 0;
  std::set<v1::Callback::Outcome> outcomes;
  for (int i = 0; i < 1000; ++i) {
    declined += AcceptsPlan(Name(i), 1) ? 0 : 1;
    CHECK(AcceptsPlan(Name(i), 2));
    outcomes.insert(CallbackOutcome(Name(i), 0, 1));
    CHECK(CallbackOutcome(Name(i), 1, 2) != v1::Callback::OUTCOME_NOT_SATISFIED);
    CHECK(CallbackOutcome(Name(i), 0, 1) == CallbackOutcome(Name(i), 0, 1));
  }
  CHECK(declined > 50);
  CHECK(declined < 250);
  CHECK(outcomes.size() == 3);
}

TEST_CASE("About half answer a survey, most of them content", "[agents]") {
  int answered = 0, content = 0;
  for (int i = 0; i < 1000; ++i) {
    const int score = SurveyScore(Name(i), "1");
    CHECK((score >= 1 && score <= 5));
    answered += AnswersSurvey(Name(i), "1") ? 1 : 0;
    content += score >= 4 ? 1 : 0;
  }
  CHECK((answered > 450 && answered < 650));
  CHECK((content > 800 && content < 900));
}

TEST_CASE("Those outside do what they were asked, by the right party, once it is open", "[agents]") {
  v1::Case one;
  one.set_name(First([](const std::string& name) { return AnswersByLink(name, 1) && !StaysSilent(name, "e2"); }));
  one.set_state(v1::Case::STATE_PLAN_PROPOSED);
  one.mutable_plan()->set_number(1);
  v1::EvidenceRequest& answered = *one.add_evidence_requests();
  answered.set_id("e1");
  answered.set_party(v1::PARTY_CUSTOMER);
  answered.set_state(v1::EvidenceRequest::STATE_ANSWERED);
  v1::EvidenceRequest& open = *one.add_evidence_requests();
  open.set_id("e2");
  open.set_party(v1::PARTY_CARRIER);
  open.set_state(v1::EvidenceRequest::STATE_OPEN);
  v1::Task& task = *one.add_tasks();
  task.set_id("t1");
  CHECK(Keys(one) ==
        std::vector<std::string>{"CUSTOMER ANSWER_PLAN ", "CARRIER ANSWER_EVIDENCE_REQUEST e2", "DEPARTMENT ANSWER_TASK t1"});
  task.mutable_answer_time()->set_seconds(1);
  open.set_party(v1::PARTY_SUPPLIER);  // there is no link for suppliers
  CHECK(Keys(one) == std::vector<std::string>{"CUSTOMER ANSWER_PLAN "});
}

TEST_CASE("Who phones or keeps silent opens no link", "[agents]") {
  v1::Case one;
  one.set_name(First([](const std::string& name) { return AnswersByPhone(name, 1); }));
  one.set_state(v1::Case::STATE_PLAN_PROPOSED);
  one.mutable_plan()->set_number(1);
  CHECK(Keys(one).empty());
  one.set_name(First([](const std::string& name) { return StaysSilent(name, "e1"); }));
  one.set_state(v1::Case::STATE_WAITING_CUSTOMER);
  v1::EvidenceRequest& open = *one.add_evidence_requests();
  open.set_id("e1");
  open.set_party(v1::PARTY_CUSTOMER);
  open.set_state(v1::EvidenceRequest::STATE_OPEN);
  CHECK(Keys(one).empty());
}

TEST_CASE("A rejection is appealed at most once", "[agents]") {
  v1::Case one;
  one.set_name(First(AppealsRejection));
  one.set_state(v1::Case::STATE_REJECTED);
  CHECK(Keys(one) == std::vector<std::string>{"CUSTOMER APPEAL "});
  one.set_reopen_count(1);
  CHECK(Keys(one).empty());
}

}  // namespace redress::agents
