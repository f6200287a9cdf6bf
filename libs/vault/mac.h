// A keyed BLAKE2b over several parts. Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ.
// Internal to libs/vault. Thread safe.
#pragma once

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/vault/secret.h"

namespace redress::vault {

// `size` bytes, 16 to 64.
inline std::string Mac(const Secret<32>& key, std::initializer_list<absl::string_view> parts, size_t size) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), Secret<32>::size(), size);
  for (const absl::string_view part : parts) {
    std::array<uint8_t, 8> length;
    for (size_t i = 0; i < length.size(); ++i) length[i] = static_cast<uint8_t>(uint64_t{part.size()} >> (8 * i));
    crypto_generichash_update(&state, length.data(), length.size());
    crypto_generichash_update(&state, reinterpret_cast<const uint8_t*>(part.data()), part.size());
  }
  std::string mac(size, '\0');
  crypto_generichash_final(&state, reinterpret_cast<uint8_t*>(mac.data()), size);
  return mac;
}

}  // namespace redress::vault
