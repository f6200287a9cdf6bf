// The case from its acceptance to its closing: by hand with redressctl, and by the people of the demo.
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "redress/platform/control/v1/control_service.pb.h"
#include "tests/e2e/suite.h"
#include "tests/support/child_process.h"
#include "tools/demo_client/complaint_line.h"
#include "tools/demo_client/shop_orders.h"

namespace redress::e2e {
namespace {

using casework::v1::Case;

// A complaint about a parcel that the shop's records say is lost.
intake::v1::Complaint SubmitLost() {
  intake::v1::SubmitComplaintRequest request = NewSubmission("包裹丢了，物流说找不到，要求退款");
  const std::string order = absl::StrCat("o-", Uuid::Random().ToString());
  request.mutable_complaint()->add_orders(order);
  request.mutable_complaint()->mutable_amount_paid()->set_currency_code("CNY");
  request.mutable_complaint()->mutable_amount_paid()->set_amount_minor(15'000);
  demo::ComplaintLine line;
  line.complaint = request.complaint();
  line.gold.l2 = "LOST";
  Suite& suite = Suite::Get();
  for (const auto& put : demo::ShopOrdersOf({line}, suite.session().Now().value())) {
    platform::v1::Order answer;
    REQUIRE(suite.session().Call("redress.platform.control.v1.ControlService.PutOrder", put, &answer,
                                 {"", suite.session().TokenOf("ADMIN").value()}) == absl::OkStatus());
  }
  return Submit(request);
}

Case CaseOf(const std::string& name) {
  casework::v1::GetCaseRequest request;
  request.set_name(name);
  const auto one = Suite::Get().session().Call<Case>("redress.casework.v1.CaseworkService.GetCase", request);
  return one.ok() ? *one : Case();
}

bool AwaitState(const std::string& name, Case::State state) {
  return Await(absl::Seconds(45), [&] { return CaseOf(name).state() == state; });
}

bool IsOver(const Case& one) {
  return one.state() == Case::STATE_CLOSED || one.state() == Case::STATE_REJECTED;
}

std::unique_ptr<test::ChildProcess> StartAgents() {
  test::ChildProcess::Options options;
  options.argv = {std::string(std::getenv("REDRESS_BIN_DIR")) + "/redress-agents",
                  "--stack",
                  Suite::Get().session().stack().file(),
                  "--pace",
                  "0.3",
                  "--answer-within",
                  "5s"};
  return std::make_unique<test::ChildProcess>(options);
}

}  // namespace

TEST_CASE("redressctl works a case from its acceptance to its closing", "[e2e]") {
  const intake::v1::Complaint complaint = SubmitLost();
  const std::string name = complaint.case_();
  const std::string number = name.substr(6);
  const auto item = AwaitItem(complaint.name(), routing::v1::WorkItem::STATE_OFFERED);
  const std::string me = absl::StrCat("--as ", item.agent(), " ");
  CtlJson(me + "work-items accept " + item.name());
  REQUIRE(Await(absl::Seconds(45), [&] { return CaseOf(name).owner() == item.agent(); }));

  CHECK(CtlJson(me + "cases advance " + number + " VERIFYING --reason x")["state"] == "STATE_VERIFYING");
  CtlJson(me + "cases tag " + number + " LOGISTICS/LOST --reason read");
  CtlJson(me + "cases fill-checklist " + number);
  const ShellResult early = Shell(Ctl(me + "plans propose " + number + " --step 'apology sorry'"));
  CHECK(early.code == 6);
  const Case filled = CaseOf(name);
  for (const auto& check : filled.checklist()) {
    if (check.result() != casework::v1::ChecklistItem::RESULT_UNKNOWN) continue;
    CtlJson(me + "cases check " + number + " " + check.kind() + " CONFIRMED");
  }
  CHECK(CtlJson(me + "cases advance " + number + " INVESTIGATING --reason x")["state"] == "STATE_INVESTIGATING");

  const auto quotation = CtlJson(me + "cases quote " + number);
  std::string option;
  for (const auto& one : quotation["options"]) {
    if (one["kind"] == "REMEDY_KIND_REFUND") option = one["id"];
  }
  REQUIRE_FALSE(option.empty());
  const std::string quoted = quotation["name"].get<std::string>() + "/" + option;
  const auto proposed = CtlJson(me + "plans propose " + number + " --step 'apology 抱歉' --step 'remedy " + quoted + "'");
  CHECK(proposed["state"] == "STATE_PLAN_PROPOSED");
  CHECK(proposed["plan"]["steps"].size() == 2);
  CtlJson(me + "plans answer " + number + " ACCEPTED --reason phone");
  if (CaseOf(name).state() == Case::STATE_APPROVAL_PENDING) {
    CHECK(Shell(Ctl(me + "approve " + number)).code == 6);  // nobody decides on their own plan
    CtlJson("--as agents/a-supervisor --role SUPERVISOR approve " + number);
  }
  CHECK(Await(absl::Seconds(45), [&] {
    const Case one = CaseOf(name);
    return !one.plan().steps().empty() && one.plan().steps(0).state() == casework::v1::PlanStep::STATE_RUNNING;
  }));
  CtlJson(me + "plans complete-step " + number + " s1 --result done");
  REQUIRE(AwaitState(name, Case::STATE_CALLBACK_DUE));
  CHECK(CaseOf(name).granted_size() == 1);
  CHECK(Shell(Ctl(me + "cases close " + number)).code == 3);  // everything that is missing is named
  CtlJson(me + "cases callback " + number + " SATISFIED");
  const auto closed = CtlJson(me + "cases close " + number +
                              " --finding SUBSTANTIATED --responsible CARRIER --cause PARCEL_LOST --sought REFUND");
  CHECK(closed["state"] == "STATE_CLOSED");
  CHECK(closed["closing"]["remediesGranted"][0] == "REMEDY_KIND_REFUND");

  const ShellResult shown = Shell(Ctl("cases get " + number));
  CHECK(absl::StrContains(shown.output, "SUBSTANTIATED"));
  CHECK(CtlJson("cases timeline " + number)["entries"].size() > 10);
  CHECK(Shell(Ctl("cases verify-audit " + number)).code == 0);
  CHECK(Shell(Ctl("ledger verify")).code == 0);
}

TEST_CASE("The people of the demo finish their cases, also when they are killed in the middle", "[e2e]") {
  std::vector<std::string> cases;
  for (int i = 0; i < 5; ++i) cases.push_back(SubmitLost().case_());
  const auto count = [&](auto is) {
    return std::count_if(cases.begin(), cases.end(), [&](const auto& name) { return is(CaseOf(name)); });
  };
  {
    const auto agents = StartAgents();
    CHECK(Await(absl::Seconds(60), [&] { return count([](const Case& one) { return one.has_plan(); }) > 0; }));
    agents->Signal(SIGKILL);
    CHECK(agents->WaitFor(absl::Seconds(10)));
  }
  const auto agents = StartAgents();
  CHECK(Await(absl::Seconds(120), [&] { return count(IsOver) == 5; }));
  for (const std::string& name : cases) {
    const Case one = CaseOf(name);
    INFO(name << " is " << Case::State_Name(one.state()));
    CHECK(IsOver(one));
  }
  agents->Signal(SIGTERM);
  CHECK(agents->WaitFor(absl::Seconds(10)));
  CHECK(Shell(Ctl("ledger verify")).code == 0);
  CHECK(Shell(Ctl("cases verify-audit")).code == 0);
}

}  // namespace redress::e2e
