// What a policy says about signs of abuse: how much of each raises no flag, and whose yes is asked for when it is raised. Part of
// the terms of a policy; values.
#pragma once

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/compensation/domain/remedy.h"

namespace redress::compensation {

// In the order in which they are told.
enum class AbuseSign { kCustomerComplaints, kCustomerGrants, kRing, kSelfDealing, kAgentVelocity };
inline constexpr std::array kAbuseSigns = {AbuseSign::kCustomerComplaints, AbuseSign::kCustomerGrants, AbuseSign::kRing,
                                           AbuseSign::kSelfDealing, AbuseSign::kAgentVelocity};
absl::string_view Word(AbuseSign sign);  // `CUSTOMER_COMPLAINTS`
absl::optional<AbuseSign> AbuseSignOf(absl::string_view word);

// Whether a sign is seen with the grant that it is about: then nothing is left to be asked for, it is a flag alone.
constexpr bool IsAboutAgent(AbuseSign sign) {
  return sign == AbuseSign::kSelfDealing || sign == AbuseSign::kAgentVelocity;
}

struct AbuseTerms {
  // What is allowed without a flag, more is a sign; and who has to agree at least from then on, SPECIALIST for a flag alone.
  struct Sign {
    int32_t allowed = 0;
    Authority least = Authority::kSpecialist;
  };
  absl::Duration window;  // within which is counted; business time
  std::array<Sign, kAbuseSigns.size()> signs = {};

  const Sign& of(AbuseSign sign) const { return signs[static_cast<size_t>(sign)]; }
  Sign& of(AbuseSign sign) { return signs[static_cast<size_t>(sign)]; }
};

}  // namespace redress::compensation
