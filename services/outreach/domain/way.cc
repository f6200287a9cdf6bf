#include "services/outreach/domain/way.h"

#include <algorithm>

namespace redress::outreach {
namespace {

std::vector<NoticeWay> Order(const WayFacts& facts) {
  if (facts.by_mail) return {NoticeWay::kEmail, NoticeWay::kSms};
  if (facts.by_app) return {NoticeWay::kPush, NoticeWay::kSms, NoticeWay::kEmail};
  return {NoticeWay::kSms, NoticeWay::kEmail};
}

}  // namespace

WayChoice ChooseWay(NoticeKind kind, const WayFacts& facts, const Preference& preference, const std::vector<NoticeWay>& tried) {
  if (preference.kinds.count(kind) > 0) return {NoticeWay::kNone, "OPTED_OUT"};
  bool known = false, provided = false, wanted = false;
  for (const NoticeWay way : Order(facts)) {
    if (facts.known.count(way) == 0) continue;
    known = true;
    if (facts.provided.count(way) == 0) continue;
    provided = true;
    if (preference.ways.count(way) > 0) continue;
    wanted = true;
    if (std::find(tried.begin(), tried.end(), way) == tried.end()) return {way, ""};
  }
  if (!known) return {NoticeWay::kNone, "NO_ADDRESS"};
  if (!provided) return {NoticeWay::kNone, "NO_PROVIDER"};
  return {NoticeWay::kNone, wanted ? "" : "OPTED_OUT"};
}

}  // namespace redress::outreach
