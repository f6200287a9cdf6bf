#include "services/sla/domain/look.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/sla/domain/plans.h"

namespace redress::sla {
namespace {

constexpr int kLevelMax = 3;

const Moment* BreachOf(const ClockView& view) {
  for (const Moment& moment : view.moments) {
    if (moment.kind == MomentKind::kBreached) return &moment;
  }
  return nullptr;
}

void SetLevels(std::vector<ClockView>* views) {
  std::vector<std::tuple<ClockKind, BusinessTime, ClockView*>> breaches;
  for (ClockView& view : *views) {  // by id, so that those of one moment have an order
    if (const Moment* const breach = BreachOf(view)) breaches.emplace_back(view.clock.kind, breach->time, &view);
  }
  std::stable_sort(breaches.begin(), breaches.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  int level = 0;
  for (size_t i = 0; i < breaches.size(); ++i) {
    level = i > 0 && std::get<0>(breaches[i]) == std::get<0>(breaches[i - 1]) ? std::min(level + 1, kLevelMax) : 1;
    std::get<2>(breaches[i])->clock.level = level;
  }
}

std::string StartKey(BusinessTime start, ClockKind kind) {
  return absl::StrCat("started@", start.micros(), "/", static_cast<int>(kind), "/");
}

// A warning and a breach are themselves whenever they come; everything else is what it is at its time.
std::string KeyOf(const Moment& moment, ClockKind kind) {
  const int64_t time = moment.time.micros();
  switch (moment.kind) {
    case MomentKind::kStarted:
      return absl::StrCat(StartKey(moment.time, kind), absl::ToInt64Milliseconds(moment.target));
    case MomentKind::kRetargeted:
      return absl::StrCat("retargeted@", time, "/", absl::ToInt64Milliseconds(moment.target));
    case MomentKind::kPaused:
      return absl::StrCat("paused@", time);
    case MomentKind::kCancelled:
      return absl::StrCat("cancelled@", time);
    case MomentKind::kResumed:
      return absl::StrCat("resumed@", time);
    case MomentKind::kWarned:
      return absl::StrCat("warned:", moment.percent);
    case MomentKind::kBreached:
      return "breached";
    case MomentKind::kStopped:
      return absl::StrCat(moment.met ? "met@" : "late@", time);
  }
  return "";
}

// Of one clock; `before`: what was said of it.
std::set<std::string> SayOf(const ClockView& view, const std::set<std::string>& before, std::vector<Saying>* sayings) {
  std::set<std::string> after;
  for (const std::string& key : before) {
    if (absl::StartsWith(key, "warned:")) after.insert(key);  // never twice, even where another target moved it
  }
  const std::string start = StartKey(view.clock.start, view.clock.kind);
  const auto same_start = before.lower_bound(start);
  const bool had_started = same_start != before.end() && absl::StartsWith(*same_start, start);
  for (const Moment& moment : view.moments) {
    std::string key = KeyOf(moment, view.clock.kind);
    if (before.count(key) == 0 && after.count(key) == 0) {
      Saying saying{view.clock.id, view.clock.kind, view.clock.start, moment, 0};
      if (moment.kind == MomentKind::kStarted && had_started) saying.moment.kind = MomentKind::kRetargeted;
      if (moment.kind == MomentKind::kBreached) saying.level = view.clock.level;
      sayings->push_back(std::move(saying));
    }
    after.insert(std::move(key));
  }
  return after;
}

// What it was is in the key of its start.
Saying GoneOf(const std::string& clock, const std::set<std::string>& before) {
  Saying saying;
  saying.clock = clock;
  saying.moment.kind = MomentKind::kCancelled;
  for (absl::string_view key : before) {
    int64_t micros = 0;
    int kind = 0;
    if (!absl::ConsumePrefix(&key, "started@")) continue;
    const std::vector<absl::string_view> parts = absl::StrSplit(key, '/');
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &micros) || !absl::SimpleAtoi(parts[1], &kind)) continue;
    saying.start = saying.moment.time = BusinessTime::FromUnixMicros(micros);
    saying.kind = static_cast<ClockKind>(kind);
  }
  return saying;
}

}  // namespace

std::vector<ClockView> Look(const std::vector<Fact>& facts, const Policy& policy, BusinessTime now) {
  std::vector<ClockView> views;
  std::vector<ClockPlan> plans = PlansOf(facts, policy.spec());
  std::sort(plans.begin(), plans.end(), [](const ClockPlan& a, const ClockPlan& b) { return a.id < b.id; });
  views.reserve(plans.size());
  for (const ClockPlan& plan : plans) {
    ClockView view;
    view.moments = Unfold(plan, policy);
    view.clock = Stand(plan, policy, view.moments, now);
    const BusinessTime until = std::max(now, plan.start);
    const auto later = [&](const Moment& moment) { return moment.time > until; };
    view.moments.erase(std::find_if(view.moments.begin(), view.moments.end(), later), view.moments.end());
    views.push_back(std::move(view));
  }
  SetLevels(&views);
  return views;
}

std::vector<Saying> Say(const std::vector<ClockView>& views, Said* said) {
  std::vector<Saying> sayings;
  Said now_said;
  for (const ClockView& view : views) {
    now_said[view.clock.id] = SayOf(view, (*said)[view.clock.id], &sayings);
    said->erase(view.clock.id);
  }
  for (const auto& [clock, before] : *said) sayings.push_back(GoneOf(clock, before));
  *said = std::move(now_said);
  const auto place = [](const Saying& saying) {
    return std::make_tuple(saying.moment.time, saying.moment.kind != MomentKind::kStarted, absl::string_view(saying.clock));
  };
  std::stable_sort(sayings.begin(), sayings.end(), [&](const Saying& a, const Saying& b) { return place(a) < place(b); });
  return sayings;
}

}  // namespace redress::sla
