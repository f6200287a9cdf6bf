// What the demo found out about one line of the caller's file, and the words in which both views (table, JSON) say it.
// A value; functions are pure.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "tools/demo_client/case_outcome.h"
#include "tools/demo_client/complaint_line.h"
#include "tools/demo_client/player.h"
#include "tools/demo_client/watcher.h"

namespace redress::demo {

struct Result {
  ComplaintLine line;
  Played played;
  Watched watched;
  CaseOutcome outcome;  // of its case, which it may share with others

  const intake::v1::Complaint& complaint() const { return played.complaint; }
  // True where the model was not sure enough, and a person decides.
  bool triage() const { return watched.has_prediction && watched.prediction.abstained(); }
  bool accepted() const { return watched.has_item && watched.stuck.empty(); }
};

// `complaints/261122-…` → `261122-…`, `teams/logistics` → `logistics`.
std::string BareId(const std::string& name);
// From the complaint's receipt to the acceptance of its work item; none while it is not accepted. Where sla runs, by its clock:
// an item that went on to somebody else knows its last acceptance only. A complaint that joined a case whose item was accepted
// before waited for nobody: zero.
absl::optional<absl::Duration> TimeToAcceptance(const Result& result);
// The acceptance target of domain rules: ordinary 1 h, urgent 15 min, critical 5 min.
absl::Duration AcceptanceTarget(type::v1::Severity severity);
// `3 s`, `4 min 5 s`, `2 h 3 min`, `3 d 4 h`.
std::string ShowDuration(absl::Duration duration);
// `safety:food_safety`, …
std::vector<std::string> SignalWords(const classification::v1::Prediction& prediction);

}  // namespace redress::demo
