#include "libs/base/random.h"

#include <sodium.h>

#include <algorithm>
#include <array>
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

void FillUnique(absl::Span<uint8_t> bytes) {
  thread_local std::array<uint8_t, 4096> store;
  thread_local size_t used = store.size();
  while (!bytes.empty()) {
    if (used == store.size()) {
      FillRandom(absl::MakeSpan(store));
      used = 0;
    }
    const size_t count = std::min(bytes.size(), store.size() - used);
    std::copy_n(store.begin() + static_cast<std::ptrdiff_t>(used), count, bytes.begin());
    used += count;
    bytes.remove_prefix(count);
  }
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
