#include "tools/demo_client/week.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "libs/base/status_macros.h"
#include "tools/demo_client/detours.h"

namespace redress::demo {
namespace {

using casework::v1::Case;
constexpr int kFailuresMax = 20;

bool IsOverState(Case::State state) {
  return state == Case::STATE_CLOSED || state == Case::STATE_REJECTED || state == Case::STATE_MERGED;
}

void Earlier(absl::optional<BusinessTime>* next, absl::optional<BusinessTime> other) {
  if (other.has_value() && (!next->has_value() || *other < **next)) *next = other;
}

}  // namespace

int OverCount(const WeekStanding& standing) {
  int over = 0;
  for (const auto& [state, count] : standing.cases) over += IsOverState(state) ? count : 0;
  return over;
}

Week::Week(const WeekParts& parts, std::vector<Result>* results, const std::vector<BusinessTime>& arrivals)
    : parts_(parts), results_(*results), arrivals_(arrivals), order_(arrivals.size()) {
  std::iota(order_.begin(), order_.end(), size_t{0});
  absl::c_stable_sort(order_, [&](size_t a, size_t b) { return arrivals_[a] < arrivals_[b]; });
}

absl::Status Week::Play(BusinessTime end, const std::function<void(const WeekStanding&)>& tell) {
  for (bool over = false; !over;) {
    RETURN_IF_ERROR(Turn(end, &over));
    tell(Standing());
  }
  return line_failure_;
}

absl::Status Week::Turn(BusinessTime end, bool* over) {
  ASSIGN_OR_RETURN(const QuietMoment moment, parts_.stepper.WaitUntilQuiet());
  std::set<std::string> cases;
  absl::Status heard;
  for (const auto& [service, pace] : moment.paces) {
    heard.Update(parts_.news.ReadUpTo(service, {pace.head_sequences().begin(), pace.head_sequences().end()}, &cases));
  }
  heard.Update(parts_.people.Notice(cases, parts_.stepper.Now()));
  RETURN_IF_ERROR(Bear(heard));
  *over = heard.ok() && IsOver(end);
  if (*over || !heard.ok()) return absl::OkStatus();
  absl::optional<BusinessTime> next = moment.next_due;
  Earlier(&next, parts_.people.NextChange());
  Earlier(&next, parts_.connector.NextTime());
  if (next_line_ < order_.size()) Earlier(&next, arrivals_[order_[next_line_]]);
  if (!next.has_value()) {
    *over = true;
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(GoTo(*next));
  SubmitDue();
  absl::Status done = parts_.connector.Act(parts_.stepper.Now());
  done.Update(parts_.people.Act(parts_.stepper.Now()));
  return Bear(done);
}

// Nothing is due on a detour: a service that does something there shows in the result.
absl::Status Week::GoTo(BusinessTime next) {
  for (const BusinessTime detour : DetoursBetween(parts_.detour_seed, parts_.stepper.Now(), next)) {
    parts_.stepper.StepTo(detour);
    RETURN_IF_ERROR(parts_.stepper.WaitUntilQuiet().status());
  }
  parts_.stepper.StepTo(next);
  return absl::OkStatus();
}

// One after another: which of two complaints of a customer came first decides whose case it is.
void Week::SubmitDue() {
  for (; next_line_ < order_.size() && arrivals_[order_[next_line_]] <= parts_.stepper.Now(); ++next_line_) {
    Result& result = results_[order_[next_line_]];
    result.played = parts_.submitter.Submit(result.line, /*by_json=*/next_line_ % 2 == 0);
    line_failure_.Update(result.played.failure);
    // What was there before was stated before.
    const bool fresh = result.played.stored && !result.played.earlier;
    if (fresh) parts_.connector.Hear(result.line, result.complaint().name(), parts_.stepper.Now());
  }
}

bool Week::IsOver(BusinessTime end) const {
  if (parts_.stepper.Now() >= end) return true;
  const bool more = next_line_ < order_.size() || parts_.connector.NextTime().has_value();
  if (more || parts_.people.NextTime().has_value()) return false;
  const WeekStanding standing = Standing();
  int all = 0;
  for (const auto& [state, count] : standing.cases) all += count;
  return OverCount(standing) == all;
}

WeekStanding Week::Standing() const {
  return {parts_.stepper.Now(), static_cast<int>(next_line_), static_cast<int>(order_.size()), parts_.people.States()};
}

absl::Status Week::Bear(const absl::Status& status) {
  failures_ = status.ok() ? 0 : failures_ + 1;
  return failures_ > kFailuresMax ? status : absl::OkStatus();
}

}  // namespace redress::demo
