#include "services/outreach/domain/case_view.h"

#include <catch2/catch.hpp>

namespace redress::outreach {
namespace {

using Kind = News::Kind;
constexpr char kNumber[] = "261122-00012345-21";
const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

News Of(Kind kind, absl::Duration later = absl::ZeroDuration()) {
  News news;
  news.kind = kind;
  news.case_number = kNumber;
  news.partition = 7;
  news.time = kNow + later;
  return news;
}

News Complaint(const std::string& number = kNumber, bool same_matter = false) {
  News news = Of(Kind::kReceived);
  news.complaint = number;
  news.same_matter = same_matter;
  news.missing = {"contact", "order_numbers"};
  return news;
}

News Tagged(absl::Duration later = absl::ZeroDuration()) {
  News news = Of(Kind::kTagged, later);
  news.tag = "LOGISTICS/DELAYED";
  return news;
}

News Moved(CasePhase phase, absl::Duration later) {
  News news = Of(Kind::kMoved, later);
  news.phase = phase;
  return news;
}

CaseView After(const std::vector<News>& all) {
  CaseView view;
  for (const News& news : all) view = Fold(view, news, {}).next;
  return view;
}

TEST_CASE("A complaint is acknowledged with what is missing; the same matter again too, and nothing is asked twice",
          "[outreach]") {
  const Folded first = Fold(CaseView(), Complaint(), {});
  REQUIRE(first.drafts.size() == 1);
  CHECK(first.drafts[0].occurrence == "");
  CHECK(first.drafts[0].asks == std::vector<std::string>{"contact", "order_numbers"});
  const Folded again = Fold(first.next, Complaint("261122-00012399-55", true), {});
  REQUIRE(again.drafts.size() == 1);
  CHECK(again.drafts[0].occurrence == "261122-00012399-55");
  CHECK(again.drafts[0].asks.empty());
  CHECK(again.next.complaint == "261122-00012399-55");
  News unlinked = Complaint();
  unlinked.told = true;
  CHECK(Fold(CaseView(), unlinked, {}).drafts.empty());
}

TEST_CASE("Of a delay is told every day, twice a day in a critical case, until it is done", "[outreach]") {
  const NoticePolicy policy;
  CaseView view = After({Complaint(), Tagged(absl::Hours(1))});
  REQUIRE(view.progress_due == kNow + absl::Hours(23));
  CHECK_FALSE(NextProgress(view, policy, kNow + absl::Hours(23) - absl::Microseconds(1)).has_value());
  const auto first = NextProgress(view, policy, kNow + absl::Hours(24));
  REQUIRE(first.has_value());
  CHECK(first->draft.occurrence == "1");
  CHECK(first->draft.create_time == kNow + absl::Hours(23));
  CHECK(first->draft.useless_after == kNow + absl::Hours(46));
  CHECK(first->next.progress_due == kNow + absl::Hours(46));
  News critical = Of(Kind::kPredicted, absl::Hours(25));
  critical.severity = Severity::kCritical;
  view = Fold(first->next, critical, policy).next;
  CHECK(view.progress_due == kNow + absl::Hours(34));
  const Folded done = Fold(view, Moved(CasePhase::kDone, absl::Hours(30)), policy);
  CHECK_FALSE(done.next.progress_due.has_value());
  CHECK(done.superseded.size() == 1);
  const Folded reopened = Fold(done.next, Of(Kind::kReopened, absl::Hours(40)), policy);
  CHECK(reopened.next.progress_due == kNow + absl::Hours(51));
}

TEST_CASE("Whenever the last word was, the next one is before it is owed, and not in the night but of a critical case",
          "[outreach]") {
  NoticePolicy policy;
  REQUIRE(absl::LoadTimeZone("Asia/Shanghai", &policy.quiet.zone));
  policy.quiet.begin = 22 * 60;
  policy.quiet.end = 8 * 60;
  const bool critical = GENERATE(false, true);
  const absl::Duration promised = critical ? policy.progress_every_critical : policy.progress_every;
  for (int minute = 0; minute < 24 * 60; minute += 5) {
    CaseView view;
    view.tag = policy.progress_tag;
    view.severity = critical ? Severity::kCritical : Severity::kOrdinary;
    BusinessTime last = kNow + absl::Minutes(minute);
    view.progress_due = last;
    for (int i = 0; i < 4; ++i) {
      view = NextProgress(view, policy, last)->next;
      INFO(last.ToRfc3339() << " then " << view.progress_due->ToRfc3339());
      CHECK(*view.progress_due > last);
      CHECK(*view.progress_due < last + promised);
      CHECK((critical || AfterQuiet(policy.quiet, *view.progress_due) == *view.progress_due));
      last = *view.progress_due;
    }
  }
}

TEST_CASE("A rhythm that is shorter than what it is told ahead by still goes on", "[outreach]") {
  NoticePolicy policy;
  policy.progress_every = absl::Minutes(10);
  CaseView view;
  view.tag = policy.progress_tag;
  view.progress_due = kNow;
  CHECK(NextProgress(view, policy, kNow)->next.progress_due == kNow + absl::Minutes(5));
}

TEST_CASE("No progress without the tag, and none once it is another one", "[outreach]") {
  News other = Tagged();
  other.tag = "LOGISTICS/LOST";
  CHECK_FALSE(After({Complaint(), other}).progress_due.has_value());
  CHECK_FALSE(After({Complaint(), Tagged(), other}).progress_due.has_value());
  // Tagged late: at once.
  CHECK(After({Complaint(), Tagged(absl::Hours(30))}).progress_due == kNow + absl::Hours(30));
}

TEST_CASE("A result for each time that a case is done, a survey for each closing of a complaint", "[outreach]") {
  CaseView view = After({Complaint()});
  const Folded done = Fold(view, Moved(CasePhase::kDone, absl::Hours(1)), {});
  REQUIRE(done.drafts.size() == 1);
  CHECK(done.drafts[0].occurrence == "1");
  CHECK(Fold(done.next, Moved(CasePhase::kDone, absl::Hours(1)), {}).drafts.empty());
  News closed = Of(Kind::kClosed, absl::Hours(2));
  closed.survey = true;
  const Folded over = Fold(done.next, closed, {});
  REQUIRE(over.drafts.size() == 1);
  CHECK(over.drafts[0].kind == NoticeKind::kSurvey);
  CHECK(over.drafts[0].occurrence == "1");
  CHECK(over.drafts[0].send_after == kNow + absl::Hours(26));
  const Folded reopened = Fold(over.next, Of(Kind::kReopened, absl::Hours(3)), {});
  CHECK(reopened.superseded[0].kind == NoticeKind::kSurvey);
  CHECK(Fold(reopened.next, closed, {}).drafts[0].occurrence == "2");
  CHECK(Fold(reopened.next, Moved(CasePhase::kDone, absl::Hours(4)), {}).drafts[0].occurrence == "2");
  closed.subject = "7";
  CHECK(Fold(done.next, closed, {}).drafts[0].occurrence == "7");
  closed.survey = false;
  CHECK(Fold(done.next, closed, {}).drafts.empty());
  closed.rejected = true;
  CHECK(Fold(done.next, closed, {}).drafts[0].kind == NoticeKind::kRejected);
}

TEST_CASE("What is asked, offered and answered", "[outreach]") {
  News asked = Of(Kind::kEvidenceAsked);
  asked.subject = "e1";
  asked.due_time = kNow + absl::Hours(72);
  const Folded request = Fold(CaseView(), asked, {});
  CHECK(request.drafts[0].useless_after == asked.due_time);
  CHECK(request.drafts[0].occurrence == "e1");
  News ended = Of(Kind::kEvidenceEnded);
  ended.subject = "e1";
  CHECK(Fold(CaseView(), ended, {}).superseded[0].subject == "e1");
  News answered = Of(Kind::kPlanAnswered);
  answered.subject = "2";
  CHECK(Fold(CaseView(), answered, {}).superseded[0].kind == NoticeKind::kPlanOffered);
}

TEST_CASE("A simple question is taken up once, and dropped when the case is over", "[outreach]") {
  News predicted = Of(Kind::kPredicted);
  predicted.intent = "order_status";
  const Folded once = Fold(CaseView(), predicted, {});
  REQUIRE(once.drafts.size() == 1);
  CHECK(once.drafts[0].subject == "order_status");
  CHECK(Fold(once.next, predicted, {}).drafts.empty());
  const Folded closed = Fold(once.next, Of(Kind::kClosed), {});
  CHECK(closed.superseded[0].kind == NoticeKind::kIntentAnswered);
  CHECK(Fold(CaseView(), Moved(CasePhase::kMerged, absl::ZeroDuration()), {}).superseded.size() == 3);
}

TEST_CASE("An authority's notice is critical, whatever classification says", "[outreach]") {
  News notice = Complaint();
  notice.regulator = true;
  CHECK(After({notice}).critical());
  CHECK_FALSE(After({Complaint()}).critical());
}

}  // namespace
}  // namespace redress::outreach
