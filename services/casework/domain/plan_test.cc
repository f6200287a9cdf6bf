#include "services/casework/domain/plan.h"

#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <set>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

constexpr char kCase[] = "261122-00012345-21";
const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

Money Cny(int64_t fen) {
  return {fen, Currency::Cny()};
}

QuotedOption OptionOf(const std::string& id, int64_t fen, Authority authority = Authority::kSpecialist) {
  QuotedOption option;
  option.quotation = "quotations/q-1";
  option.option = id;
  option.quotation_hash = std::string(64, 'a');
  option.case_number = kCase;
  option.kind = RemedyKind::kRefund;
  option.amount = Cny(fen);
  option.required_authority = authority;
  option.expire_time = kNow + absl::Hours(24 * 7);
  return option;
}

PlanStep StepOf(StepKind kind) {
  PlanStep step;
  step.kind = kind;
  step.owner = "a-li";
  step.due_time = kNow + absl::Hours(24);
  switch (kind) {
    case StepKind::kRemedy:
      step.quotation = "quotations/q-1";
      step.option = "1";
      break;
    case StepKind::kApology:
    case StepKind::kPerson:
      step.description = "电话致歉";
      break;
    case StepKind::kChangeAddress:
      step.subject = "orders/o-1", step.detail = "token";
      break;
    case StepKind::kSupplierAction:
      step.subject = "s-1", step.detail = "RECALL";
      break;
    case StepKind::kHrReport:
      step.subject = "e-77", step.detail = "RUDE";
      break;
  }
  return step;
}

PlanDraft DraftOf(std::vector<PlanStep> steps) {
  PlanDraft draft;
  draft.case_number = kCase;
  draft.proposer = "a-li";
  draft.steps = std::move(steps);
  draft.quoted = {OptionOf("1", 50'00), OptionOf("2", 80'00)};
  return draft;
}

absl::StatusOr<Plan> Proposed(PlanDraft draft) {
  return Propose(std::move(draft), AuthorityBands(), OfferPolicy(), kNow);
}

std::set<std::string> FieldsOf(const absl::Status& status) {
  std::set<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.insert(violation.field);
  return fields;
}

TEST_CASE("A step of every kind can be promised; steps are numbered in their order", "[casework]") {
  std::vector<PlanStep> steps;
  for (const Named<StepKind>& kind : kWords<StepKind>) steps.push_back(StepOf(kind.value));
  const Plan plan = Proposed(DraftOf(steps)).value();
  REQUIRE(plan.steps.size() == 6);
  for (size_t i = 0; i < 6; ++i) {
    CHECK(plan.steps[i].id == "s" + std::to_string(i + 1));
    CHECK(plan.steps[i].state == StepState::kPending);
  }
  CHECK(plan.steps[0].amount == Cny(50'00));
  CHECK(plan.totals == std::vector<Money>{Cny(50'00)});
}

TEST_CASE("A step without due time or owner is refused, and everything amiss in any step is named at once", "[casework]") {
  PlanStep undue = StepOf(StepKind::kPerson), unowned = StepOf(StepKind::kPerson), both = StepOf(StepKind::kRemedy);
  undue.due_time = {};
  unowned.owner.clear();
  both.due_time = {};
  both.owner.clear();
  const absl::Status status = Proposed(DraftOf({StepOf(StepKind::kApology), undue, unowned, both})).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(status) == "STEP_WITHOUT_DUE_TIME");
  CHECK(FieldsOf(status) == std::set<std::string>{"steps[1].due_time", "steps[2].owner", "steps[3].due_time", "steps[3].owner"});
  CHECK(ReasonOf(Proposed(DraftOf({unowned})).status()) == "STEP_WITHOUT_OWNER");
}

TEST_CASE("What a kind needs is required of it, and nothing that belongs to another kind", "[casework]") {
  using Fields = std::set<std::string>;
  const std::map<StepKind, Fields> needs = {
      {StepKind::kRemedy, {"quotation", "option"}},      {StepKind::kApology, {"description"}},
      {StepKind::kChangeAddress, {"subject", "detail"}}, {StepKind::kSupplierAction, {"subject", "detail"}},
      {StepKind::kHrReport, {"subject", "detail"}},      {StepKind::kPerson, {"description"}},
  };
  const std::map<std::string, std::string PlanStep::*> fields = {{"quotation", &PlanStep::quotation},
                                                                 {"option", &PlanStep::option},
                                                                 {"description", &PlanStep::description},
                                                                 {"subject", &PlanStep::subject},
                                                                 {"detail", &PlanStep::detail}};
  for (const auto& [kind, needed] : needs) {
    for (const auto& [name, member] : fields) {
      CAPTURE(Word(kind), name);
      PlanStep step = StepOf(kind);
      if (needed.count(name) == 1) {
        step.*member = "";
        CHECK(FieldsOf(Proposed(DraftOf({step})).status()) == Fields{"steps[0]." + name});
      } else if (name != "description") {  // every step may be described
        step.*member = "1";
        CHECK(FieldsOf(Proposed(DraftOf({step})).status()) == Fields{"steps[0]." + name});
      }
    }
  }
}

TEST_CASE("Bad values are named: times that are over, long texts, words that are none", "[casework]") {
  const auto fields = [](StepKind kind, const std::function<void(PlanStep*)>& change) {
    PlanStep step = StepOf(kind);
    change(&step);
    const absl::Status status = Proposed(DraftOf({step})).status();
    CHECK(ReasonOf(status) == "INVALID_FIELDS");
    return FieldsOf(status);
  };
  using Fields = std::set<std::string>;
  CHECK(fields(StepKind::kPerson, [](PlanStep* s) { s->due_time = kNow; }) == Fields{"steps[0].due_time"});
  CHECK(fields(StepKind::kPerson, [](PlanStep* s) { s->description.assign(501, 'x'); }) == Fields{"steps[0].description"});
  CHECK(fields(StepKind::kChangeAddress, [](PlanStep* s) { s->subject.assign(201, 'x'); }) == Fields{"steps[0].subject"});
  CHECK(fields(StepKind::kChangeAddress, [](PlanStep* s) { s->detail.assign(201, 'x'); }) == Fields{"steps[0].detail"});
  CHECK(fields(StepKind::kSupplierAction, [](PlanStep* s) { s->detail = "RUDE"; }) == Fields{"steps[0].detail"});
  CHECK(fields(StepKind::kHrReport, [](PlanStep* s) { s->detail = "RECALL"; }) == Fields{"steps[0].detail"});
  CHECK(fields(StepKind::kRemedy, [](PlanStep* s) { s->option = "9"; }) == Fields{"steps[0].option"});
  CHECK(fields(StepKind::kPerson, [](PlanStep* s) { s->kind = static_cast<StepKind>(0); }) == Fields{"steps[0].kind"});
  CHECK(FieldsOf(Proposed(DraftOf({})).status()) == Fields{"steps"});
  CHECK(Proposed(DraftOf(std::vector<PlanStep>(20, StepOf(StepKind::kPerson)))).ok());
  CHECK(FieldsOf(Proposed(DraftOf(std::vector<PlanStep>(21, StepOf(StepKind::kPerson)))).status()) == Fields{"steps"});
}

TEST_CASE("Quotations of another case, that expired, or used twice are refused", "[casework]") {
  PlanDraft draft = DraftOf({StepOf(StepKind::kRemedy)});
  draft.quoted[0].case_number = "261122-00012346-20";
  CHECK(ReasonOf(Proposed(draft).status()) == "QUOTATION_OF_ANOTHER_CASE");
  draft = DraftOf({StepOf(StepKind::kRemedy)});
  draft.quoted[0].expire_time = kNow + OfferPolicy().to_give;  // nothing would be left to accept it in
  CHECK(ReasonOf(Proposed(draft).status()) == "QUOTATION_EXPIRED");
  draft.quoted[0].expire_time += absl::Microseconds(1);
  CHECK(Proposed(draft).ok());
  CHECK(ReasonOf(Proposed(DraftOf({StepOf(StepKind::kRemedy), StepOf(StepKind::kRemedy)})).status()) == "OPTION_TWICE");
}

TEST_CASE("The authority is by everything of the case, what was given before included, and by what an option demands",
          "[casework]") {
  PlanStep second = StepOf(StepKind::kRemedy);
  second.option = "2";
  PlanDraft draft = DraftOf({StepOf(StepKind::kRemedy)});
  CHECK(Proposed(draft)->required_authority == Authority::kSpecialist);
  draft.granted = {Cny(50'00)};
  CHECK(Proposed(draft)->required_authority == Authority::kSpecialist);
  draft.granted = {Cny(50'01)};
  CHECK(Proposed(draft)->required_authority == Authority::kSupervisor);
  CHECK(Proposed(draft)->totals == std::vector<Money>{Cny(100'01)});
  CHECK(Proposed(DraftOf({StepOf(StepKind::kRemedy), second}))->required_authority == Authority::kSupervisor);
  draft = DraftOf({StepOf(StepKind::kRemedy)});
  for (const Named<Authority>& authority : kWords<Authority>) {
    draft.quoted[0].required_authority = authority.value;
    CHECK(Proposed(draft)->required_authority == authority.value);
  }
}

TEST_CASE("The hash covers everything that is promised, and nothing of how far it is done", "[casework]") {
  const PlanDraft base = DraftOf({StepOf(StepKind::kRemedy), StepOf(StepKind::kPerson)});
  const Plan plan = Proposed(base).value();
  CHECK(plan.hash == "7ff8d431bf8337e0f157e5b2179f5f622be89e92f0ef11864d38660617f4a22c");
  const std::vector<std::function<void(PlanDraft*)>> changes = {
      [](PlanDraft* d) { d->case_number = d->quoted[0].case_number = d->quoted[1].case_number = "261122-00012346-20"; },
      [](PlanDraft* d) { d->number = 2; },
      [](PlanDraft* d) { d->proposer = "a-wang"; },
      [](PlanDraft* d) { d->steps.pop_back(); },
      [](PlanDraft* d) { std::swap(d->steps[0], d->steps[1]); },
      [](PlanDraft* d) { d->steps[0].owner = "a-wang"; },
      [](PlanDraft* d) { *d->steps[0].due_time += absl::Microseconds(1); },
      [](PlanDraft* d) { d->steps[0].option = "2"; },
      [](PlanDraft* d) { d->steps[0].quotation = d->quoted[0].quotation = "quotations/q-2"; },
      [](PlanDraft* d) { d->steps[1].description += "!"; },
      [](PlanDraft* d) { d->steps[1].kind = StepKind::kApology; },
      [](PlanDraft* d) { d->quoted[0].quotation_hash[0] = 'b'; },
      [](PlanDraft* d) { d->quoted[0].amount.minor += 1; },
  };
  std::set<std::string> hashes = {plan.hash};
  for (const auto& change : changes) {
    PlanDraft changed = base;
    change(&changed);
    CHECK(hashes.insert(Proposed(changed)->hash).second);
  }
  Plan later = plan;
  later.steps[0].state = StepState::kDone;
  later.steps[0].effect = "grants/g-1";
  later.answer = PlanAnswer::kAccepted;
  CHECK(PlanHash(kCase, later, base.quoted) == plan.hash);
}

TEST_CASE("A plan stands five days, or until two days before the first of its quotations ends", "[casework]") {
  PlanStep second = StepOf(StepKind::kRemedy);
  second.option = "2";
  CHECK(Proposed(DraftOf({StepOf(StepKind::kPerson)}))->expire_time == kNow + absl::Hours(24 * 5));
  PlanDraft draft = DraftOf({StepOf(StepKind::kRemedy), second});
  CHECK(Proposed(draft)->expire_time == kNow + absl::Hours(24 * 5));  // seven days less two
  draft.quoted[1].expire_time = kNow + absl::Hours(24 * 3);
  const Plan plan = Proposed(draft).value();
  CHECK(plan.expire_time == kNow + absl::Hours(24));
  CHECK(CheckStands(plan, plan.expire_time - absl::Microseconds(1)).ok());
  const absl::Status late = CheckStands(plan, plan.expire_time);
  CHECK(ReasonOf(late) == "PLAN_EXPIRED");
  CHECK(std::string(late.message()).find(plan.expire_time.ToRfc3339()) != std::string::npos);
}

TEST_CASE("Another hash than the plan's is refused with the present one", "[casework]") {
  const Plan plan = Proposed(DraftOf({StepOf(StepKind::kPerson)})).value();
  CHECK(CheckPlanHash(plan, plan.hash).ok());
  const absl::Status status = CheckPlanHash(plan, std::string(64, '0'));
  CHECK(ReasonOf(status) == "PLAN_CHANGED");
  CHECK(std::string(status.message()).find(plan.hash) != std::string::npos);
}

}  // namespace
}  // namespace redress::casework
