// Randomness from the operating system (libsodium): ids, nonces, jitter. There is no seed and no other source in the suite;
// a decision that needs chance gets it as an argument. Thread safe.
#pragma once

#include <cstdint>
#include <string>

#include "absl/types/span.h"

namespace redress {

// Makes libsodium ready. The functions below do so themselves; whoever calls libsodium directly does it first.
void EnsureSodium();

void FillRandom(absl::Span<uint8_t> bytes);
// For what must be unlike every other and need not be secret (ids of traces, events, rows): taken from a store of the thread,
// which asks the system once for some hundred ids. Never for keys, nonces or tokens: what is to come lies in memory.
void FillUnique(absl::Span<uint8_t> bytes);
std::string RandomBytes(size_t count);
// Uniform in [0, bound); 0 for bound ≤ 1. For jitter and sampling.
uint32_t RandomBelow(uint32_t bound);

}  // namespace redress
