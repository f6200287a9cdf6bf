// Rings: customers who are tied to each other by what they share – a telephone, an address, a device – directly or through
// others. Pure functions.
#pragma once

#include <string>
#include <vector>

namespace redress::compensation {

// A customer told an identifier. Both are keyed fingerprints, the identifier with its kind before it (`PHONE/…`).
struct SharedLink {
  std::string customer;
  std::string identifier;
};

// An identifier that more customers have is a place – a dormitory, a pick-up point, a phone of a shop – and ties nobody.
inline constexpr size_t kPlaceCustomersMin = 20;

// The customers tied to this one, itself included, in their order. Double links count once.
std::vector<std::string> RingOf(const std::string& customer, const std::vector<SharedLink>& links);

}  // namespace redress::compensation
