#include "services/routing/domain/news_fold.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/routing/domain/case_moves.h"
#include "services/routing/domain/intake_fold.h"
#include "services/routing/domain/next_item.h"

namespace redress::routing {
namespace {

using Kind = CaseNews::Kind;

void EndAll(const std::string& case_number, BusinessTime time, CaseBook* book) {
  for (const WorkItem& item : book->AllOpen(case_number)) book->Commit(End(item, time));
}

void EndPart(const CaseNews& news, ItemKind kind, CaseBook* book) {
  const absl::optional<WorkItem> item = book->About(news.case_number, kind, news.subject);
  if (item.has_value()) book->Commit(End(*item, news.time));
}

// A queued item about a part of the case. Of a case that has none of its own (its complaint was never told) intake's team has it.
WorkItem NewPart(const CaseNews& news, ItemKind kind, const std::string& subject, const CaseBook& book) {
  WorkItem main;
  main.partition = news.partition;
  main.case_number = main.complaint = news.case_number;
  main.team = kIntakeTeam;
  WorkItem item = PartOf(book.NewestMain(news.case_number).value_or(main), kind, subject);
  item.severity = book.HighestSeverity(news.case_number);
  item.received_time = news.time;
  item.due_time = news.due_time;
  return item;
}

void AskApproval(const CaseNews& news, const FoldFacts& facts, CaseBook* book) {
  WorkItem item = NewPart(news, ItemKind::kApprove, news.subject, *book);
  if (news.approver == Approver::kManager) item.team = facts.KnownOrIntake(kManagersTeam);
  if (news.approver == Approver::kLegal) item.team = facts.KnownOrIntake(kLegalTeam);
  item.supervisors_only = news.approver != Approver::kLegal;
  item.proposer = news.proposer;
  book->Create(std::move(item));
}

// A department without a team is asked by signed link, and needs no item.
void AssignTask(const CaseNews& news, const FoldFacts& facts, CaseBook* book) {
  if (!facts.known_teams.contains(news.team)) return;
  WorkItem item = NewPart(news, ItemKind::kDepartmentTask, news.subject, *book);
  item.team = news.team;
  book->Create(std::move(item));
}

// A further attempt of the same round is the same work at another time.
void AskCallback(const CaseNews& news, CaseBook* book) {
  const std::string round = absl::StrCat(book->StandingOf(news.case_number).reopen_count);
  const absl::optional<WorkItem> known = book->About(news.case_number, ItemKind::kCallBack, round);
  if (known.has_value() && IsOpen(*known)) return book->Commit(SetDue(*known, news.due_time));
  WorkItem item = NewPart(news, ItemKind::kCallBack, round, *book);
  const absl::optional<WorkItem> main = book->NewestMain(news.case_number);
  if (main.has_value() && main->state != ItemState::kOffered) item.preferred = main->agent;  // who owns the case, or did
  book->Create(std::move(item));
}

void FollowTag(const CaseNews& news, const FoldFacts& facts, CaseBook* book) {
  const absl::optional<WorkItem> item = book->OpenMain(news.case_number);
  if (!item.has_value() || (item->tag == news.tag && item->kind == ItemKind::kHandleCase)) return;
  const std::string team = facts.KnownOrIntake(news.team);
  book->Commit(Retag(*item, news.tag, team, facts.HeldWithin(*item, team), news.time));
}

void Move(const CaseNews& news, CaseStanding standing, CaseBook* book) {
  standing.waiting = news.waiting;
  book->Put(standing);
  const absl::optional<WorkItem> item = book->OpenMain(news.case_number);
  if (item.has_value() && item->waiting != news.waiting) book->Commit(SetWaiting(*item, news.waiting, news.time));
}

void Close(const CaseNews& news, CaseStanding standing, CaseBook* book) {
  standing.over = true;
  standing.waiting = false;
  book->Put(standing);
  EndAll(news.case_number, news.time, book);
}

// The case goes on, with whoever may have it now.
void GoOn(const CaseNews& news, CaseBook* book, bool supervisors_only, const std::string& preferred) {
  WorkItem item = SameAgain(*book->NewestMain(news.case_number));
  if (!news.complaint.empty()) item.complaint = news.complaint;
  item.severity = book->HighestSeverity(news.case_number);
  item.supervisors_only |= supervisors_only;
  item.preferred = preferred;
  item.waiting = news.waiting;
  item.received_time = news.time;
  const std::string prediction = item.prediction;
  book->Create(std::move(item), {"", prediction});
}

void Reopen(const CaseNews& news, CaseStanding standing, const FoldFacts& facts, CaseBook* book) {
  const std::string round = absl::StrCat(standing.reopen_count);
  const absl::optional<WorkItem> callback = book->About(news.case_number, ItemKind::kCallBack, round);
  if (callback.has_value()) book->Commit(End(*callback, news.time));
  standing.over = standing.waiting = false;
  ++standing.reopen_count;
  book->Put(standing);
  if (const absl::optional<WorkItem> open = book->OpenMain(news.case_number)) {
    if (open->waiting) book->Commit(SetWaiting(*open, false, news.time));
    const WorkItem item = *book->OpenMain(news.case_number);
    book->Commit(LeaveToSupervisors(item, facts.HeldBySupervisor(item), news.time));
  } else if (book->NewestMain(news.case_number).has_value()) {
    GoOn(news, book, true, "");
  }
}

// The case that goes on is as severe as what it took in.
void MergeInto(const CaseNews& news, CaseStanding standing, const FoldFacts& facts, CaseBook* book) {
  standing.merged_into = news.other;
  book->Put(standing);
  EndAll(news.case_number, news.time, book);
  const absl::optional<WorkItem> winner = book->OpenMain(news.other);
  const Severity severity = book->HighestSeverity(news.case_number);
  if (!winner.has_value() || severity <= winner->severity) return;
  RaiseItem(*winner, {severity, 0}, {}, facts, book);
}

void Unmerge(const CaseNews& news, CaseStanding standing, CaseBook* book) {
  standing.merged_into.clear();
  standing.over = news.over;
  standing.waiting = news.waiting;
  book->Put(standing);
  const absl::optional<WorkItem> former = book->NewestMain(news.case_number);
  if (news.over || !former.has_value() || IsOpen(*former)) return;
  GoOn(news, book, false, former->agent);
}

}  // namespace

void FoldNews(const CaseNews& news, const FoldFacts& facts, CaseBook* book) {
  CaseStanding standing = book->StandingOf(news.case_number);
  if (!standing.told) {
    standing.told = true;
    standing.partition = news.partition;
    book->Put(standing);
  }
  switch (news.kind) {
    case Kind::kOpened:
      return;
    case Kind::kMoved:
      return Move(news, standing, book);
    case Kind::kTagged:
      return FollowTag(news, facts, book);
    case Kind::kApprovalRequested:
      return AskApproval(news, facts, book);
    case Kind::kApprovalEnded:
      return EndPart(news, ItemKind::kApprove, book);
    case Kind::kTaskAssigned:
      return AssignTask(news, facts, book);
    case Kind::kTaskAnswered:
      return EndPart(news, ItemKind::kDepartmentTask, book);
    case Kind::kCallbackDue:
      return AskCallback(news, book);
    case Kind::kCallbackMade:
      return news.settled ? EndPart(news, ItemKind::kCallBack, book) : void();
    case Kind::kClosed:
      return Close(news, standing, book);
    case Kind::kReopened:
      return Reopen(news, standing, facts, book);
    case Kind::kMerged:
      return MergeInto(news, standing, facts, book);
    case Kind::kUnmerged:
      return Unmerge(news, standing, book);
  }
}

}  // namespace redress::routing
