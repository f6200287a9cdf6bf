#include "services/casework/domain/erasing.h"

#include <catch2/catch.hpp>

#include "services/casework/domain/handling.h"
#include "services/casework/domain/test_case_files.h"
#include "services/casework/domain/waiting.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT: the cases that all tests of decisions share

const Because kErased = {{"services/intake", "", false}, "", kNow};

// With words wherever there can be some.
CaseFile Wordy() {
  CaseFile file = FileIn(CaseState::kWaitingSeller);
  file.wrapped_key = "key";
  for (CheckItem& item : file.checklist) item.finding = "与订单不符";
  file.evidence_requests[0].answer = "有";
  file.tasks = {AssignTask({Department::kHr, "hr-7", "核实", {}}, 1, file.severity, kPolicy.asking, kNow).value()};
  file.tasks[0].answer = "属实";
  file.plans = {PlanOf(StepState::kPending, PlanAnswer::kNone)};
  file.approvals = {AskApproval(file.plans[0], 1, file.severity, kPolicy.approval, kNow)};
  file.approvals[0].state = ApprovalState::kRefused;
  file.approvals[0].reason = "太多";
  file.closing = Closing();
  file.closing->rejection_reason = "不属于我们";
  return file;
}

TEST_CASE("Erasing empties every word, keeps everything else, and says so in the trail", "[casework]") {
  const CaseFile file = Wordy();
  const Change change = EraseWords(file, kErased);
  CaseFile expected = file;
  expected.words_erased = true;
  expected.wrapped_key.clear();
  for (CheckItem& item : expected.checklist) item.finding.clear();
  EvidenceRequest& request = expected.evidence_requests[0];
  request.question = request.default_on_silence = request.answer = "";
  expected.tasks[0].request = expected.tasks[0].answer = "";
  expected.plans[0].steps[0].description.clear();
  expected.approvals[0].reason.clear();
  expected.closing->rejection_reason.clear();
  CHECK(change.next == expected);
  CHECK(WhatOf(change) == std::vector<std::string>{"WORDS_ERASED"});
}

TEST_CASE("Words are erased once, in every state", "[casework]") {
  for (const Named<CaseState>& state : kWords<CaseState>) {
    const Change change = EraseWords(FileIn(state.value), kErased);
    CHECK(change.next.state == state.value);
    CHECK(change.next.words_erased);
    CHECK(EraseWords(change.next, kErased).empty());
  }
}

TEST_CASE("A case whose words are erased goes on", "[casework]") {
  const CaseFile file = EraseWords(Wordy(), kErased).next;
  CHECK(AnswerEvidence(file, "e1", "有库存", By(kCustomer)).ok());
  CHECK(AnswerTask(file, "t1", "属实", By(kCustomer)).ok());
  CHECK(FireDue(file, kPolicy, kNow + absl::Hours(48))->next.evidence_requests[0].state == EvidenceState::kDefaulted);
  CHECK(AddNote(file, false, By(kOwner)).ok());
}

}  // namespace
}  // namespace redress::casework
