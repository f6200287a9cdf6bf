#include "libs/base/random.h"

#include <sodium.h>

#include <cstdlib>

namespace redress {
namespace {

// libsodium must be initialised once before use; it fails only when the system has no randomness at all.
void Initialise() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
}

}  // namespace

void FillRandom(absl::Span<uint8_t> bytes) {
  Initialise();
  randombytes_buf(bytes.data(), bytes.size());
}

std::string RandomBytes(size_t count) {
  Initialise();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

uint32_t RandomBelow(uint32_t bound) {
  Initialise();
  return randombytes_uniform(bound);
}

}  // namespace redress
