#include "services/outreach/domain/case_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace redress::outreach {
namespace {

using Kind = News::Kind;

absl::Duration ProgressEvery(const CaseView& view, const NoticePolicy& policy) {
  return view.critical() ? policy.progress_every_critical : policy.progress_every;
}

// When the next progress is told, the last word having been said at `since`: before it is owed, and not in the night.
BusinessTime ProgressDue(const CaseView& view, const NoticePolicy& policy, BusinessTime since) {
  const absl::Duration every = ProgressEvery(view, policy);
  const absl::Duration ahead = std::min(policy.progress_ahead, every / 2);
  const BusinessTime due = since + every - ahead;
  if (view.critical() || AfterQuiet(policy.quiet, due) == due) return due;
  const BusinessTime evening = BeforeQuiet(policy.quiet, due) - ahead;
  return evening > since ? evening : due;
}

// Begins, ends or leaves alone what is told while nothing new happens. `since`: when something was told last.
void TimeProgress(const NoticePolicy& policy, BusinessTime since, BusinessTime now, Folded* folded) {
  CaseView& view = folded->next;
  const bool under_way = view.phase == CasePhase::kOpen || view.phase == CasePhase::kReopened;
  if (!under_way || view.tag != policy.progress_tag) {
    if (view.progress_count > 0) folded->superseded.push_back({NoticeKind::kProgress, ""});
    view.progress_due.reset();
  } else if (!view.progress_due.has_value()) {
    view.progress_due = std::max(ProgressDue(view, policy, since), now);
  }
}

NoticeDraft Draft(NoticeKind kind, std::string occurrence, const News& news) {
  NoticeDraft draft;
  draft.kind = kind;
  draft.occurrence = std::move(occurrence);
  draft.subject = draft.occurrence;
  draft.create_time = draft.send_after = news.time;
  return draft;
}

// The first complaint of a case has the number of the case and asks for what is missing; later ones are acknowledged, and nothing
// is asked twice.
void Receive(const News& news, Folded* folded) {
  CaseView& view = folded->next;
  const bool first = view.complaint.empty();
  view.complaint = news.complaint;
  if (first || view.customer.empty()) view.customer = news.customer;
  if (first) {
    view.channel = news.channel;
    view.received_time = news.time;
  }
  view.regulator = view.regulator || news.regulator;
  if (news.told) return;
  const bool own = news.complaint == news.case_number;
  NoticeDraft draft = Draft(NoticeKind::kAccepted, own ? "" : news.complaint, news);
  if (first && !news.same_matter) draft.asks = news.missing;
  folded->drafts.push_back(std::move(draft));
}

void Predict(const News& news, const NoticePolicy& policy, Folded* folded) {
  CaseView& view = folded->next;
  const absl::Duration before = ProgressEvery(view, policy);
  view.severity = std::max(view.severity, news.severity);
  if (view.progress_due.has_value()) {  // one that was drawn before the night comes a little early: never too late
    view.progress_due = std::max(*view.progress_due - before + ProgressEvery(view, policy), news.time);
  }
  if (news.intent.empty() || !view.intent.empty()) return;
  view.intent = news.intent;
  NoticeDraft draft = Draft(NoticeKind::kIntentAnswered, "", news);
  draft.subject = news.intent;
  folded->drafts.push_back(std::move(draft));
}

void MoveTo(const News& news, const NoticePolicy& policy, Folded* folded) {
  CaseView& view = folded->next;
  const bool done = news.phase == CasePhase::kDone && view.phase != CasePhase::kDone;
  view.phase = news.phase;
  if (done) folded->drafts.push_back(Draft(NoticeKind::kResult, absl::StrCat(view.reopens + 1), news));
  if (news.phase == CasePhase::kMerged) {
    for (const NoticeKind kind : {NoticeKind::kInformationRequested, NoticeKind::kPlanOffered, NoticeKind::kIntentAnswered}) {
      folded->superseded.push_back({kind, ""});
    }
  }
  TimeProgress(policy, news.time, news.time, folded);
}

void Close(const News& news, const NoticePolicy& policy, Folded* folded) {
  const std::string closing = news.subject.empty() ? absl::StrCat(folded->next.reopens + 1) : news.subject;
  folded->next.phase = CasePhase::kOver;
  folded->superseded.push_back({NoticeKind::kIntentAnswered, ""});
  if (news.rejected) folded->drafts.push_back(Draft(NoticeKind::kRejected, closing, news));
  if (news.survey) {
    NoticeDraft draft = Draft(NoticeKind::kSurvey, closing, news);
    draft.send_after = news.time + policy.survey_after;
    folded->drafts.push_back(std::move(draft));
  }
  TimeProgress(policy, news.time, news.time, folded);
}

void Reopen(const News& news, const NoticePolicy& policy, Folded* folded) {
  ++folded->next.reopens;
  folded->next.phase = CasePhase::kReopened;
  folded->superseded.push_back({NoticeKind::kSurvey, ""});
  folded->superseded.push_back({NoticeKind::kRejected, ""});
  TimeProgress(policy, news.time, news.time, folded);
}

}  // namespace

Folded Fold(const CaseView& view, const News& news, const NoticePolicy& policy) {
  Folded folded;
  folded.next = view;
  folded.next.number = news.case_number;
  folded.next.partition = news.partition;
  switch (news.kind) {
    case Kind::kReceived:
      Receive(news, &folded);
      break;
    case Kind::kPredicted:
      Predict(news, policy, &folded);
      break;
    case Kind::kTagged:
      folded.next.tag = news.tag;
      TimeProgress(policy, view.received_time, news.time, &folded);
      break;
    case Kind::kMoved:
      MoveTo(news, policy, &folded);
      break;
    case Kind::kEvidenceAsked:
      folded.drafts.push_back(Draft(NoticeKind::kInformationRequested, news.subject, news));
      folded.drafts.back().useless_after = news.due_time;
      break;
    case Kind::kEvidenceEnded:
      folded.superseded.push_back({NoticeKind::kInformationRequested, news.subject});
      break;
    case Kind::kPlanProposed:
      folded.drafts.push_back(Draft(NoticeKind::kPlanOffered, news.subject, news));
      break;
    case Kind::kPlanAnswered:
      folded.superseded.push_back({NoticeKind::kPlanOffered, news.subject});
      break;
    case Kind::kUnreached:
      folded.drafts.push_back(Draft(NoticeKind::kUnreached, news.subject, news));
      break;
    case Kind::kClosed:
      Close(news, policy, &folded);
      break;
    case Kind::kReopened:
      Reopen(news, policy, &folded);
      break;
  }
  return folded;
}

absl::optional<Progressed> NextProgress(const CaseView& view, const NoticePolicy& policy, BusinessTime now) {
  if (!view.progress_due.has_value() || *view.progress_due > now) return absl::nullopt;
  Progressed progressed;
  progressed.next = view;
  ++progressed.next.progress_count;
  progressed.next.progress_due = ProgressDue(view, policy, *view.progress_due);
  NoticeDraft& draft = progressed.draft;
  draft.kind = NoticeKind::kProgress;
  draft.occurrence = absl::StrCat(progressed.next.progress_count);
  draft.subject = draft.occurrence;
  draft.create_time = draft.send_after = *view.progress_due;
  draft.useless_after = *progressed.next.progress_due;
  return progressed;
}

}  // namespace redress::outreach
