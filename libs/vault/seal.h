// Sealing: XChaCha20-Poly1305 with a random nonce. The associated data (`aad`) is not stored; it says where the sealed bytes
// belong (table, column, row), so that they open nowhere else. Pure but for the nonce; thread safe.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/vault/secret.h"

namespace redress::vault {

// What sealing adds to a text, in bytes: a version, the nonce, the authenticator.
constexpr size_t kSealOverhead = 1 + 24 + 16;

// The sealed bytes: different ones every time.
std::string Seal(const DataKey& key, absl::string_view aad, absl::string_view plaintext);

// The text. DATA_LOSS, reason UNSEAL_FAILED, if a bit was changed, or the key or the aad is another one.
absl::StatusOr<std::string> Open(const DataKey& key, absl::string_view aad, absl::string_view sealed);

}  // namespace redress::vault
