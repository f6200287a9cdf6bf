// What of a customer several customers may share: a telephone, an address, a device. Each in the one form in which two ways of
// writing the same are equal, to be fingerprinted before anybody else sees it. Pure, thread safe.
#pragma once

#include <vector>

#include "services/intake/domain/complaint.h"

namespace redress::intake {

// As in ComplaintReceived of redress.intake.v1.
enum class IdentifierKind { kPhone = 1, kAddress = 2, kDevice = 3 };

struct Identifier {
  IdentifierKind kind = IdentifierKind::kPhone;
  Secret value;
};

// Those that the customer told, in the order of their kinds; none that is too short to tell one customer from another.
std::vector<Identifier> IdentifiersOf(const Customer& customer);

}  // namespace redress::intake
