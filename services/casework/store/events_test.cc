#include "services/casework/store/events.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "absl/strings/match.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "services/casework/domain/ending.h"
#include "services/casework/domain/handling.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/domain/test_case_files.h"
#include "services/casework/domain/waiting.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kNumber[] = "261122-00012345-21";
constexpr char kAgain[] = "261122-00012399-53";
constexpr char kWinner[] = "261122-00099999-26";

std::unique_ptr<Message> MessageIn(const events::NewEvent& event) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(event.type);
  REQUIRE(type != nullptr);
  std::unique_ptr<Message> message(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  REQUIRE(message->ParseFromString(event.data));
  return message;
}

// Tells a case by its decisions and keeps what they publish.
class Teller {
 public:
  explicit Teller(CaseFile file) : file_(std::move(file)) {}

  void Tell(const Change& change) {
    const std::vector<events::NewEvent> said = EventsOf(change, kPolicy.callback);
    REQUIRE(said.size() == change.facts.size());
    for (size_t i = 0; i < said.size(); ++i) {
      CHECK(said[i].partition == change.next.partition);
      CHECK(said[i].subject == "cases/" + change.next.number);
      CHECK(said[i].time == change.facts[i].time);
      events_.push_back(said[i]);
    }
    file_ = change.next;
  }
  void Tell(const absl::StatusOr<Change>& change) {
    REQUIRE(change.status() == absl::OkStatus());
    Tell(*change);
  }

  const CaseFile& file() const { return file_; }
  const std::vector<events::NewEvent>& events() const { return events_; }
  // Those of one type, in order.
  template <class Event>
  std::vector<Event> All() const {
    std::vector<Event> all;
    for (const events::NewEvent& event : events_) {
      if (event.type != Event::descriptor()->full_name()) continue;
      all.emplace_back();
      REQUIRE(all.back().ParseFromString(event.data));
    }
    return all;
  }

 private:
  CaseFile file_;
  std::vector<events::NewEvent> events_;
};

const BusinessTime kLater = kNow + absl::Hours(100);

void Open(Teller* teller) {
  teller->Tell(OpenCase({kNumber, kNumber, 7, 1, 2, std::string(32, 'f'), kNow - absl::Minutes(5)}, kNow));
  Prediction prediction;
  prediction.tag = {"LOGISTICS", "DELAYED"};
  prediction.severity = Severity::kCritical;
  teller->Tell(Predict(teller->file(), prediction, kNow));
  teller->Tell(SetOwner(teller->file(), "a-li", kNow));
}

void Investigate(Teller* teller) {
  teller->Tell(Advance(teller->file(), CaseState::kVerifying, By(kOwner)));
  for (const Named<CheckKind>& kind : kWords<CheckKind>) {
    teller->Tell(CheckItemOf(teller->file(), {kind.value, CheckResult::kConfirmed, "", "", {}}, By(kOwner)));
  }
  teller->Tell(SetTag(teller->file(), {"LOGISTICS", "LOST"}, By(kOwner)));
  teller->Tell(Advance(teller->file(), CaseState::kInvestigating, By(kOwner)));
  const EvidenceDraft question = {Party::kCarrier, "在哪里？", "已丢失", {}};
  teller->Tell(RequestEvidence(teller->file(), question, kPolicy, By(kOwner)));
  teller->Tell(AnswerEvidence(teller->file(), "e1", "不知道", By(kOwner)));
  teller->Tell(RequestEvidence(teller->file(), question, kPolicy, By(kOwner)));
  teller->Tell(FireDue(teller->file(), kPolicy, kNow + absl::Hours(4)));
  teller->Tell(GiveTask(teller->file(), {Department::kWarehouse, "wh-1", "盘点", {}}, kPolicy, By(kOwner)));
  teller->Tell(AnswerTask(teller->file(), "t1", "无货", By(kOwner)));
}

// A plan from its proposal to its end, approved by a manager.
void Resolve(Teller* teller, std::vector<PlanStep> steps, bool expires) {
  teller->Tell(ProposePlan(teller->file(), std::move(steps), {Quoted(500'00)}, kPolicy, By(kOwner)));
  const std::string hash = teller->file().plans.back().hash;
  teller->Tell(AnswerPlan(teller->file(), hash, PlanAnswer::kAccepted, kPolicy, By(kCustomer)));
  BusinessTime at = kNow;
  if (expires) teller->Tell(FireDue(teller->file(), kPolicy, at = kNow + absl::Minutes(30)));
  const Approver manager = {"a-zhou", Authority::kManager, {}};
  teller->Tell(DecideApproval(teller->file(), manager, {hash, true, ""}, By({"agents/a-zhou", "a-zhou", false}, at)));
  while (teller->file().state == CaseState::kExecuting) {
    teller->Tell(GoOn(teller->file(), at));
    for (const PlanStep& step : std::vector<PlanStep>(teller->file().plans.back().steps)) {
      if (step.state != StepState::kRunning) continue;
      if (ActionOf(step) == StepAction::kPersonActs) {
        teller->Tell(CompleteStep(teller->file(), step.id, By(kOwner, at)));
      } else {
        teller->Tell(HearStep(teller->file(), step.id, {StepOutcome::Kind::kDone, "grants/g-1", "RF-1", ""}, By(kOwner, at)));
      }
    }
  }
}

// Not satisfied at the second attempt, hence once more, and closed.
void CallBackAndClose(Teller* teller) {
  teller->Tell(CallBack(teller->file(), CallbackOutcome::kNotReached, kPolicy, By(kOwner, kNow + absl::Hours(1))));
  teller->Tell(CallBack(teller->file(), CallbackOutcome::kNotSatisfied, kPolicy, By(kOwner, kNow + absl::Hours(6))));
  teller->Tell(SetOwner(teller->file(), "a-li", kNow));
  teller->Tell(Advance(teller->file(), CaseState::kInvestigating, By(kOwner)));
  Resolve(teller, {PersonStep()}, false);
  teller->Tell(CallBack(teller->file(), CallbackOutcome::kSatisfied, kPolicy, By(kOwner)));
  Closing closing;
  closing.finding = Finding::kPartly;
  closing.responsible_party = Party::kCarrier;
  closing.root_cause = "PARCEL_LOST";
  closing.remedy_sought = "REFUND";
  teller->Tell(CloseCase(teller->file(), closing, kPolicy, By(kOwner)));
}

// The whole life of a case, so that every fact is told at least once; and what the case that took it in tells meanwhile.
Teller WholeLife(Teller* other = nullptr) {
  Teller teller{CaseFile()};
  Open(&teller);
  Investigate(&teller);
  Resolve(&teller, {RemedyStep(), PersonStep()}, true);
  CallBackAndClose(&teller);
  teller.Tell(TakeComplaint(teller.file(), {kAgain, kNumber, 7, 1, 2, "", kNow + absl::Hours(1)}, kPolicy, kLater));
  CaseFile winner = FileIn(CaseState::kInvestigating);
  winner.number = kWinner;
  winner.partition = 9;
  const Joined joined = MergeCases(teller.file(), winner, By(kSupervisor)).value();
  teller.Tell(joined.loser);
  if (other != nullptr) other->Tell(joined.winner);
  const Joined apart = UnmergeCases(joined.loser.next, joined.winner.next, By(kSupervisor)).value();
  teller.Tell(apart.loser);
  if (other != nullptr) other->Tell(apart.winner);
  return teller;
}

// Adds the fields of casework's own messages that are set anywhere in `message`.
void AddSetFields(const Message& message, std::set<std::string>* fields) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    fields->insert(field->full_name());
    const bool own = field->message_type() != nullptr && field->message_type()->file()->package() == "redress.casework.v1";
    if (own && !field->is_repeated()) AddSetFields(message.GetReflection()->GetMessage(message, field), fields);
  }
}

TEST_CASE("Every fact is an event of the contract, and every field of every event is filled", "[casework]") {
  Teller other{CaseFile()};
  const Teller teller = WholeLife(&other);
  std::set<std::string> types, set;
  for (const Teller* each : {&teller, static_cast<const Teller*>(&other)}) {
    for (const events::NewEvent& event : each->events()) {
      types.insert(event.type);
      AddSetFields(*MessageIn(event), &set);
    }
  }
  const auto* contract = v1::CaseOpened::descriptor()->file();
  std::set<std::string> declared;
  const auto expect = [&](const google::protobuf::Descriptor& type) {
    for (int i = 0; i < type.field_count(); ++i) declared.insert(type.field(i)->full_name());
  };
  for (int i = 0; i < contract->message_type_count(); ++i) {
    CHECK(types.count(contract->message_type(i)->full_name()) == 1);
    expect(*contract->message_type(i));
  }
  CHECK(types.size() == static_cast<size_t>(contract->message_type_count()));
  expect(*v1::Closing::descriptor());
  expect(*v1::Callback::descriptor());
  declared.erase("redress.casework.v1.Closing.rejection_reason");  // people's words
  CHECK(set == declared);
}

TEST_CASE("What is said of a case is what happened to it", "[casework]") {
  Teller other{CaseFile()};
  const Teller teller = WholeLife(&other);
  const auto opened = teller.All<v1::CaseOpened>();
  REQUIRE(opened.size() == 1);
  CHECK(opened[0].case_() == "cases/261122-00012345-21");
  CHECK(opened[0].complaint() == "complaints/261122-00012345-21");
  CHECK(TimeOf(opened[0].received_time()) == kNow - absl::Minutes(5));
  const auto tagged = teller.All<v1::CaseTagged>();
  REQUIRE(tagged.size() == 2);
  CHECK_FALSE(tagged[0].has_former_tag());
  CHECK_FALSE(tagged[0].confirmed());
  CHECK(tagged[1].former_tag().l2() == "DELAYED");
  CHECK(tagged[1].tag().l2() == "LOST");
  CHECK(tagged[1].confirmed());
  const auto moved = teller.All<v1::CaseStateChanged>();
  CHECK(moved[0].from_state() == v1::Case::STATE_OPEN);
  CHECK(moved[0].to_state() == v1::Case::STATE_VERIFYING);
  CHECK(moved[0].actor() == "agents/a-li");
  for (size_t i = 1; i < moved.size(); ++i) CHECK(moved[i].from_state() == moved[i - 1].to_state());
  const auto reopened = teller.All<v1::CaseReopened>();
  REQUIRE(reopened.size() == 2);
  CHECK(reopened[0].reason() == "NOT_SATISFIED");
  CHECK(reopened[0].complaint().empty());
  CHECK(reopened[1].reason() == "REPEAT");
  CHECK(reopened[1].complaint() == "complaints/261122-00012399-53");
  CHECK(teller.All<v1::CaseMerged>()[0].into() == "cases/261122-00099999-26");
  CHECK(teller.All<v1::CaseUnmerged>()[0].from() == "cases/261122-00099999-26");
  CHECK(teller.All<v1::CaseUnmerged>()[0].state() == v1::Case::STATE_REOPENED);
  const auto absorbed = other.All<v1::CaseAbsorbed>();
  REQUIRE(absorbed.size() == 1);
  CHECK(absorbed[0].case_() == "cases/261122-00099999-26");
  CHECK(absorbed[0].from() == "cases/261122-00012345-21");
  CHECK(std::vector<std::string>(absorbed[0].complaints().begin(), absorbed[0].complaints().end()) ==
        std::vector<std::string>{"complaints/261122-00012345-21", "complaints/261122-00012399-53"});
  CHECK(other.events()[0].partition == 9);
}

TEST_CASE("What was asked of others is told with its deadline and its end", "[casework]") {
  const Teller teller = WholeLife();
  const auto asked = teller.All<v1::EvidenceRequested>();
  CHECK(asked[0].party() == v1::PARTY_CARRIER);
  CHECK(TimeOf(asked[0].due_time()) == kNow + absl::Hours(4));
  const auto ended = teller.All<v1::EvidenceRequestEnded>();
  REQUIRE(ended.size() == 2);
  CHECK(ended[0].state() == v1::EvidenceRequest::STATE_ANSWERED);
  CHECK(ended[1].state() == v1::EvidenceRequest::STATE_DEFAULTED);
  CHECK(TimeOf(ended[1].end_time()) == kNow + absl::Hours(4));
  CHECK(teller.All<v1::TaskAssigned>()[0].department() == "WAREHOUSE");
  const auto approvals = teller.All<v1::ApprovalRequested>();
  CHECK(approvals[0].required_authority() == compensation::v1::AUTHORITY_SUPERVISOR);
  CHECK(approvals[1].required_authority() == compensation::v1::AUTHORITY_MANAGER);
  CHECK(approvals[1].approval() == "a2");
  const auto decided = teller.All<v1::ApprovalEnded>();
  CHECK(decided[0].state() == v1::ApprovalRequest::STATE_EXPIRED);
  CHECK(decided[0].approver().empty());
  CHECK(decided[1].state() == v1::ApprovalRequest::STATE_APPROVED);
  CHECK(decided[1].approver() == "agents/a-zhou");
}

TEST_CASE("That the checklist is complete and that a person told the customer is said once each time, with who and how",
          "[casework]") {
  const Teller teller = WholeLife();
  const auto complete = teller.All<v1::ChecklistCompleted>();
  REQUIRE(complete.size() == 1);
  CHECK(complete[0].case_() == "cases/261122-00012345-21");
  CHECK(TimeOf(complete[0].complete_time()) == kNow);
  std::vector<std::string> told;
  for (const v1::CustomerTold& event : teller.All<v1::CustomerTold>()) {
    CHECK(event.agent() == "agents/a-li");
    told.push_back(event.how());
  }
  // Two plans, and two calls that reached the customer; the carrier's evidence and the call that reached nobody are none.
  CHECK(told == std::vector<std::string>{"PLAN", "CALL", "PLAN", "CALL"});
}

TEST_CASE("A step that ended says of which plan it is and what it became; a person's became nothing", "[casework]") {
  const Teller teller = WholeLife();
  std::vector<std::tuple<int, std::string, std::string>> ended;
  for (const v1::StepEnded& event : teller.All<v1::StepEnded>()) ended.emplace_back(event.plan(), event.step(), event.effect());
  CHECK(ended == std::vector<std::tuple<int, std::string, std::string>>{{1, "s1", "grants/g-1"}, {1, "s2", ""}, {2, "s1", ""}});
}

TEST_CASE("A callback that is due says which attempt and until when, anew in each round", "[casework]") {
  const Teller teller = WholeLife();
  const BusinessTime executed = kNow + absl::Minutes(30);
  std::vector<std::pair<int, BusinessTime>> due;
  for (const v1::CallbackDue& event : teller.All<v1::CallbackDue>()) due.emplace_back(event.attempt(), TimeOf(event.due_time()));
  CHECK(due == std::vector<std::pair<int, BusinessTime>>{
                   {1, executed + absl::Hours(24)}, {2, executed + absl::Hours(24)}, {1, kNow + absl::Hours(24)}});
  const auto made = teller.All<v1::CallbackMade>();
  REQUIRE(made.size() == 3);
  CHECK(made[1].callback().attempt() == 2);
  CHECK(made[1].callback().round() == 0);
  CHECK(made[1].callback().outcome() == v1::Callback::OUTCOME_NOT_SATISFIED);
  CHECK(made[2].callback().round() == 1);
}

TEST_CASE("A later attempt is due when its pause is over, by the policy that is given", "[casework]") {
  CaseFile file = FileIn(CaseState::kCallbackDue);
  CasePolicy policy;
  policy.callback.due_within.fill(absl::Hours(1));
  policy.callback.again_after = absl::Hours(9);
  const auto change = CallBack(file, CallbackOutcome::kNotReached, policy, By(kOwner, kNow + absl::Minutes(10)));
  const std::vector<events::NewEvent> said = EventsOf(*change, policy.callback);
  v1::CallbackDue due;
  REQUIRE(due.ParseFromString(said.back().data));
  CHECK(due.attempt() == 2);
  CHECK(TimeOf(due.due_time()) == kNow + absl::Minutes(10) + absl::Hours(9));
}

constexpr char kSentinel[] = "苏-SENTINEL-酥";

// A case with one of everything, in which every word that people write is the sentinel.
Change Wordy() {
  CaseFile file = FileIn(CaseState::kWaitingSeller);
  file.customer = file.wrapped_key = kSentinel;
  for (CheckItem& item : file.checklist) item.finding = kSentinel;
  for (EvidenceRequest& request : file.evidence_requests) {
    request.question = request.default_on_silence = request.answer = kSentinel;
  }
  Task task;
  task.id = "t1";
  task.contact = task.request = task.answer = kSentinel;
  file.tasks = {task};
  file.plans = {testing::PlanOf(StepState::kFailed, PlanAnswer::kAccepted)};
  PlanStep& step = file.plans[0].steps[0];
  step.description = step.subject = step.detail = step.quotation = step.option = kSentinel;
  step.failure_reason = step.result_reference = kSentinel;
  file.approvals = {AskApproval(file.plans[0], 1, file.severity, kPolicy.approval, kNow)};
  file.approvals[0].reason = kSentinel;
  file.callbacks = {{0, 1, CallbackOutcome::kNotReached, "a-li", kNow}};
  file.closing = Closing();
  file.closing->rejection_reason = kSentinel;
  Change change = Unchanged(file);
  Because because = By(kOwner);
  because.why = kSentinel;
  Say(&change, {"NOTE_ADDED", kSentinel, kSentinel}, because);
  return change;
}

TEST_CASE("No word that people wrote is in any event", "[casework]") {
  const Change wordy = Wordy();
  std::set<std::string> types;
  for (int kind = 0; kind <= static_cast<int>(FactKind::kCaseUnmerged); ++kind) {
    for (const char* id : {"", "1", "s1", "t1", "e1", "a1", kAgain}) {
      Change change = wordy;
      Publish(&change, static_cast<FactKind>(kind), id, kNow);
      const std::vector<events::NewEvent> said = EventsOf(change, kPolicy.callback);
      REQUIRE(said.size() == 1);
      types.insert(said[0].type);
      CAPTURE(said[0].type, id);
      CHECK_FALSE(absl::StrContains(said[0].data, "SENTINEL"));
      CHECK_FALSE(absl::StrContains(said[0].subject, "SENTINEL"));
    }
  }
  CHECK(types.size() == static_cast<size_t>(v1::CaseOpened::descriptor()->file()->message_type_count()));
  // Of a rejection the words stay, and the rest goes out.
  const Change rejected = RejectCase(FileIn(CaseState::kVerifying), {kOwner, kSentinel, kNow}).value();
  v1::CaseClosed closed;
  REQUIRE(closed.ParseFromString(EventsOf(rejected, kPolicy.callback).back().data));
  CHECK(closed.closing().closed_by() == "agents/a-li");
  CHECK(closed.closing().rejection_reason().empty());
  CHECK(closed.state() == v1::Case::STATE_REJECTED);
}

}  // namespace
}  // namespace redress::casework
