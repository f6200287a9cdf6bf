// By which way a notice goes: by the channel that the customer chose, by what is known of the customer, by what is configured and
// what the customer does not want; the next way where one refused. Pure, thread safe.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/outreach/domain/notice.h"

namespace redress::outreach {

// What the customer does not want.
struct Preference {
  std::set<NoticeKind> kinds;
  std::set<NoticeWay> ways;
};

struct WayFacts {
  bool by_mail = false;          // the complaint came by EMAIL
  bool by_app = false;           // it came from the app
  std::set<NoticeWay> known;     // ways for which there is an address
  std::set<NoticeWay> provided;  // ways that are configured
};

// A way, or why there is none: OPTED_OUT, NO_ADDRESS, NO_PROVIDER; empty where ways were tried and none is left.
struct WayChoice {
  NoticeWay way = NoticeWay::kNone;
  std::string reason;
};
WayChoice ChooseWay(NoticeKind kind, const WayFacts& facts, const Preference& preference, const std::vector<NoticeWay>& tried);

}  // namespace redress::outreach
