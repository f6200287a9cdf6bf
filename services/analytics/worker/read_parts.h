// What the readers of the sources have in common. Pure functions.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "services/analytics/worker/reading.h"

namespace redress::analytics {

// `STATE_CLOSED` → `CLOSED`. The unspecified one, and a number that is not declared, become empty.
inline std::string Word(absl::string_view name, absl::string_view prefix) {
  absl::ConsumePrefix(&name, prefix);
  return name == "UNSPECIFIED" ? std::string() : std::string(name);
}

// The number in `cases/{number}`; or BadEvent.
inline absl::StatusOr<std::string> CaseIn(const std::string& name) {
  return events::IdInEvent("cases/*", name);
}

// `cases/{case}/clocks/{clock}`, its two ids; or BadEvent.
struct PartName {
  std::string case_number;
  std::string id;  // `{case}/{clock}`
};
inline absl::StatusOr<PartName> PartIn(absl::string_view pattern, const std::string& name) {
  const absl::StatusOr<std::vector<std::string>> ids = MatchName(pattern, name);
  if (!ids.ok()) return events::BadEvent("a name in the event is none");
  return PartName{(*ids)[0], absl::StrCat((*ids)[0], "/", (*ids)[1])};
}

}  // namespace redress::analytics
