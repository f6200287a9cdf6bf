#include "tools/redressctl/case_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/client/words.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = casework::v1;
using client::Cell;
using client::Colour;
constexpr int kTextWidth = 60;

std::string Names(const google::protobuf::RepeatedPtrField<std::string>& names) {
  return absl::StrJoin(names, ", ", [](std::string* out, const std::string& name) { absl::StrAppend(out, ShortName(name)); });
}

std::string NextStates(const v1::Case& one) {
  std::vector<std::string> words;
  for (const int state : one.next_states()) words.push_back(client::Word(static_cast<v1::Case::State>(state)));
  return words.empty() ? "" : absl::StrCat("  → ", absl::StrJoin(words, ", "));
}

void Title(std::ostream& out, const std::string& text, bool colours) {
  out << "\n" << client::Paint(text, Colour::kBold, colours) << "\n";
}

void ShowChecklist(std::ostream& out, const v1::Case& one, bool colours) {
  if (one.checklist().empty()) return;
  client::Table table({{"VERIFIED"}, {"RESULT"}, {"FINDING", kTextWidth}, {"BY"}, {"WHEN"}});
  for (const v1::ChecklistItem& item : one.checklist()) {
    const bool open =
        item.result() == v1::ChecklistItem::RESULT_UNSPECIFIED || item.result() == v1::ChecklistItem::RESULT_UNKNOWN;
    const std::string word = client::Word(item.result());
    table.Add({item.kind(), Cell(word.empty() ? "open" : word, open ? Colour::kYellow : Colour::kNone), item.finding(),
               ShortName(item.checked_by()), ShowTime(item.check_time())});
  }
  out << "\n";
  table.Print(out, colours);
}

void ShowAsked(std::ostream& out, const v1::Case& one, bool colours) {
  client::Table table({{"ASKED"}, {"OF"}, {"STATE"}, {"DUE"}, {"WHAT", kTextWidth}, {"ANSWER", kTextWidth}});
  for (const v1::EvidenceRequest& request : one.evidence_requests()) {
    const bool defaulted = request.state() == v1::EvidenceRequest::STATE_DEFAULTED;
    table.Add({request.id(), client::Word(request.party()), client::Word(request.state()), ShowTime(request.due_time()),
               request.question(), defaulted ? absl::StrCat("silence: ", request.default_on_silence()) : request.answer()});
  }
  for (const v1::Task& task : one.tasks()) {
    const std::string state = task.has_answer_time() ? "ANSWERED" : task.overdue() ? "OVERDUE" : "OPEN";
    table.Add({task.id(), absl::StrCat(task.department(), " ", task.contact()), state, ShowTime(task.due_time()), task.request(),
               task.answer()});
  }
  if (table.empty()) return;
  out << "\n";
  table.Print(out, colours);
}

// What the step is about, whichever of its fields say so.
std::string WhatOf(const v1::PlanStep& step) {
  std::vector<std::string> parts;
  if (!step.quotation().empty()) parts.push_back(absl::StrCat(ShortName(step.quotation()), "/", step.option()));
  for (const std::string& part : {step.subject(), step.detail(), step.description()}) {
    if (!part.empty()) parts.push_back(part);
  }
  return absl::StrJoin(parts, " ");
}

Colour ColourOf(v1::PlanStep::State state) {
  return state == v1::PlanStep::STATE_DONE ? Colour::kGreen : state == v1::PlanStep::STATE_FAILED ? Colour::kRed : Colour::kNone;
}

void ShowPlan(std::ostream& out, const v1::Plan& plan, bool colours) {
  const std::string answer = client::Word(plan.answer());
  Title(out,
        absl::StrCat("Plan ", plan.number(), " by ", ShortName(plan.proposer()),
                     plan.totals().empty() ? "" : absl::StrCat(", ", ShowSums(plan.totals()), " in all"), ", needs ",
                     client::Word(plan.required_authority()), ": ",
                     answer.empty() ? absl::StrCat("stands until ", ShowTime(plan.expire_time()))
                                    : absl::StrCat(answer, " ", ShowTime(plan.answer_time()))),
        colours);
  client::Table table({{"STEP"}, {"KIND"}, {"STATE"}, {"OWNER"}, {"DUE"}, {"WHAT", kTextWidth}, {"RESULT", kTextWidth}});
  for (const v1::PlanStep& step : plan.steps()) {
    const std::string result = absl::StrCat(step.effect(), step.effect().empty() ? "" : " ",
                                            step.failure_reason().empty() ? step.result_reference() : step.failure_reason());
    table.Add({step.id(), client::Word(step.kind()), Cell(client::Word(step.state()), ColourOf(step.state())),
               ShortName(step.owner()), ShowTime(step.due_time()), WhatOf(step), result});
  }
  table.Print(out, colours);
  out << "hash: " << plan.hash() << "\n";
}

void ShowApproval(std::ostream& out, const v1::ApprovalRequest& approval, bool colours) {
  Title(out, absl::StrCat("Approval ", approval.id(), ": ", client::Word(approval.state())), colours);
  const std::string lent = approval.delegator().empty() ? "" : absl::StrCat(" in place of ", ShortName(approval.delegator()));
  PrintFields(out, {{"needs", client::Word(approval.required_authority())},
                    {"asked", ShowTime(approval.request_time())},
                    {"expires", approval.has_decide_time() ? "" : ShowTime(approval.expire_time())},
                    {"decided", ShowTime(approval.decide_time())},
                    {"by", approval.approver().empty() ? ""
                                                       : absl::StrCat(ShortName(approval.approver()), lent, " with ",
                                                                      client::Word(approval.used_authority()))},
                    {"why", approval.reason()}});
}

void ShowCallbacks(std::ostream& out, const v1::Case& one, bool colours) {
  if (one.callbacks().empty()) return;
  client::Table table({{"CALLED BACK"}, {"ROUND", 0, true}, {"OUTCOME"}, {"BY"}, {"WHEN"}});
  for (const v1::Callback& callback : one.callbacks()) {
    table.Add({absl::StrCat("attempt ", callback.attempt()), absl::StrCat(callback.round()), client::Word(callback.outcome()),
               ShortName(callback.agent()), ShowTime(callback.call_time())});
  }
  out << "\n";
  table.Print(out, colours);
}

void ShowClosing(std::ostream& out, const v1::Closing& closing, bool colours) {
  std::vector<std::string> granted;
  for (const int kind : closing.remedies_granted()) {
    granted.push_back(client::Word(static_cast<compensation::v1::RemedyKind>(kind)));
  }
  Title(out, closing.rejection_reason().empty() ? "Closed" : "Rejected", colours);
  PrintFields(out, {{"finding", client::Word(closing.finding())},
                    {"responsible", client::Word(closing.responsible_party())},
                    {"root cause", closing.root_cause()},
                    {"remedy sought", closing.remedy_sought()},
                    {"remedies granted", absl::StrJoin(granted, ", ")},
                    {"why", closing.rejection_reason()},
                    {"by", ShortName(closing.closed_by())},
                    {"review", closing.review_due() ? "due" : ""}});
}

}  // namespace

std::string ShowNextStep(const v1::NextStep& next) {
  std::string text = next.en();
  if (!next.who().empty()) absl::StrAppend(&text, "  by ", ShortName(next.who()));
  if (next.has_due_time()) absl::StrAppend(&text, "  until ", ShowTime(next.due_time()));
  return text;
}

void ShowCase(std::ostream& out, const v1::Case& one, const v1::NextStep* next, bool colours) {
  const std::string tag = ShowTag(one.tag());
  PrintFields(out, {{"case", ShortName(one.name())},
                    {"state", absl::StrCat(client::Word(one.state()), NextStates(one))},
                    {"next step", next == nullptr ? "" : ShowNextStep(*next)},
                    {"owner", ShortName(one.owner())},
                    {"tag", tag.empty() ? "" : absl::StrCat(tag, one.tag_confirmed() ? "  (confirmed)" : "  (the model's)")},
                    {"severity", client::Word(one.severity())},
                    {"signals", ShowSignals(one.signals())},
                    {"channel", client::Word(one.channel())},
                    {"vip level", one.vip_level() == 0 ? "" : absl::StrCat(one.vip_level())},
                    {"complaints", Names(one.complaints())},
                    {"earlier cases", Names(one.earlier_cases())},
                    {"merged into", ShortName(one.merged_into())},
                    {"received", ShowTime(one.received_time())},
                    {"opened", ShowTime(one.open_time())},
                    {"closed", ShowTime(one.close_time())},
                    {"reopened", one.reopen_count() == 0 ? "" : absl::StrCat(one.reopen_count())},
                    {"granted", ShowSums(one.granted())},
                    {"etag", one.etag()}});
  ShowChecklist(out, one, colours);
  ShowAsked(out, one, colours);
  if (one.has_plan()) ShowPlan(out, one.plan(), colours);
  if (one.has_approval()) ShowApproval(out, one.approval(), colours);
  ShowCallbacks(out, one, colours);
  if (one.has_closing()) ShowClosing(out, one.closing(), colours);
}

}  // namespace redress::ctl
