#include "libs/base/random.h"

#include <sodium.h>

#include <cstdlib>

namespace redress {

// It fails only when the system has no randomness at all.
void EnsureSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
}

void FillRandom(absl::Span<uint8_t> bytes) {
  EnsureSodium();
  randombytes_buf(bytes.data(), bytes.size());
}

std::string RandomBytes(size_t count) {
  EnsureSodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

uint32_t RandomBelow(uint32_t bound) {
  EnsureSodium();
  return randombytes_uniform(bound);
}

}  // namespace redress
