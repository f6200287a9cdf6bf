// What outreach says of notices and answers, as events in the partition of the case. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "libs/events/log.h"
#include "services/outreach/domain/notice.h"

namespace redress::outreach {

// NoticeSent, NoticeEnded, or nothing, for the move from `before` to `after` at `now`.
std::vector<events::NewEvent> EventsOf(const Notice& before, const Notice& after, BusinessTime now);

// Which case, in which partition, when.
struct About {
  std::string case_number;
  int partition = 0;
  BusinessTime time;
};
events::NewEvent SurveyAnswered(const About& about, int closing, int score);
events::NewEvent IntentAnswered(const About& about, const std::string& intent);
events::NewEvent IntentJudged(const About& about, bool solved);

}  // namespace redress::outreach
