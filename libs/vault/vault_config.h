// What a service that seals anything is told of its keys, under the key `vault`: the same words everywhere.
#pragma once

#include <string>

#include "libs/config/checks.h"

namespace redress::vault {

struct VaultConfig {
  std::string key_ring;

  template <class V>
  void Visit(V& v) {
    v.Field("key_ring", &key_ring, "File of the key ring (`redressctl keys ring FILE` makes one)", config::NotEmpty());
  }
};

}  // namespace redress::vault
