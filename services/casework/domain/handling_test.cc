#include "services/casework/domain/handling.h"

#include <catch2/catch.hpp>

#include "services/casework/domain/test_case_files.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT
using S = CaseState;

ComplaintFacts Again(const std::string& complaint, BusinessTime received = kNow) {
  ComplaintFacts facts;
  facts.complaint = complaint;
  facts.case_number = "261122-00012345-21";
  facts.vip_level = 2;
  facts.received_time = received;
  return facts;
}

TEST_CASE("A complaint opens a case that knows what intake told", "[casework]") {
  ComplaintFacts facts = Again("261122-00012345-21", kNow - absl::Minutes(3));
  facts.partition = 9;
  facts.channel = 4;
  facts.customer = "ff";
  const Change change = OpenCase(facts, kNow);
  const CaseFile& file = change.next;
  CHECK(file.state == S::kOpen);
  CHECK(file.number == "261122-00012345-21");
  CHECK(file.complaints == std::vector<std::string>{"261122-00012345-21"});
  CHECK((file.partition == 9 && file.channel == 4 && file.vip_level == 2 && file.customer == "ff"));
  CHECK(file.received_time == kNow - absl::Minutes(3));
  CHECK(file.open_time == kNow);
  CHECK(WhatOf(change) == std::vector<std::string>{"CASE_OPENED"});
  CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kCaseOpened});
}

TEST_CASE("A further complaint joins what is live, reopens what ended lately, and is refused elsewhere", "[casework]") {
  const auto soon = [](const CaseFile& file) { return TakeComplaint(file, Again("n-2"), kPolicy, kNow); };
  const auto late = [](const CaseFile& file) {
    return TakeComplaint(file, Again("n-2", kNow + absl::Hours(24 * 30) + absl::Microseconds(1)), kPolicy, kNow);
  };
  CHECK(Allowed(soon) == AllBut({S::kMerged}));
  CHECK(Allowed(late) == AllBut(kOver));
  for (const Named<S>& state : kWords<S>) {
    const absl::StatusOr<Change> taken = soon(FileIn(state.value));
    if (!taken.ok()) continue;
    CHECK(taken->next.complaints.back() == "n-2");
    CHECK(taken->next.vip_level == 2);
    CHECK(taken->next.state == (IsLive(state.value) ? state.value : S::kReopened));
  }
}

TEST_CASE("The same complaint told again changes nothing", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    CHECK(TakeComplaint(FileIn(state.value), Again("261122-00012345-21"), kPolicy, kNow)->empty());
  }
}

TEST_CASE("A prediction sets the tag unless a person did or it abstains; severity only rises", "[casework]") {
  const CaseFile file = FileIn(S::kOpen);
  Prediction prediction = {{"MARKETING", "GIFT_MISSING"}, false, Severity::kUrgent, true};
  const Change change = Predict(file, prediction, kNow);
  CHECK(change.next.tag == prediction.tag);
  CHECK(change.next.severity == Severity::kUrgent);
  CHECK(change.next.media);
  CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kTagged});
  CHECK(change.facts[0].former_tag == file.tag);
  CHECK(Predict(change.next, prediction, kNow).empty());
  CHECK(change.next.signals.empty());
  prediction.severity = Severity::kOrdinary;
  CHECK(Predict(change.next, prediction, kNow).next.severity == Severity::kUrgent);
  prediction.abstained = true;
  CHECK(Predict(file, prediction, kNow).next.tag == file.tag);
  prediction.abstained = false;
  CaseFile confirmed = file;
  confirmed.tag_confirmed = true;
  CHECK(Predict(confirmed, prediction, kNow).next.tag == file.tag);
}

TEST_CASE("The signals of a case are those of all its complaints, and media follow from them", "[casework]") {
  CaseFile file = FileIn(S::kOpen);
  Prediction first;
  first.signals = {{"safety", "fire"}, {"emotion", "calm"}};
  const Change one = Predict(file, first, kNow);
  CHECK(one.next.signals == std::vector<Signal>{{"emotion", "calm"}, {"safety", "fire"}});
  CHECK(WhatOf(one) == std::vector<std::string>{"SIGNALS_SET"});
  CHECK(one.trail[0].from.empty());
  CHECK(one.trail[0].to == "emotion:calm safety:fire");
  CHECK_FALSE(one.next.media);
  CHECK(Predict(one.next, first, kNow).empty());
  Prediction second;
  second.signals = {{"escalation_risk", "reach"}, {"emotion", "furious"}};
  const Change two = Predict(one.next, second, kNow);
  CHECK(WhatOf(two) == std::vector<std::string>{"SIGNALS_SET", "MEDIA_EXPOSED"});
  CHECK(two.trail[0].from == "emotion:calm safety:fire");
  CHECK(two.next.signals.size() == 4);
  CHECK(two.next.media);
  CHECK(EmotionOf(two.next.signals) == "furious");
}

TEST_CASE("Who accepted the work item owns the case, while it is live", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    const Change change = SetOwner(FileIn(state.value), "a-wang", kNow);
    CHECK(change.next.owner == (IsLive(state.value) ? "a-wang" : "a-li"));
    CHECK(change.empty() == !IsLive(state.value));
    CHECK(SetOwner(FileIn(state.value), "a-li", kNow).empty());
  }
}

TEST_CASE("Who hands a live case on has it no more, unless somebody else took it meanwhile", "[casework]") {
  for (const Named<S>& state : kWords<S>) {
    const Change change = LeaveOwner(FileIn(state.value), "a-li", kNow);
    CHECK(change.next.owner == (IsLive(state.value) ? "" : "a-li"));
    CHECK(LeaveOwner(FileIn(state.value), "a-wang", kNow).empty());
    CHECK(LeaveOwner(change.next, "a-li", kNow).next.owner == change.next.owner);
  }
  CHECK(LeaveOwner(FileIn(S::kOpen), "", kNow).empty());
}

TEST_CASE("What was said in triage is the tag of record, as a person's", "[casework]") {
  const Tag other = {"MARKETING", "GIFT_MISSING"};
  for (const Named<S>& state : kWords<S>) {
    const Change change = DecideTag(FileIn(state.value), other, "a-wang", kNow);
    CHECK(change.empty() == !IsLive(state.value));
    if (change.empty()) continue;
    CHECK((change.next.tag == other && change.next.tag_confirmed));
    CHECK(change.trail[0].actor == "agents/a-wang");
    CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kTagged});
    CHECK(DecideTag(change.next, other, "a-wang", kNow).empty());
  }
}

TEST_CASE("A complaint whose link was undone leaves the case; the one that opened it never does", "[casework]") {
  CaseFile file = FileIn(S::kVerifying);
  file.complaints.push_back("n-2");
  file.complaints.push_back("n-3");
  const Change change = RemoveComplaint(file, "n-2", kNow);
  CHECK(change.next.complaints == std::vector<std::string>{file.complaints[0], "n-3"});
  CHECK(WhatOf(change) == std::vector<std::string>{"COMPLAINT_REMOVED"});
  CHECK(RemoveComplaint(change.next, "n-2", kNow).empty());
  CHECK(RemoveComplaint(file, file.complaints[0], kNow).empty());
}

TEST_CASE("A reason alone leads to verifying and investigating, from where the table says, and nowhere else", "[casework]") {
  for (const Named<S>& to : kWords<S>) {
    CAPTURE(to.word);
    std::set<std::string> reasons;
    const std::set<S> from = Allowed([&](const CaseFile& file) { return Advance(file, to.value, By(kOwner)); }, &reasons);
    CHECK(reasons == std::set<std::string>{"ILLEGAL_TRANSITION"});
    CHECK(from == (to.value == S::kVerifying       ? std::set<S>{S::kOpen, S::kInvestigating, S::kReopened}
                   : to.value == S::kInvestigating ? std::set<S>{S::kVerifying, S::kReopened}
                                                   : std::set<S>{}));
  }
  Because without = By(kOwner);
  without.why = "";
  CHECK(ViolationsOf(Advance(FileIn(S::kOpen), S::kVerifying, without).status())[0].field == "reason");
  CHECK(ReasonOf(Advance(FileIn(S::kOpen), S::kVerifying, By(kOther)).status()) == "NOT_OWNER");
  CHECK(Advance(FileIn(S::kOpen), S::kVerifying, By(kSupervisor)).ok());
}

TEST_CASE("The checklist is filled and answered while the case is live, by who has it", "[casework]") {
  const CheckItem answer = {CheckKind::kOrder, CheckResult::kContradicted, "another shop's", "", {}};
  CHECK(Allowed([&](const CaseFile& file) { return CheckItemOf(file, answer, By(kOwner)); }) == AllBut(kOver));
  CHECK(Allowed([&](const CaseFile& file) { return FillChecklist(file, Claims(), {}, By(kOwner)); }) == AllBut(kOver));
  const Change change = CheckItemOf(FileIn(S::kVerifying), answer, By(kOwner)).value();
  CHECK(change.next.checklist[0].checked_by == "agents/a-li");
  CHECK(change.next.checklist[0].check_time == kNow);
  CHECK(change.trail[0].from == "ORDER CONFIRMED");
  CHECK(change.trail[0].to == "ORDER CONTRADICTED");
  CHECK(ReasonOf(CheckItemOf(FileIn(S::kVerifying), answer, By(kOther)).status()) == "NOT_OWNER");
  CHECK(ReasonOf(FillChecklist(FileIn(S::kVerifying), Claims(), {}, By(kOther)).status()) == "NOT_OWNER");
  CheckItem bad = answer;
  bad.result = CheckResult::kUnknown;
  CHECK(ReasonOf(CheckItemOf(FileIn(S::kVerifying), bad, By(kOwner)).status()) == "INVALID_FIELDS");
}

TEST_CASE("That the checklist is complete is said when the last open item gets its finding, and again once it was open anew",
          "[casework]") {
  const std::vector<FactKind> complete = {FactKind::kChecklistCompleted};
  const auto answer = [](CheckKind kind) { return CheckItem{kind, CheckResult::kConfirmed, "", "", {}}; };
  CaseFile file = FileIn(S::kVerifying);
  file.checklist = NewChecklist();
  file.checklist[3].result = CheckResult::kUnknown;  // open for a person
  file.checklist[3].checked_by = "platform";
  for (const Named<CheckKind>& kind : kWords<CheckKind>) {
    const Change change = CheckItemOf(file, answer(kind.value), By(kOwner)).value();
    CHECK(KindsOf(change) == (kind.value == CheckKind::kDeliveryRecord ? complete : std::vector<FactKind>{}));
    file = change.next;
  }
  CHECK(CheckItemOf(file, answer(CheckKind::kOrder), By(kOwner))->facts.empty());
  CHECK(FillChecklist(file, Claims(), {}, By(kOwner))->facts.empty());
  // By the platform alone: paid, and neither about goods nor about a delivery.
  OrderFacts order;
  order.answer = OrderFacts::Answer::kFound;
  order.paid = true;
  order.paid_amount = {1'00, Currency::Cny()};
  CaseFile fresh = FileIn(S::kVerifying);
  fresh.checklist = NewChecklist();
  const Change filled = FillChecklist(fresh, Claims(), {order}, By(kOwner)).value();
  CHECK(KindsOf(filled) == complete);
  CHECK(FillChecklist(filled.next, Claims(), {order}, By(kOwner))->facts.empty());
  const Change opened = FillChecklist(filled.next, Claims(), {OrderFacts()}, By(kOwner)).value();  // it does not answer any more
  CHECK_FALSE(IsComplete(opened.next.checklist));
  CHECK(opened.facts.empty());
  CHECK(KindsOf(FillChecklist(opened.next, Claims(), {order}, By(kOwner)).value()) == complete);
}

TEST_CASE("A person's tag is the tag of record; correcting one needs a reason, confirming it does not", "[casework]") {
  const Tag other = {"MARKETING", "GIFT_MISSING"};
  CHECK(Allowed([&](const CaseFile& file) { return SetTag(file, other, By(kOwner)); }) == AllBut(kOver));
  const CaseFile file = FileIn(S::kOpen);
  const Change corrected = SetTag(file, other, By(kOwner)).value();
  CHECK(corrected.next.tag == other);
  CHECK(corrected.next.tag_confirmed);
  CHECK(corrected.facts[0].former_tag == file.tag);
  Because without = By(kOwner);
  without.why = "";
  CHECK(ViolationsOf(SetTag(file, other, without).status())[0].field == "reason");
  const Change confirmed = SetTag(file, file.tag, without).value();
  CHECK(confirmed.next.tag_confirmed);
  CHECK(SetTag(confirmed.next, file.tag, without)->empty());
  CHECK(ViolationsOf(SetTag(file, Tag(), By(kOwner)).status())[0].field == "tag");
  CHECK(ReasonOf(SetTag(file, other, By(kOther)).status()) == "NOT_OWNER");
}

TEST_CASE("A note is written at any time, and is the reason of its entry", "[casework]") {
  CHECK(Allowed([&](const CaseFile& file) { return AddNote(file, false, By(kOther)); }) == AllBut({}));
  const Change change = AddNote(FileIn(S::kClosed), true, By(kOther)).value();
  CHECK(change.trail[0].why == "因为客户催办");
  CHECK(change.trail[0].shown_to_customer);
  CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kCustomerTold});
  CHECK(change.facts[0].word == "NOTE");
  CHECK(change.facts[0].actor == "agents/a-wang");
  CHECK(AddNote(FileIn(S::kClosed), false, By(kOther))->facts.empty());
  Because empty = By(kOther);
  empty.why = "";
  CHECK_FALSE(AddNote(FileIn(S::kOpen), true, empty).ok());
}

}  // namespace
}  // namespace redress::casework
