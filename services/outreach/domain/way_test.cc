#include "services/outreach/domain/way.h"

#include <catch2/catch.hpp>

namespace redress::outreach {
namespace {

const std::set<NoticeWay> kAll = {NoticeWay::kSms, NoticeWay::kPush, NoticeWay::kEmail};

WayFacts Everything() {
  return {false, false, kAll, kAll};
}

TEST_CASE("The channel that the customer chose comes first, then the next one", "[outreach]") {
  WayFacts facts = Everything();
  CHECK(ChooseWay(NoticeKind::kAccepted, facts, {}, {}).way == NoticeWay::kSms);
  CHECK(ChooseWay(NoticeKind::kAccepted, facts, {}, {NoticeWay::kSms}).way == NoticeWay::kEmail);
  CHECK(ChooseWay(NoticeKind::kAccepted, facts, {}, {NoticeWay::kSms, NoticeWay::kEmail}).way == NoticeWay::kNone);
  facts.by_mail = true;
  CHECK(ChooseWay(NoticeKind::kAccepted, facts, {}, {}).way == NoticeWay::kEmail);
  CHECK(ChooseWay(NoticeKind::kAccepted, facts, {}, {NoticeWay::kEmail}).way == NoticeWay::kSms);
  facts.by_mail = false;
  facts.by_app = true;
  CHECK(ChooseWay(NoticeKind::kAccepted, facts, {}, {}).way == NoticeWay::kPush);
  CHECK(ChooseWay(NoticeKind::kAccepted, facts, {}, {NoticeWay::kPush}).way == NoticeWay::kSms);
  CHECK(ChooseWay(NoticeKind::kAccepted, facts, {}, {NoticeWay::kPush, NoticeWay::kSms}).way == NoticeWay::kEmail);
}

TEST_CASE("Why there is no way is said", "[outreach]") {
  WayFacts facts = Everything();
  Preference wish;
  wish.kinds = {NoticeKind::kSurvey};
  CHECK(ChooseWay(NoticeKind::kSurvey, facts, wish, {}).reason == "OPTED_OUT");
  CHECK(ChooseWay(NoticeKind::kResult, facts, wish, {}).way == NoticeWay::kSms);
  wish.kinds.clear();
  wish.ways = {NoticeWay::kSms};
  CHECK(ChooseWay(NoticeKind::kSurvey, facts, wish, {}).way == NoticeWay::kEmail);
  wish.ways = {NoticeWay::kSms, NoticeWay::kEmail};
  CHECK(ChooseWay(NoticeKind::kSurvey, facts, wish, {}).reason == "OPTED_OUT");
  facts.provided.clear();
  CHECK(ChooseWay(NoticeKind::kSurvey, facts, {}, {}).reason == "NO_PROVIDER");
  facts.known.clear();
  CHECK(ChooseWay(NoticeKind::kSurvey, facts, {}, {}).reason == "NO_ADDRESS");
  CHECK(ChooseWay(NoticeKind::kSurvey, Everything(), {}, {NoticeWay::kSms, NoticeWay::kEmail}).reason == "");
}

}  // namespace
}  // namespace redress::outreach
