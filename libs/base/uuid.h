// UUIDs (RFC 9562): request ids, event ids, ids of rows. Random() where order does not matter, NewOrdered() for keys of tables
// that grow, whose index then grows at its end. A value of 16 bytes; functions are thread safe.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace redress {

class Uuid {
 public:
  using Bytes = std::array<uint8_t, 16>;

  constexpr Uuid() = default;  // the nil UUID
  explicit constexpr Uuid(const Bytes& bytes) : bytes_(bytes) {}
  // Version 4: 122 random bits.
  static Uuid Random();
  // Version 7: milliseconds of the system clock, then 74 random bits. Ordered to the millisecond only.
  static Uuid NewOrdered();
  // 36 characters with dashes, upper or lower case, any version. INVALID_ARGUMENT, reason INVALID_UUID otherwise.
  static absl::StatusOr<Uuid> Parse(absl::string_view text);

  // Lower case with dashes.
  std::string ToString() const;
  constexpr const Bytes& bytes() const { return bytes_; }
  constexpr bool nil() const { return bytes_ == Bytes{}; }

  friend constexpr auto operator<=>(const Uuid&, const Uuid&) = default;
  template <class H>
  friend H AbslHashValue(H state, const Uuid& uuid) {
    return H::combine(std::move(state), uuid.bytes_);
  }

 private:
  Bytes bytes_{};
};

}  // namespace redress
