#include "services/sla/domain/plans.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace redress::sla {
namespace {

using Predicate = absl::FunctionRef<bool(const Fact&)>;
using MaybeEnd = absl::optional<End>;

// From a beginning to the reopening that ends it. What happened at the very moment of a reopening belongs to what came before.
struct Round {
  int number = 1;
  BusinessTime start;
  std::string start_reason;
  absl::optional<BusinessTime> next;  // the following reopening

  bool Has(BusinessTime time) const { return (number == 1 || time > start) && (!next.has_value() || time <= *next); }
  std::string IdOf(absl::string_view kind) const { return number == 1 ? std::string(kind) : absl::StrCat(kind, "-", number); }
};

// The earlier of two; of the same moment what stops it, not what cancels it.
MaybeEnd Earlier(const MaybeEnd& a, const MaybeEnd& b) {
  if (!a.has_value()) return b;
  if (!b.has_value()) return a;
  return std::make_pair(b->time, b->how) < std::make_pair(a->time, a->how) ? b : a;
}

constexpr BusinessTime kNever = BusinessTime::FromUnixMicros(std::numeric_limits<int64_t>::max());

class Planner {
 public:
  Planner(const std::vector<Fact>& facts, const PolicySpec& rules) : facts_(facts), rules_(rules) {
    ReadCase();
    ReadTurns();
  }

  std::vector<ClockPlan> All() {
    if (received_ != nullptr) {
      PlanOnce();
      for (const Round& round : rounds_) PlanRound(round);
      PlanProgress();
    }
    PlanAsked(ClockKind::kTask, "task-", FactKind::kTaskAssigned, FactKind::kTaskAnswered);
    PlanAsked(ClockKind::kEvidence, "evidence-", FactKind::kEvidenceRequested, FactKind::kEvidenceEnded);
    PlanAsked(ClockKind::kApproval, "approval-", FactKind::kApprovalRequested, FactKind::kApprovalEnded);
    PlanGrants();
    return std::move(plans_);
  }

 private:
  // The earliest fact of a kind for which `holds`; null for none.
  const Fact* First(FactKind kind, Predicate holds) const {
    const Fact* first = nullptr;
    for (const Fact& fact : facts_) {
      if (fact.kind == kind && (first == nullptr || fact.time < first->time) && holds(fact)) first = &fact;
    }
    return first;
  }
  const Fact* First(FactKind kind) const {
    return First(kind, [](const Fact&) { return true; });
  }
  const Fact* FirstOf(FactKind kind, const std::string& subject, BusinessTime from) const {
    return First(kind, [&](const Fact& fact) { return fact.subject == subject && fact.time >= from; });
  }
  MaybeEnd StopAt(const Fact* fact, absl::string_view reason) const {
    if (fact == nullptr) return absl::nullopt;
    return End{fact->time, Ending::kStopped, std::string(reason)};
  }

  void ReadCase() {
    received_ = First(FactKind::kReceived);
    if (received_ == nullptr) return;
    channel_ = static_cast<Channel>(received_->value);
    rounds_.push_back({1, received_->time, "ComplaintReceived", absl::nullopt});
    for (const Fact& fact : facts_) {  // sorted by kind, subject, time: a reopening has no subject
      if (fact.kind != FactKind::kReopened) continue;
      rounds_.back().next = fact.time;
      rounds_.push_back({static_cast<int>(rounds_.size()) + 1, fact.time, "CaseReopened", absl::nullopt});
    }
    if (channel_ == Channel::kRegulator) severities_.push_back({received_->time, Severity::kCritical});
    for (const Fact& fact : facts_) {
      if (fact.kind == FactKind::kSeverity) severities_.push_back({fact.time, static_cast<Severity>(fact.value)});
    }
    std::sort(severities_.begin(), severities_.end(), [](const SeverityStep& a, const SeverityStep& b) {
      return std::make_pair(a.time, a.severity) < std::make_pair(b.time, b.severity);
    });
  }

  void ReadTurns() {
    for (const Fact& fact : facts_) {
      if (fact.kind == FactKind::kMerged) {
        const Fact* const back = First(FactKind::kUnmerged, [&](const Fact& one) { return one.time >= fact.time; });
        Stretch away{fact.time, absl::nullopt, "CaseMerged"};
        if (back != nullptr) away.to = back->time;
        aways_.push_back(std::move(away));
      } else if (fact.kind == FactKind::kEvidenceRequested && fact.value == 1) {
        const Fact* const ended = FirstOf(FactKind::kEvidenceEnded, fact.subject, fact.time);
        Stretch pause{fact.time, fact.time + rules_.pause_max,
                      absl::StrCat("EvidenceRequested ", fact.subject, " of the customer")};
        if (ended != nullptr) pause.to = std::min(*pause.to, ended->time);
        pauses_.push_back(std::move(pause));
      }
    }
  }

  ClockPlan Begin(ClockKind kind, std::string id, BusinessTime start, std::string reason) const {
    ClockPlan plan;
    plan.kind = kind;
    plan.id = std::move(id);
    plan.channel = channel_;
    plan.start = start;
    plan.start_reason = std::move(reason);
    plan.severities = severities_;
    plan.pauses = pauses_;
    plan.aways = aways_;
    return plan;
  }
  void Put(ClockPlan plan, MaybeEnd end) {
    plan.end = std::move(end);
    plans_.push_back(std::move(plan));
  }

  // What the end of the case does to a clock of the case as a whole: nobody waits for it any more.
  MaybeEnd ClosedIn(const Round& round) const {
    const Fact* const closed = First(FactKind::kClosed, [&](const Fact& fact) { return round.Has(fact.time); });
    if (closed == nullptr) return absl::nullopt;
    const bool no_complaint = closed->value == kClosedNoComplaint;
    return End{closed->time, no_complaint ? Ending::kCancelled : Ending::kStopped,
               no_complaint ? "CaseClosed: no complaint" : "CaseClosed"};
  }
  // At the latest a reopening ends what the round before it left behind.
  MaybeEnd OverIn(const Round& round) const {
    MaybeEnd closed = ClosedIn(round);
    if (!round.next.has_value()) return closed;
    return Earlier(closed, End{*round.next, Ending::kStopped, "CaseReopened"});
  }

  // A call is answered before what is said in it is typed in: the clock is met when it starts, then.
  MaybeEnd SpokenTo() const {
    const Fact* const spoken = First(FactKind::kSpoken);
    if (spoken == nullptr) return absl::nullopt;
    return End{std::max(spoken->time, received_->time), Ending::kStopped,
               spoken->subject == "CALL" ? "CallReported ANSWERED" : "ChatTurnReported by an agent"};
  }

  MaybeEnd FirstResponse() const {
    MaybeEnd told = StopAt(First(FactKind::kTold), "CustomerTold");
    if (channel_ == Channel::kRegulator) return StopAt(First(FactKind::kRegulatorAccepted), "CaseStateChanged to VERIFYING");
    if (channel_ == Channel::kChat || channel_ == Channel::kHotline || channel_ == Channel::kSocial) {
      return Earlier(told, SpokenTo());
    }
    const auto accepted = [](const Fact& fact) { return fact.value == kNoticeAccepted; };
    return Earlier(told, StopAt(First(FactKind::kNoticed, accepted), "NoticeSent ACCEPTED"));
  }

  MaybeEnd FirstFeedback() const {
    MaybeEnd solved = StopAt(First(FactKind::kIntentSolved), "IntentJudged: solved");
    const Fact* const checked = First(FactKind::kChecked);
    const Fact* const told = First(FactKind::kTold);
    if (checked == nullptr || told == nullptr) return solved;
    return Earlier(solved, checked->time > told->time ? StopAt(checked, "ChecklistCompleted") : StopAt(told, "CustomerTold"));
  }

  void PlanOnce() {
    const BusinessTime start = received_->time;
    const MaybeEnd closed = ClosedIn(rounds_[0]);
    const auto put = [&](ClockKind kind, const char* id, const MaybeEnd& end) {
      Put(Begin(kind, id, start, "ComplaintReceived"), Earlier(end, closed));
    };
    put(ClockKind::kFirstResponse, "first-response", FirstResponse());
    put(ClockKind::kAcceptance, "acceptance", StopAt(First(FactKind::kAccepted), "WorkItemAccepted"));
    put(ClockKind::kFirstFeedback, "first-feedback", FirstFeedback());
  }

  MaybeEnd ResolvedIn(const Round& round) const {
    const auto in_round = [&](const Fact& fact) { return round.Has(fact.time); };
    const auto refusal = [&](const Fact& fact) { return in_round(fact) && fact.subject == "REJECTION"; };
    MaybeEnd end = OverIn(round);
    end = Earlier(end, StopAt(First(FactKind::kExecuted, in_round), "CaseStateChanged to CALLBACK_DUE"));
    end = Earlier(end, StopAt(First(FactKind::kIntentSolved, in_round), "IntentJudged: solved"));
    return Earlier(end, StopAt(First(FactKind::kTold, refusal), "CustomerTold REJECTION"));
  }

  void PlanRound(const Round& round) {
    const auto in_round = [&](const Fact& fact) { return round.Has(fact.time); };
    Put(Begin(ClockKind::kResolution, round.IdOf("resolution"), round.start, round.start_reason), ResolvedIn(round));
    const Fact* const due = First(FactKind::kCallbackDue, in_round);
    if (due == nullptr) return;
    const auto settled = [&](const Fact& fact) { return in_round(fact) && fact.value == 1 && fact.time >= due->time; };
    Put(Begin(ClockKind::kCallback, round.IdOf("callback"), due->time, "CallbackDue"),
        Earlier(OverIn(round), StopAt(First(FactKind::kCallbackMade, settled), "CallbackMade")));
  }

  // When notices of progress are owed: the case is one of delay, and not resolved.
  std::vector<std::pair<BusinessTime, End>> OwedProgress() const {
    std::vector<std::pair<BusinessTime, bool>> tags;  // whether the case is one of delay from then on
    for (const Fact& fact : facts_) {
      if (fact.kind == FactKind::kTagged) tags.emplace_back(fact.time, rules_.progress_tags.count(fact.subject) > 0);
    }
    std::sort(tags.begin(), tags.end());
    const End never{kNever, Ending::kCancelled, ""};
    std::vector<std::pair<BusinessTime, End>> owed;
    for (size_t i = 0; i < tags.size(); ++i) {
      if (!tags[i].second) continue;
      const BusinessTime from = tags[i].first;
      while (i + 1 < tags.size() && tags[i + 1].second) ++i;  // delay again is still delay
      End until = never;
      if (i + 1 < tags.size()) until = {tags[i + 1].first, Ending::kCancelled, "CaseTagged"};
      for (const Round& round : rounds_) {
        owed.emplace_back(std::max(from, round.start), *Earlier(until, ResolvedIn(round)));
      }
    }
    return owed;
  }

  void PlanProgress() {
    std::vector<const Fact*> notices;
    for (const Fact& fact : facts_) {
      if (fact.kind == FactKind::kNoticed) notices.push_back(&fact);
    }
    std::stable_sort(notices.begin(), notices.end(), [](const Fact* a, const Fact* b) { return a->time < b->time; });
    const auto owed = OwedProgress();
    for (size_t i = 0; i < notices.size(); ++i) {
      MaybeEnd next;
      if (i + 1 < notices.size()) next = StopAt(notices[i + 1], absl::StrCat("NoticeSent ", notices[i + 1]->subject));
      for (const auto& [from, to] : owed) {
        const BusinessTime start = std::max(from, notices[i]->time);
        const MaybeEnd end = Earlier(to, next);
        if (end->time <= start) continue;
        const std::string id = absl::StrCat("progress-", absl::StripPrefix(notices[i]->subject, "progress-"));
        const bool open = end->time == kNever;
        Put(Begin(ClockKind::kProgress, id, start, absl::StrCat("NoticeSent ", notices[i]->subject)), open ? MaybeEnd() : end);
        break;
      }
    }
  }

  // What somebody was asked for. The end of the case cancels it.
  void PlanAsked(ClockKind kind, absl::string_view prefix, FactKind asked, FactKind answered) {
    std::set<std::string> seen;
    for (const Fact& fact : facts_) {
      if (fact.kind != asked || !seen.insert(fact.subject).second) continue;
      if (asked == FactKind::kEvidenceRequested && fact.value == 1) continue;  // of the customer: a pause
      const Fact* const answer = FirstOf(answered, fact.subject, fact.time);
      MaybeEnd end = StopAt(answer, "answered");
      if (answer != nullptr && answer->value == 1) end = End{answer->time, Ending::kLapsed, "nobody answered in time"};
      const Fact* const closed = First(FactKind::kClosed, [&](const Fact& one) { return one.time >= fact.time; });
      if (closed != nullptr) end = Earlier(end, End{closed->time, Ending::kCancelled, "CaseClosed"});
      Put(Begin(kind, absl::StrCat(prefix, fact.subject), fact.time, "asked"), end);
    }
  }

  // What was promised to be given is owed until it is given, also by a case that is closed or part of another one.
  void PlanGrants() {
    std::set<std::string> seen;
    for (const Fact& fact : facts_) {
      if (fact.kind != FactKind::kGranted || !seen.insert(fact.subject).second) continue;
      const auto kind = static_cast<ClockKind>(fact.value);
      const Fact* const ended = FirstOf(FactKind::kGrantEnded, fact.subject, fact.time);
      MaybeEnd end = StopAt(ended, "GrantPaid");
      if (ended != nullptr && ended->value == 0) end = End{ended->time, Ending::kCancelled, "GrantFailed or GrantReversed"};
      ClockPlan plan = Begin(kind, absl::StrCat(kind == ClockKind::kReship ? "reship-" : "refund-", fact.subject), fact.time,
                             "GrantCommitted");
      plan.aways.clear();
      Put(std::move(plan), end);
    }
  }

  const std::vector<Fact>& facts_;
  const PolicySpec& rules_;
  const Fact* received_ = nullptr;
  Channel channel_ = Channel::kAny;
  std::vector<Round> rounds_;
  std::vector<SeverityStep> severities_;
  std::vector<Stretch> pauses_;
  std::vector<Stretch> aways_;
  std::vector<ClockPlan> plans_;
};

}  // namespace

std::vector<ClockPlan> PlansOf(std::vector<Fact> facts, const PolicySpec& rules) {
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());  // a set, whatever came twice
  return Planner(facts, rules).All();
}

}  // namespace redress::sla
