#include "services/casework/domain/handling.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

constexpr size_t kReasonMax = 500;  // code points
constexpr size_t kNoteMax = 2000;

Because Told(const char* by, BusinessTime now) {
  return {{by, "", false}, "", now};
}

std::string TextOf(const Tag& tag) {
  return tag.l2.empty() ? tag.l1 : absl::StrCat(tag.l1, "/", tag.l2);
}

// `emotion:upset safety:fire`
std::string TextOf(const std::vector<Signal>& signals) {
  return absl::StrJoin(signals, " ", [](std::string* out, const Signal& signal) { absl::StrAppend(out, TextOf(signal)); });
}

void Tagged(Change* change, const Tag& former, const Because& because) {
  Say(change, {"TAG_SET", TextOf(former), TextOf(change->next.tag)}, because);
  Publish(change, FactKind::kTagged, change->next.complaints.empty() ? "" : change->next.complaints[0], because.now);
  change->facts.back().former_tag = former;
}

// Said where the last open item got its finding by this change.
void PublishIfComplete(Change* change, const Checklist& before, const Because& because) {
  if (IsComplete(before) || !IsComplete(change->next.checklist)) return;
  Publish(change, FactKind::kChecklistCompleted, "", because.now);
}

}  // namespace

Change OpenCase(const ComplaintFacts& complaint, BusinessTime now) {
  Change change;
  CaseFile& file = change.next;
  file.number = complaint.case_number;
  file.partition = complaint.partition;
  file.complaints = {complaint.complaint};
  file.channel = complaint.channel;
  file.vip_level = complaint.vip_level;
  file.customer = complaint.customer;
  file.received_time = complaint.received_time;
  file.open_time = now;
  Say(&change, {"CASE_OPENED", "", complaint.complaint, true}, Told("services/intake", now));
  Publish(&change, FactKind::kCaseOpened, complaint.complaint, now);
  return change;
}

absl::StatusOr<Change> TakeComplaint(const CaseFile& file, const ComplaintFacts& complaint, const CasePolicy& policy,
                                     BusinessTime now) {
  Change change = Unchanged(file);
  if (std::find(file.complaints.begin(), file.complaints.end(), complaint.complaint) != file.complaints.end()) return change;
  const Again again = DecideAgain(file.state, file.close_time.value_or(now), complaint.received_time, policy.repeat_within);
  if (again == Again::kRelated || again == Again::kFollow) return CheckLive(file);
  const Because because = Told("services/intake", now);
  change.next.complaints.push_back(complaint.complaint);
  change.next.vip_level = std::max(file.vip_level, complaint.vip_level);
  Say(&change, {"COMPLAINT_ADDED", "", complaint.complaint, true}, because);
  if (again == Again::kReopen) RETURN_IF_ERROR(Reopen(&change, CaseEvent::kRepeat, "REPEAT", complaint.complaint, because));
  return change;
}

Change Predict(const CaseFile& file, const Prediction& prediction, BusinessTime now) {
  Change change = Unchanged(file);
  const Because because = Told("services/classification", now);
  if (!prediction.abstained && !file.tag_confirmed && !prediction.tag.l1.empty() && !(prediction.tag == file.tag)) {
    change.next.tag = prediction.tag;
    Tagged(&change, file.tag, because);
  }
  if (prediction.severity > file.severity) {
    change.next.severity = prediction.severity;
    Say(&change, {"SEVERITY_RAISED", std::string(Word(file.severity)), std::string(Word(prediction.severity))}, because);
  }
  change.next.signals = UnionOf(file.signals, prediction.signals);
  if (!(change.next.signals == file.signals)) {
    Say(&change, {"SIGNALS_SET", TextOf(file.signals), TextOf(change.next.signals)}, because);
  }
  if ((prediction.media || AnyMedia(prediction.signals)) && !file.media) {
    change.next.media = true;
    Say(&change, {"MEDIA_EXPOSED"}, because);
  }
  return change;
}

Change SetOwner(const CaseFile& file, const std::string& agent, BusinessTime now) {
  Change change = Unchanged(file);
  if (!IsLive(file.state) || file.owner == agent) return change;
  change.next.owner = agent;
  Say(&change, {"OWNER_SET", file.owner, agent}, Told("services/routing", now));
  return change;
}

Change LeaveOwner(const CaseFile& file, const std::string& agent, BusinessTime now) {
  Change change = Unchanged(file);
  if (!IsLive(file.state) || agent.empty() || file.owner != agent) return change;
  change.next.owner.clear();
  Say(&change, {"OWNER_SET", agent, ""}, Told("services/routing", now));
  return change;
}

Change DecideTag(const CaseFile& file, const Tag& tag, const std::string& agent, BusinessTime now) {
  Change change = Unchanged(file);
  if (!IsLive(file.state) || (tag == file.tag && file.tag_confirmed)) return change;
  change.next.tag = tag;
  change.next.tag_confirmed = true;
  Tagged(&change, file.tag, {{absl::StrCat("agents/", agent), agent, false}, "", now});
  return change;
}

Change RemoveComplaint(const CaseFile& file, const std::string& complaint, BusinessTime now) {
  Change change = Unchanged(file);
  std::vector<std::string>& complaints = change.next.complaints;
  const auto at = std::find(complaints.begin(), complaints.end(), complaint);
  if (at == complaints.begin() || at == complaints.end()) return change;
  complaints.erase(at);
  Say(&change, {"COMPLAINT_REMOVED", complaint, "", true}, Told("services/intake", now));
  return change;
}

absl::StatusOr<Change> Advance(const CaseFile& file, CaseState to, const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  if (to != CaseState::kVerifying && to != CaseState::kInvestigating) {
    return Refuse(
        "ILLEGAL_TRANSITION",
        absl::StrCat(Word(to), " is reached by doing what it stands for; a reason alone leads to VERIFYING or INVESTIGATING"));
  }
  Change change = Unchanged(file);
  RETURN_IF_ERROR(Move(&change, to == CaseState::kVerifying ? CaseEvent::kVerify : CaseEvent::kInvestigate, because));
  return change;
}

absl::StatusOr<Change> FillChecklist(const CaseFile& file, const Claims& claims, const std::vector<OrderFacts>& orders,
                                     const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckLive(file));
  Change change = Unchanged(file);
  change.next.checklist = Fill(file.checklist, claims, orders, because.now);
  Say(&change, {"CHECKLIST_FILLED"}, because);
  PublishIfComplete(&change, file.checklist, because);
  return change;
}

absl::StatusOr<Change> CheckItemOf(const CaseFile& file, CheckItem answer, const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckLive(file));
  Change change = Unchanged(file);
  answer.checked_by = because.actor.name;
  answer.check_time = because.now;
  RETURN_IF_ERROR(Check(&change.next.checklist, answer));
  const CheckItem& former = file.checklist[static_cast<size_t>(answer.kind) - 1];
  Say(&change,
      {"ITEM_CHECKED", absl::StrCat(Word(answer.kind), " ", Word(former.result)),
       absl::StrCat(Word(answer.kind), " ", Word(answer.result))},
      because);
  PublishIfComplete(&change, file.checklist, because);
  return change;
}

absl::StatusOr<Change> SetTag(const CaseFile& file, const Tag& tag, const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckLive(file));
  if (tag.l1.empty()) RETURN_IF_ERROR(CheckText("tag", tag.l1, kReasonMax));
  if (!(tag == file.tag) && !file.tag.l1.empty()) RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  Change change = Unchanged(file);
  if (tag == file.tag && file.tag_confirmed) return change;
  change.next.tag = tag;
  change.next.tag_confirmed = true;
  Tagged(&change, file.tag, because);
  return change;
}

absl::StatusOr<Change> AddNote(const CaseFile& file, bool shown_to_customer, const Because& because) {
  RETURN_IF_ERROR(CheckText("text", because.why, kNoteMax));
  Change change = Unchanged(file);
  Say(&change, {"NOTE_ADDED", "", "", shown_to_customer, shown_to_customer}, because);
  if (shown_to_customer) PublishTold(&change, "NOTE", because);
  return change;
}

}  // namespace redress::casework
