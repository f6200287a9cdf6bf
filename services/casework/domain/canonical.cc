#include "services/casework/domain/canonical.h"

#include <sodium.h>

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace redress::casework {

Canonical& Canonical::Add(absl::string_view field) {
  absl::StrAppend(&bytes_, field.size(), ":", field, ",");
  return *this;
}

Canonical& Canonical::Add(int64_t number) {
  return Add(absl::string_view(absl::StrCat(number)));
}

std::string Sha256Hex(absl::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace redress::casework
