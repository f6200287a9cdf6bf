// The plan that a person proposes: an apology, what the policy offers and the customer wants, what a person sees to.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_requests.pb.h"
#include "tools/agents/chance.h"
#include "tools/agents/moves.h"
#include "tools/agents/plan_choice.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;
using v1::PlanStep;
constexpr absl::Duration kPersonWithin = absl::Hours(24);
// After so many plans that came to nothing a person promises only what is in a person's hands.
constexpr int kPlansWithRemedies = 2;

bool Refused(const v1::Case& one) {
  return one.has_approval() && one.approval().state() == v1::ApprovalRequest::STATE_REFUSED &&
         one.approval().plan_hash() == one.plan().hash();
}

PlanWish WishOf(const Desk& desk) {
  const v1::Case& one = desk.one;
  const type::v1::Tag& tag = one.tag();
  PlanWish wish;
  wish.sought = desk.reading->sought;
  wish.another = one.plan().answer() == v1::Plan::ANSWER_DECLINED;
  wish.all_lines = tag.l2() == "LOST" || tag.l2() == "NOT_SHIPPED" || tag.l2() == "CANCELLED_BY_SELLER";
  wish.goodwill = !Refused(one) && (wish.another || Chance(one.name(), "goodwill", 80));
  wish.damages = !Refused(one);
  for (const PlanStep& step : one.plan().steps()) {
    if (step.quotation() != desk.quotation->name()) continue;
    if (step.state() == PlanStep::STATE_DONE) wish.done.push_back(step.option());
    if (step.state() == PlanStep::STATE_FAILED) wish.failed.push_back(step.option());
  }
  return wish;
}

bool WasDone(const v1::Case& one, PlanStep::Kind kind) {
  return std::any_of(one.plan().steps().begin(), one.plan().steps().end(),
                     [&](const PlanStep& step) { return step.kind() == kind && step.state() == PlanStep::STATE_DONE; });
}

class Proposal {
 public:
  explicit Proposal(const Desk& desk) : desk_(desk), request_(std::make_shared<v1::ProposePlanRequest>()) {
    request_->set_name(desk.one.name());
  }

  Move Write(const Cause& cause) {
    const v1::Case& one = desk_.one;
    const bool english = desk_.reading->english;
    Add(PlanStep::KIND_APOLOGY, kPersonWithin)
        ->set_description(english ? "We are sorry for what happened, and call to say so"
                                  : "就此次体验向您致歉，并电话说明处理结果");
    bool gives = false;
    if (one.plan().number() < kPlansWithRemedies && !IsUnfounded(one)) {
      for (const compensation::v1::RemedyOption* option : ChooseOptions(*desk_.quotation, WishOf(desk_))) {
        AddRemedy(*option);
        gives = true;
      }
    }
    if (one.tag().l1() == "SERVICE_ATTITUDE" && !WasDone(one, PlanStep::KIND_HR_REPORT)) AddHrReport();
    if (!gives) Add(PlanStep::KIND_PERSON, kPersonWithin)->set_description(english ? cause.action_en : cause.action_zh);
    return {Move::Kind::kCall, "ProposePlan", "", std::move(request_)};
  }

 private:
  PlanStep* Add(PlanStep::Kind kind, absl::Duration within) {
    PlanStep* const step = request_->add_steps();
    step->set_kind(kind);
    step->set_owner(desk_.me);
    *step->mutable_due_time() = ToProto(desk_.now + within);
    return step;
  }

  void AddRemedy(const compensation::v1::RemedyOption& option) {
    const absl::Duration within = absl::Milliseconds(option.due_within_ms());
    PlanStep* const step = Add(PlanStep::KIND_REMEDY, within > absl::ZeroDuration() ? within : kPersonWithin);
    step->set_quotation(desk_.quotation->name());
    step->set_option(option.id());
    step->set_description(desk_.reading->english ? option.reason_en() : option.reason_zh());
  }

  void AddHrReport() {
    const std::string& ground = desk_.one.tag().l2();
    PlanStep* const step = Add(PlanStep::KIND_HR_REPORT, kPersonWithin);
    step->set_subject(absl::StrCat("staff-", 1000 + Pick(desk_.one.name(), "staff", 400)));
    step->set_detail(ground == "RUDE" || ground == "NO_REPLY" || ground == "BUCK_PASSING" ? ground : "OTHER");
  }

  const Desk& desk_;
  std::shared_ptr<v1::ProposePlanRequest> request_;
};

}  // namespace

Move Propose(const Desk& desk, const Cause& cause) {
  return Proposal(desk).Write(cause);
}

}  // namespace redress::agents
