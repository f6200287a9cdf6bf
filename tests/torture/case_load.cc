#include "tests/torture/case_load.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"

namespace redress::torture {
namespace {

namespace cw = casework::v1;
using cw::Case;
using Stub = cw::CaseworkService::Stub;

constexpr absl::Duration kPause = absl::Milliseconds(30);
constexpr char kHandler[] = "agents/a-handler";

google::protobuf::Timestamp InHours(int hours) {
  google::protobuf::Timestamp time;
  time.set_seconds((SystemTimeSource().Now() + absl::Hours(hours)).micros() / 1'000'000);
  return time;
}

type::v1::Money Fen(int64_t fen) {
  type::v1::Money money;
  money.set_currency_code("CNY");
  money.set_amount_minor(fen);
  return money;
}

bool RemediesDone(const Case& file) {
  for (const cw::PlanStep& step : file.plan().steps()) {
    if (step.kind() == cw::PlanStep::KIND_REMEDY && step.state() != cw::PlanStep::STATE_DONE) return false;
  }
  return true;
}

}  // namespace

// The verbs of one case, in order. Each asks until it is answered; a refusal ends the way and is a fault.
class CaseLoad::Way {
 public:
  Way(CaseLoad& load, int number)
      : load_(load),
        number_(number),
        order_(absl::StrCat("torture-", number)),
        intake_(intake::v1::IntakeService::NewStub(ChannelTo(load.intake_))),
        casework_(cw::CaseworkService::NewStub(ChannelTo(load.casework_))),
        control_(platform::control::v1::ControlService::NewStub(ChannelTo(load.platform_))) {}

  bool Go() {
    return PutOrder() && Submit() && WaitUntil([](const Case&) { return true; }) && Verify() && Promise() && Approve() &&
           Finish();
  }
  const std::string& name() const { return name_; }

 private:
  // Asks as `token` until it is answered. `what` names it in a fault.
  bool Until(const char* what, const std::string& token, const std::function<grpc::Status(grpc::ClientContext*)>& attempt) {
    while (true) {
      const grpc::Status status = UntilAnswered(token, load_.stopper_, attempt);
      if (status.ok()) return true;
      if (status.error_code() == grpc::StatusCode::ABORTED && !load_.stopper_.WaitFor(kPause)) continue;
      load_.faults_.Add(absl::StrCat(order_, " ", what, ": ", Describe(status)));
      return false;
    }
  }
  template <class Request>
  bool Verb(const std::string& token, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Case*),
            Request request) {
    request.set_request_id(Uuid::Random().ToString());
    request.set_name(name_);
    return Until(Request::descriptor()->name().c_str(), token,
                 [&](grpc::ClientContext* context) { return ((*casework_).*method)(context, request, &file_); });
  }
  template <class Request>
  bool Handle(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Case*), Request request) {
    return Verb(load_.tokens_.handler, method, std::move(request));
  }
  // Reads the case until it is so; it opens only once intake's event came.
  bool WaitUntil(const std::function<bool(const Case&)>& is) {
    cw::GetCaseRequest request;
    request.set_name(name_);
    while (!load_.stopper_.WaitFor(kPause)) {
      const grpc::Status status = UntilAnswered(load_.tokens_.handler, load_.stopper_, [&](grpc::ClientContext* context) {
        return casework_->GetCase(context, request, &file_);
      });
      if (status.ok() && is(file_)) return true;
      if (status.ok() || status.error_code() == grpc::StatusCode::NOT_FOUND || status.error_code() == grpc::StatusCode::ABORTED) {
        continue;
      }
      load_.faults_.Add(absl::StrCat(order_, " GetCase: ", Describe(status)));
      return false;
    }
    return false;
  }

  bool PutOrder() {
    platform::control::v1::PutOrderRequest request;
    platform::v1::Order& order = *request.mutable_order();
    order.set_name("orders/" + order_);
    order.set_customer("customers/of-" + order_);
    order.mutable_create_time()->set_seconds(1'764'000'000);
    *order.mutable_pay_time() = order.create_time();
    *order.mutable_paid() = Fen(8'000);
    platform::v1::OrderLine& line = *order.add_lines();
    line.set_id("1");
    line.set_product("p-1");
    line.set_title("tea");
    line.set_quantity(1);
    *line.mutable_paid() = Fen(8'000);
    return Until("PutOrder", load_.tokens_.admin, [&](grpc::ClientContext* context) {
      platform::v1::Order stored;
      return control_->PutOrder(context, request, &stored);
    });
  }
  bool Submit() {
    intake::v1::SubmitComplaintRequest request;
    request.set_request_id(Uuid::Random().ToString());
    intake::v1::Complaint& told = *request.mutable_complaint();
    told.set_channel(number_ % 2 == 0 ? type::v1::CHANNEL_APP : type::v1::CHANNEL_EMAIL);
    told.set_text("快递丢了");
    told.add_orders(order_);
    told.mutable_customer()->set_id("u-" + order_);
    told.mutable_customer()->set_email("u-" + order_ + "@customer.example");
    told.mutable_customer()->set_phone(absl::StrCat("+86139", 10'000'000 + number_));
    told.mutable_customer()->set_vip_level(1);  // staff.cc leaves such cases to us
    intake::v1::Complaint complaint;
    const bool stored = Until("Submit", load_.tokens_.backend, [&](grpc::ClientContext* context) {
      return intake_->SubmitComplaint(context, request, &complaint);
    });
    name_ = complaint.case_();
    if (stored) load_.Note(complaint.name(), &load_.complaint_names_);
    return stored;
  }
  bool Move(Case::State to) {
    cw::AdvanceCaseRequest request;
    request.set_to_state(to);
    request.set_reason("继续");
    return Handle(&Stub::AdvanceCase, request);
  }
  bool Verify() {
    cw::SetTagRequest tag;
    tag.mutable_tag()->set_l1("LOGISTICS");
    tag.mutable_tag()->set_l2("LOST");
    tag.set_reason("丢件");
    if (!Handle(&Stub::SetTag, tag) || !Move(Case::STATE_VERIFYING) ||
        !Handle(&Stub::FillChecklist, cw::FillChecklistRequest())) {
      return false;
    }
    const Case filled = file_;
    for (const cw::ChecklistItem& item : filled.checklist()) {
      cw::CheckItemRequest check;
      check.set_kind(item.kind());
      check.set_result(cw::ChecklistItem::RESULT_CONFIRMED);
      if (item.result() == cw::ChecklistItem::RESULT_UNKNOWN && !Handle(&Stub::CheckItem, check)) return false;
    }
    return Move(Case::STATE_INVESTIGATING);
  }
  bool Promise() {
    cw::QuoteCaseRequest ask;
    ask.set_request_id(Uuid::Random().ToString());
    ask.set_name(name_);
    compensation::v1::Quotation quotation;
    const bool quoted = Until("QuoteCase", load_.tokens_.handler,
                              [&](grpc::ClientContext* context) { return casework_->QuoteCase(context, ask, &quotation); });
    if (!quoted) return false;
    cw::ProposePlanRequest request;
    const auto add = [&](cw::PlanStep::Kind kind) -> cw::PlanStep& {
      cw::PlanStep& step = *request.add_steps();
      step.set_kind(kind);
      step.set_owner(kHandler);
      *step.mutable_due_time() = InHours(24);
      return step;
    };
    for (const compensation::v1::RemedyOption& option : quotation.options()) {
      if (option.kind() != compensation::v1::REMEDY_KIND_REFUND && option.kind() != compensation::v1::REMEDY_KIND_COUPON)
        continue;
      cw::PlanStep& step = add(cw::PlanStep::KIND_REMEDY);
      step.set_quotation(quotation.name());
      step.set_option(option.id());
    }
    add(cw::PlanStep::KIND_APOLOGY).set_description("道歉");
    return Handle(&Stub::ProposePlan, request);
  }
  bool Approve() {
    const std::string hash = file_.plan().hash();
    cw::IssueLinkRequest issue;
    issue.set_name(name_);
    issue.set_party("CUSTOMER");
    issue.set_action("ANSWER_PLAN");
    *issue.mutable_expire_time() = InHours(24);
    cw::SignedLink link;
    const bool issued = Until("IssueLink", load_.tokens_.outreach,
                              [&](grpc::ClientContext* context) { return casework_->IssueLink(context, issue, &link); });
    cw::AnswerPlanRequest answer;
    answer.set_plan_hash(hash);
    answer.set_answer(cw::Plan::ANSWER_ACCEPTED);
    cw::DecideApprovalRequest decide;
    decide.set_plan_hash(hash);
    decide.set_approved(true);
    return issued && Verb(link.token(), &Stub::AnswerPlan, answer) && Verb(load_.tokens_.approver, &Stub::DecideApproval, decide);
  }
  bool Finish() {
    cw::CompleteStepRequest step;
    const bool ready = WaitUntil([&](const Case& file) {
      const cw::PlanStep& last = file.plan().steps(file.plan().steps_size() - 1);
      step.set_step(last.id());
      return RemediesDone(file) && last.state() == cw::PlanStep::STATE_RUNNING;
    });
    cw::RecordCallbackRequest callback;
    callback.set_outcome(cw::Callback::OUTCOME_SATISFIED);
    cw::CloseCaseRequest close;
    close.mutable_closing()->set_finding(cw::Closing::FINDING_SUBSTANTIATED);
    close.mutable_closing()->set_responsible_party(cw::PARTY_CARRIER);
    close.mutable_closing()->set_root_cause("PARCEL_LOST");
    close.mutable_closing()->set_remedy_sought("REFUND");
    return ready && Handle(&Stub::CompleteStep, step) && Handle(&Stub::RecordCallback, callback) &&
           Handle(&Stub::CloseCase, close);
  }

  CaseLoad& load_;
  const int number_;
  const std::string order_;
  const std::unique_ptr<intake::v1::IntakeService::Stub> intake_;
  const std::unique_ptr<Stub> casework_;
  const std::unique_ptr<platform::control::v1::ControlService::Stub> control_;
  std::string name_;
  Case file_;
};

CaseLoad::CaseLoad(test::Suite& suite, int cases, int threads)
    : intake_(suite.Addresses("intake").at(0)),
      casework_(suite.Addresses("casework").at(0)),
      platform_(suite.Addresses("platform").at(0)),
      cases_(cases),
      tokens_{suite.Token("backends/torture", "BACKEND"), suite.Token("agents/torture-admin", "ADMIN"),
              suite.Token(kHandler, "SUPERVISOR"), suite.Token("agents/a-approver", "SUPERVISOR"),
              suite.Token("services/outreach", "SERVICE")} {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

CaseLoad::~CaseLoad() {
  stopper_.Stop();
  Allow(cases_);
  for (std::thread& thread : threads_) thread.join();
}

void CaseLoad::Allow(int count) {
  const std::lock_guard lock(mutex_);
  allowed_ = count;
  changed_.notify_all();
}

int CaseLoad::NextCase() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return taken_ < allowed_ || taken_ == cases_ || stopper_.stopping(); });
  return taken_ == cases_ || stopper_.stopping() ? -1 : taken_++;
}

void CaseLoad::Note(const std::string& name, std::vector<std::string>* names) {
  const std::lock_guard lock(mutex_);
  names->push_back(name);
}

std::vector<std::string> CaseLoad::complaints() const {
  const std::lock_guard lock(mutex_);
  return complaint_names_;
}

std::vector<std::string> CaseLoad::cases() const {
  const std::lock_guard lock(mutex_);
  return case_names_;
}

void CaseLoad::Work() {
  for (int number = NextCase(); number >= 0; number = NextCase()) {
    Way way(*this, number);
    if (!way.Go()) continue;
    Note(way.name(), &case_names_);
    const std::lock_guard lock(mutex_);
    ++closed_;
    changed_.notify_all();
  }
}

bool CaseLoad::WaitClosed(int count, absl::Duration patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, absl::ToChronoMilliseconds(patience), [&] { return closed_ >= count; });
}

}  // namespace redress::torture
