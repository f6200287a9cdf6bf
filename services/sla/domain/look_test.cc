#include "services/sla/domain/look.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/sla/domain/test_policies.h"

namespace redress::sla {
namespace {

using testing::At;
using Kind = FactKind;

constexpr char kStart[] = "2026-11-02T00:00:00Z";

BusinessTime Minute(int64_t minutes) {
  return At(kStart) + absl::Minutes(minutes);
}

Fact Of(Kind kind, int64_t minutes, int value = 0, const std::string& subject = "") {
  return {kind, subject, Minute(minutes), value};
}

std::string Text(const Saying& saying) {
  const Moment& moment = saying.moment;
  return absl::StrCat(saying.clock, " ", static_cast<int>(moment.kind), " @", absl::ToInt64Minutes(moment.time - At(kStart)),
                      " due ", moment.due.has_value() ? absl::ToInt64Minutes(*moment.due - At(kStart)) : -1, " of ",
                      absl::FormatDuration(moment.target), " ", moment.percent, moment.met, saying.level, " spent ",
                      absl::FormatDuration(moment.spent));
}

// A case as sla keeps it: facts, and what was said.
struct CaseFile {
  std::vector<std::string> Hear(const std::vector<Fact>& heard, BusinessTime now) {
    facts.insert(facts.end(), heard.begin(), heard.end());
    std::vector<std::string> news;
    for (const Saying& saying : Say(Look(facts, policy, now), &said)) news.push_back(Text(saying));
    all.insert(all.end(), news.begin(), news.end());
    return news;
  }
  Clock ClockOf(const std::string& id, BusinessTime now) {
    for (ClockView& view : Look(facts, policy, now)) {
      if (view.clock.id == id) return view.clock;
    }
    FAIL("no such clock");
    return {};
  }
  const Policy policy = testing::TestPolicy();
  std::vector<Fact> facts;
  Said said;
  std::vector<std::string> all;
};

// Five days of a case: everything happens once, at odd minutes, so that no two facts have one time.
std::vector<Fact> FiveDays() {
  return {Of(Kind::kReceived, 0, static_cast<int>(Channel::kApp)),
          Of(Kind::kSeverity, 1, 1),
          Of(Kind::kNoticed, 2, kNoticeAccepted, "accepted"),
          Of(Kind::kTagged, 3, 0, "LOGISTICS/DELAYED"),
          Of(Kind::kAccepted, 71),
          Of(Kind::kEvidenceRequested, 131, 1, "e1"),
          Of(Kind::kTaskAssigned, 133, 0, "t1"),
          Of(Kind::kEvidenceEnded, 703, 0, "e1"),
          Of(Kind::kSeverity, 911, 2),
          Of(Kind::kTold, 1001, 0, "NOTE"),
          Of(Kind::kMerged, 1103),
          Of(Kind::kUnmerged, 1163),
          Of(Kind::kNoticed, 1303, kNoticeProgress, "progress-1"),
          Of(Kind::kChecked, 1409),
          Of(Kind::kTaskAnswered, 1709, 0, "t1"),
          Of(Kind::kApprovalRequested, 1801, 0, "a1"),
          Of(Kind::kApprovalEnded, 1861, 1, "a1"),
          Of(Kind::kApprovalRequested, 1863, 0, "a2"),
          Of(Kind::kApprovalEnded, 1877, 0, "a2"),
          Of(Kind::kGranted, 1901, static_cast<int>(ClockKind::kRefund), "g1"),
          Of(Kind::kExecuted, 2003),
          Of(Kind::kCallbackDue, 2005),
          Of(Kind::kCallbackMade, 3001, 1),
          Of(Kind::kClosed, 3103, kClosedDone),
          Of(Kind::kReopened, 3301),
          Of(Kind::kGrantEnded, 4001, 1, "g1"),
          Of(Kind::kSeverity, 4003, 3),
          Of(Kind::kClosed, 6007, kClosedRejected)};
}

constexpr int64_t kFiveDays = 5 * 24 * 60;

std::vector<std::string> Stepped(int64_t minutes) {
  CaseFile file;
  const std::vector<Fact> facts = FiveDays();
  size_t heard = 0;
  for (int64_t now = 0; now <= kFiveDays; now += minutes) {
    std::vector<Fact> batch;
    while (heard < facts.size() && facts[heard].time <= Minute(now)) batch.push_back(facts[heard++]);
    file.Hear(batch, Minute(now));
  }
  std::sort(file.all.begin(), file.all.end());
  return file.all;
}

TEST_CASE("Five days looked at every minute, every hour or once say the same, with the same times", "[look]") {
  const std::vector<std::string> minutes = Stepped(1);
  CHECK(minutes.size() > 30);
  CHECK(std::adjacent_find(minutes.begin(), minutes.end()) == minutes.end());
  CHECK(Stepped(60) == minutes);
  CHECK(Stepped(kFiveDays) == minutes);
}

std::string Standing(const CaseFile& file, BusinessTime now) {
  return absl::StrJoin(Look(file.facts, file.policy, now), "\n", [](std::string* out, const ClockView& view) {
    const Clock& clock = view.clock;
    absl::StrAppend(out, clock.id, " ", Word(clock.state), " ", Word(clock.severity), " ", clock.start.ToRfc3339(), " ",
                    clock.due.has_value() ? clock.due->ToRfc3339() : "", " ",
                    clock.stop.has_value() ? clock.stop->ToRfc3339() : "", " ", absl::FormatDuration(clock.spent), " ",
                    absl::FormatDuration(clock.paused), " ", clock.warned_percent, " ", clock.level, " ",
                    absl::StrJoin(clock.reasons, ";"));
  });
}

TEST_CASE("Facts in any order, some of them twice, make the same clocks", "[look]") {
  CaseFile straight;
  straight.Hear(FiveDays(), Minute(kFiveDays));
  const std::string expected = Standing(straight, Minute(kFiveDays));
  std::mt19937_64 random(5);
  for (int round = 0; round < 40; ++round) {
    std::vector<Fact> facts = FiveDays();
    facts.push_back(facts[random() % facts.size()]);
    std::shuffle(facts.begin(), facts.end(), random);
    CaseFile shuffled;
    for (const Fact& fact : facts) shuffled.Hear({fact}, Minute(static_cast<int64_t>(random() % kFiveDays)));
    shuffled.Hear({}, Minute(kFiveDays));
    CHECK(Standing(shuffled, Minute(kFiveDays)) == expected);
    // Nothing is left to be said: a second look is silent.
    CHECK(shuffled.Hear({}, Minute(kFiveDays)).empty());
    // Of no clock a warning was given twice.
    std::vector<std::string> warnings;
    for (const std::string& text : shuffled.all) {
      if (text.find(absl::StrCat(" ", static_cast<int>(MomentKind::kWarned), " @")) == std::string::npos) continue;
      warnings.push_back(absl::StrCat(text.substr(0, text.find(' ')), text.substr(text.find(" of "))));
    }
    std::sort(warnings.begin(), warnings.end());
    CHECK(std::adjacent_find(warnings.begin(), warnings.end()) == warnings.end());
  }
}

TEST_CASE("A stop that comes late and was in time takes the breach back", "[look]") {
  CaseFile file;
  file.Hear({Of(Kind::kReceived, 0, static_cast<int>(Channel::kApp))}, Minute(0));
  file.Hear({}, Minute(61));
  CHECK(file.ClockOf("acceptance", Minute(61)).state == ClockState::kBreached);
  CHECK(file.ClockOf("acceptance", Minute(61)).level == 1);
  const auto news = file.Hear({Of(Kind::kAccepted, 59)}, Minute(70));
  REQUIRE(news.size() == 1);
  CHECK(news[0] == "acceptance 7 @59 due 60 of 1h 010 spent 59m");
  CHECK(file.ClockOf("acceptance", Minute(70)).state == ClockState::kMet);
  CHECK(file.ClockOf("acceptance", Minute(70)).level == 0);
}

TEST_CASE("A severity that comes late is a retargeting, whatever it makes of the start", "[look]") {
  CaseFile file;
  file.Hear({Of(Kind::kReceived, 10, static_cast<int>(Channel::kApp))}, Minute(10));
  const auto news = file.Hear({Of(Kind::kSeverity, 10, 2)}, Minute(12));
  REQUIRE(news.size() == 3);  // of acceptance, first feedback and resolution; the first response is the same
  CHECK(news[0] == "acceptance 1 @10 due 25 of 15m 000 spent 0");
}

TEST_CASE("A pause that comes late takes a breach back, which may come again", "[look]") {
  CaseFile file;
  file.Hear({Of(Kind::kReceived, 0, static_cast<int>(Channel::kApp))}, Minute(0));
  file.Hear({}, Minute(1441));  // first feedback: 24 h
  const auto late = file.Hear({Of(Kind::kEvidenceRequested, 60, 1, "e1"), Of(Kind::kEvidenceEnded, 120, 0, "e1")}, Minute(1450));
  CHECK(std::count(late.begin(), late.end(), "first-feedback 4 @120 due 1500 of 24h 000 spent 0") == 1);
  CHECK(file.ClockOf("first-feedback", Minute(1450)).state == ClockState::kRunning);
  const auto again = file.Hear({}, Minute(1501));
  CHECK(std::count(again.begin(), again.end(), "first-feedback 6 @1500 due 1500 of 24h 001 spent 0") == 1);
}

TEST_CASE("Each further breach of a kind is heard one level higher, in the order of their times", "[look]") {
  CaseFile file;
  std::vector<Fact> facts = {Of(Kind::kReceived, 0, static_cast<int>(Channel::kApp))};
  for (int task = 4; task >= 1; --task) facts.push_back(Of(Kind::kTaskAssigned, task, 0, absl::StrCat("t", task)));
  file.Hear(facts, Minute(10'000));
  for (const auto& [task, level] : {std::pair("task-t1", 1), {"task-t2", 2}, {"task-t3", 3}, {"task-t4", 3}}) {
    CHECK(file.ClockOf(task, Minute(10'000)).level == level);
  }
  CHECK(file.ClockOf("resolution", Minute(10'000)).level == 1);  // each kind for itself
}

TEST_CASE("A clock that a late fact takes away is cancelled", "[look]") {
  CaseFile file;
  file.Hear({Of(Kind::kReceived, 0, static_cast<int>(Channel::kApp)), Of(Kind::kTagged, 1, 0, "LOGISTICS/DELAYED"),
             Of(Kind::kNoticed, 50, kNoticeProgress, "progress-1")},
            Minute(60));
  const auto news = file.Hear({Of(Kind::kExecuted, 40)}, Minute(70));
  CHECK(std::count(news.begin(), news.end(), "progress-1 3 @50 due -1 of 0 000 spent 0") == 1);
  CHECK(file.said.count("progress-1") == 0);
}

}  // namespace
}  // namespace redress::sla
