// Key material in memory: moved, never copied, overwritten when it is no longer needed, so that it does not stay behind in
// freed memory or a core dump. Cannot be printed or compared.
#pragma once

#include <sodium.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/random.h"

namespace redress::vault {

template <size_t N>
class Secret {
 public:
  static Secret Random() {
    Secret secret;
    FillRandom(absl::MakeSpan(secret.bytes_));
    return secret;
  }
  // `bytes` has exactly N.
  static Secret From(absl::string_view bytes) {
    Secret secret;
    for (size_t i = 0; i < N; ++i) secret.bytes_[i] = static_cast<uint8_t>(bytes.at(i));
    return secret;
  }
  ~Secret() { sodium_memzero(bytes_.data(), N); }
  Secret(Secret&& other) noexcept : bytes_(other.bytes_) { sodium_memzero(other.bytes_.data(), N); }
  Secret& operator=(Secret&& other) noexcept {
    bytes_ = other.bytes_;
    if (this != &other) sodium_memzero(other.bytes_.data(), N);
    return *this;
  }

  static constexpr size_t size() { return N; }
  const uint8_t* data() const { return bytes_.data(); }
  absl::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), N}; }

 private:
  Secret() { EnsureSodium(); }
  std::array<uint8_t, N> bytes_{};
};

// The key of one person's data. Erasing the person is forgetting this key.
using DataKey = Secret<32>;

}  // namespace redress::vault
