// Plays a week: complaints come in at their times, people do what they do at theirs, services what they do at theirs, and
// business time goes from one of these moments to the next as soon as everything of the present one is done. Not thread safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "absl/status/status.h"
#include "libs/base/time.h"
#include "redress/casework/v1/case.pb.h"
#include "tools/agents/case_news.h"
#include "tools/agents/people.h"
#include "tools/demo_client/connector.h"
#include "tools/demo_client/player.h"
#include "tools/demo_client/result.h"
#include "tools/demo_client/stepper.h"

namespace redress::demo {

// Where a week stands.
struct WeekStanding {
  BusinessTime time;
  int received = 0;  // lines that were submitted, of `lines`
  int lines = 0;
  std::map<casework::v1::Case::State, int> cases;  // how many are in each state
};

// How many of them are over.
int OverCount(const WeekStanding& standing);

struct WeekParts {
  Stepper& stepper;
  agents::People& people;
  agents::CaseNews& news;
  Submitter& submitter;
  Connector& connector;
  uint32_t detour_seed = 0;  // time also stops where nothing is due (detours.h); 0: it does not
};

class Week {
 public:
  // `arrivals`: a time for each of `results`, whose `played` is filled in. All must outlive the week.
  Week(const WeekParts& parts, std::vector<Result>* results, const std::vector<BusinessTime>& arrivals);

  // Until everything that came in is over and nobody has anything left to do, or `end`. `tell` is called after every step. Not
  // OK: the suite did not answer; what was played so far is in the results.
  absl::Status Play(BusinessTime end, const std::function<void(const WeekStanding&)>& tell);

 private:
  absl::Status Turn(BusinessTime end, bool* over);
  absl::Status GoTo(BusinessTime next);
  void SubmitDue();
  bool IsOver(BusinessTime end) const;
  WeekStanding Standing() const;
  // A failure that may pass is waited out; the error where too many came one after another.
  absl::Status Bear(const absl::Status& status);

  const WeekParts parts_;
  std::vector<Result>& results_;
  const std::vector<BusinessTime>& arrivals_;
  std::vector<size_t> order_;  // of the lines by their times
  size_t next_line_ = 0;       // in order_
  int failures_ = 0;           // one after another
  absl::Status line_failure_;  // the first that was not a line's fault
};

}  // namespace redress::demo
