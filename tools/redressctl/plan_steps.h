// The steps of a plan as a person types them, one `--step` each, or as a JSON document of the API's own form. Pure functions.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/base/time.h"
#include "redress/casework/v1/casework_requests.pb.h"

namespace redress::ctl {

// What a step has that does not say otherwise.
struct StepDefaults {
  std::string owner;  // `agents/…`
  std::string due = "24h";
};

// How steps are written; shown by --help.
extern const char kStepHelp[];

// `remedy QUOTATION/OPTION [WORDS]`, `apology WORDS`, `person WORDS`, `address ORDER TOKEN`, `supplier SELLER ACTION`, `hr STAFF
// GROUND`, each with `owner=AGENT` and `due=24h` (or a time) anywhere behind the kind. INVALID_ARGUMENT, reason INVALID_FLAG,
// which shows how.
absl::StatusOr<casework::v1::PlanStep> ParseStep(const std::string& text, const StepDefaults& defaults, BusinessTime now);

// A JSON list of steps, or an object with `steps`. Steps without owner or due time get the defaults.
absl::StatusOr<casework::v1::ProposePlanRequest> ParseStepsJson(const std::string& json, const StepDefaults& defaults,
                                                                BusinessTime now);

}  // namespace redress::ctl
