// Hashes that are part of stored data: a partition chosen today must be chosen again by every later version, so these functions
// never change (their test pins values). Not for secrets: use libs/vault where an attacker may choose or guess the input.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace redress {

// FNV-1a of the bytes, then an avalanche, so that every bit depends on all of them. The same on every machine, for ever.
uint64_t StableHash64(absl::string_view bytes);

// The partition of a key: 0 … partitions − 1. `partitions` ≥ 1.
int PartitionOf(absl::string_view key, int partitions);

}  // namespace redress
