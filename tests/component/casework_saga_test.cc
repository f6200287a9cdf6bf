// Plans as they are carried out by compensation and the reference platform: each step refused once, each outcome unknown once,
// the process ended while it is at it. The customer gets everything once or not at all, and the case and the books say which.
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "tests/component/casework_suite.h"

namespace redress::test {
namespace {

using Stub = cw::CaseworkService::Stub;
using compensation::v1::REMEDY_KIND_REFUND;
using control::Fault;
using cw::Case;

// A case whose plan (refund, then an apology) was accepted, and is being carried out.
std::string Executing(CaseworkSuite& suite, const std::string& order) {
  suite.PutOrder(order);
  const std::string name = suite.Complain(order);
  suite.Investigate(name);
  const Case proposed = suite.Propose(name, {REMEDY_KIND_REFUND});
  Must(suite.Answer(proposed, cw::Plan::ANSWER_ACCEPTED).status());
  return name;
}

bool RefundDone(const Case& file) {
  return file.plan().steps(0).state() == cw::PlanStep::STATE_DONE;
}

// A plan of one step that the platform does itself.
Case ProposeOperation(CaseworkSuite& suite, const std::string& name, cw::PlanStep::Kind kind, const std::string& subject,
                      const std::string& detail) {
  auto request = About<cw::ProposePlanRequest>(name);
  cw::PlanStep& step = *request.add_steps();
  step.set_kind(kind);
  step.set_owner("agents/a-sun");
  step.set_subject(subject);
  step.set_detail(detail);
  step.mutable_due_time()->set_seconds(suite.Now().micros() / 1'000'000 + 3'600);
  return Must(suite.Call(kSun, &Stub::ProposePlan, request));
}

TEST_CASE("An answer that is lost, late or never given leaves the step running until it is known, and pays once", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  int number = 0;
  for (const Fault::Kind fault : {Fault::KIND_ERROR_AFTER, Fault::KIND_ERROR_BEFORE, Fault::KIND_DOWN, Fault::KIND_LATE}) {
    CAPTURE(Fault::Kind_Name(fault));
    const std::string order = absl::StrCat("unknown-", ++number);
    suite.PutOrder(order);
    const std::string name = suite.Complain(order);
    suite.Investigate(name);
    const Case proposed = suite.Propose(name, {REMEDY_KIND_REFUND});
    suite.SetFault(fault);
    Must(suite.Answer(proposed, cw::Plan::ANSWER_ACCEPTED).status());
    suite.WaitFor(name, [](const Case& file) { return file.plan().steps(0).state() == cw::PlanStep::STATE_RUNNING; });
    suite.ClearFaults();
    if (fault == Fault::KIND_LATE) suite.Advance(absl::Hours(2));
    suite.WaitFor(name, &RefundDone);
    CHECK(suite.Succeeded(order, "refund") == 1);
  }
  CHECK(suite.Faults().empty());
}

TEST_CASE("A step that is refused for good ends the plan; what was not begun is not done, and another plan may follow",
          "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("refused-1");
  const std::string name = suite.Complain("refused-1");
  suite.Investigate(name);
  const Case proposed = suite.Propose(name, {REMEDY_KIND_REFUND});
  suite.SetFault(Fault::KIND_REFUSE);
  Must(suite.Answer(proposed, cw::Plan::ANSWER_ACCEPTED).status());
  const Case failed = suite.WaitFor(name, [](const Case& file) { return file.state() == Case::STATE_INVESTIGATING; });
  suite.ClearFaults();
  CHECK(failed.plan().steps(0).state() == cw::PlanStep::STATE_FAILED);
  CHECK(failed.plan().steps(0).failure_reason() == "REFUSED");
  CHECK(failed.plan().steps(1).state() == cw::PlanStep::STATE_PENDING);
  CHECK(suite.Succeeded("refused-1", "refund") == 0);
  const Case again = suite.Propose(name, {REMEDY_KIND_REFUND});
  CHECK(again.plan().number() == 2);
  Must(suite.Answer(again, cw::Plan::ANSWER_ACCEPTED).status());
  suite.WaitFor(name, &RefundDone);
  CHECK(suite.Succeeded("refused-1", "refund") == 1);
  CHECK(suite.Faults().empty());
}

TEST_CASE("Every kind of operation is done by the platform under the name of its step, once", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  struct Row {
    cw::PlanStep::Kind kind;
    const char* subject;
    const char* detail;
    bool succeeds;
  };
  // The parcel has left, and no such seller exists: the platform refuses these two on business grounds.
  const Row rows[] = {{cw::PlanStep::KIND_HR_REPORT, "agents/a-li", "RUDE", true},
                      {cw::PlanStep::KIND_CHANGE_ADDRESS, "orders/operation-2", "token-1", false},
                      {cw::PlanStep::KIND_SUPPLIER_ACTION, "s-nobody", "RECALL", false}};
  int number = 0;
  for (const Row& row : rows) {
    const std::string order = absl::StrCat("operation-", ++number);
    suite.PutOrder(order);
    const std::string name = suite.Complain(order);
    suite.Investigate(name);
    const Case proposed = ProposeOperation(suite, name, row.kind, row.subject, row.detail);
    suite.SetFault(Fault::KIND_ERROR_AFTER, 4);
    Must(suite.Answer(proposed, cw::Plan::ANSWER_ACCEPTED).status());
    const Case ended = suite.WaitFor(name, [](const Case& file) { return file.state() != Case::STATE_EXECUTING; });
    suite.ClearFaults();
    CHECK(ended.state() == (row.succeeds ? Case::STATE_CALLBACK_DUE : Case::STATE_INVESTIGATING));
    const cw::PlanStep& step = ended.plan().steps(0);
    CHECK(step.state() == (row.succeeds ? cw::PlanStep::STATE_DONE : cw::PlanStep::STATE_FAILED));
    CHECK(step.effect() == absl::StrCat("operations/", name.substr(6), "-p1-s1"));
    CHECK(step.failure_reason().empty() == row.succeeds);
  }
}

TEST_CASE("A process that ends while a plan is carried out is followed by one that goes on, and pays once", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.SetFault(Fault::KIND_LATE);
  const std::string late = Executing(suite, "restart-1");
  suite.WaitFor(late, [](const Case& file) { return file.plan().steps(0).state() == cw::PlanStep::STATE_RUNNING; });
  suite.Restart();  // ends the fault, too
  suite.Advance(absl::Hours(2));
  suite.WaitFor(late, &RefundDone);
  CHECK(suite.Succeeded("restart-1", "refund") == 1);
  for (int round = 0; round < 3; ++round) {
    const std::string order = absl::StrCat("restart-", 2 + round);
    const std::string name = Executing(suite, order);
    suite.Restart();
    suite.WaitFor(name, &RefundDone);
    CHECK(suite.Succeeded(order, "refund") == 1);
  }
  CHECK(suite.Faults().empty());
}

TEST_CASE("What two cases promise of the same order line and cause is paid once; the other step fails with the reason",
          "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("taken-1");
  std::vector<Case> proposed;
  for (const char* customer : {"u-one", "u-two"}) {
    const std::string name = suite.Complain("taken-1", "快递一直没到", customer);
    suite.Investigate(name);
    proposed.push_back(suite.Propose(name, {REMEDY_KIND_REFUND}));
  }
  REQUIRE(proposed[0].name() != proposed[1].name());
  Must(suite.Answer(proposed[0], cw::Plan::ANSWER_ACCEPTED).status());
  suite.WaitFor(proposed[0].name(), &RefundDone);
  Must(suite.Answer(proposed[1], cw::Plan::ANSWER_ACCEPTED).status());
  const Case failed =
      suite.WaitFor(proposed[1].name(), [](const Case& file) { return file.state() == Case::STATE_INVESTIGATING; });
  CHECK(failed.plan().steps(0).state() == cw::PlanStep::STATE_FAILED);
  CHECK(failed.plan().steps(0).failure_reason() == "ENTITLEMENT_TAKEN");
  CHECK(suite.Succeeded("taken-1", "refund") == 1);
  CHECK(suite.Faults().empty());
}

}  // namespace
}  // namespace redress::test
