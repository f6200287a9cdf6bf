// What single fields may hold, shared by complaints, contacts and evidence. Each check adds a violation under the field's path
// in the request and never repeats the offending value, which may be personal. Pure functions, thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/error.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "services/intake/domain/complaint.h"

namespace redress::intake {

// A time and an amount as they come in, not yet known to be any.
struct DraftTime {
  int64_t seconds = 0;
  int32_t nanos = 0;
};
struct DraftMoney {
  std::string currency_code;
  int64_t minor = 0;
};

enum class Need { kOptional, kRequired };

// Well-formed UTF-8 of at most `code_points_max` code points; a required one has something other than white space.
void CheckText(Violations& violations, absl::string_view field, absl::string_view text, size_t code_points_max,
               Need need = Need::kOptional);
// At most `bytes_max` of [A-Za-z0-9_-] and of `extra`.
void CheckId(Violations& violations, absl::string_view field, absl::string_view id, absl::string_view extra = "",
             Need need = Need::kOptional);
void CheckPhone(Violations& violations, absl::string_view field, absl::string_view phone);
void CheckEmail(Violations& violations, absl::string_view field, absl::string_view email);
void CheckLanguage(Violations& violations, absl::string_view field, absl::string_view code);
void CheckSourceMessageId(Violations& violations, absl::string_view field, absl::string_view id);
// `scheme://rest` without spaces, at most 1,024 bytes.
void CheckUri(Violations& violations, absl::string_view field, absl::string_view uri, Need need = Need::kOptional);

// A known channel, kUnspecified otherwise.
Channel CheckChannel(Violations& violations, absl::string_view field, int number);
// A time from 2000 until two minutes from `latest`; `latest` itself where it is missing or wrong.
BusinessTime CheckReceivedTime(Violations& violations, absl::string_view field, const absl::optional<DraftTime>& time,
                               BusinessTime latest);
// A time not after `received`, empty where it is missing or wrong.
absl::optional<BusinessTime> CheckEventTime(Violations& violations, absl::string_view field,
                                            const absl::optional<DraftTime>& time, BusinessTime received);
// An amount that is not negative, empty where it is missing or wrong.
absl::optional<Money> CheckAmount(Violations& violations, absl::string_view field, const absl::optional<DraftMoney>& amount);
// A reference to evidence, its hash in lower case. `field`: `evidence` or `complaint.evidence[3]`.
void CheckEvidence(Violations& violations, absl::string_view field, EvidenceFacts& evidence);

}  // namespace redress::intake
