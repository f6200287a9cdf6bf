#include "libs/base/hash.h"

namespace redress {

uint64_t StableHash64(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31);
}

int PartitionOf(absl::string_view key, int partitions) {
  return static_cast<int>(StableHash64(key) % static_cast<uint64_t>(partitions));
}

}  // namespace redress
