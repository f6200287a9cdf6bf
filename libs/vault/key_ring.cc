#include "libs/vault/key_ring.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/vault/mac.h"
#include "libs/vault/seal.h"

namespace redress::vault {
namespace {

constexpr size_t kKeyIdSize = 4;
constexpr size_t kIndexSize = 16;

// Binds a wrapped key to the key that it is wrapped with, and to being a wrapped key.
std::string WrapAad(absl::string_view key_id) {
  return absl::StrCat("redress data key ", key_id);
}

}  // namespace

KeyRing::WrappingKey::WrappingKey(Secret<32> secret)
    : id(Mac(secret, {"redress key id"}, crypto_generichash_BYTES_MIN).substr(0, kKeyIdSize)), key(std::move(secret)) {}

std::string KeyRing::Wrap(const DataKey& key) const {
  const WrappingKey& newest = wrapping_.front();
  return absl::StrCat(newest.id, Seal(newest.key, WrapAad(newest.id), key.view()));
}

NewKey KeyRing::NewDataKey() const {
  DataKey key = DataKey::Random();
  std::string wrapped = Wrap(key);
  return {std::move(key), std::move(wrapped)};
}

absl::StatusOr<DataKey> KeyRing::Unwrap(absl::string_view wrapped) const {
  const absl::string_view id = wrapped.substr(0, kKeyIdSize);
  const auto found = std::find_if(wrapping_.begin(), wrapping_.end(), [&](const WrappingKey& known) { return known.id == id; });
  if (found == wrapping_.end()) {
    return Error(absl::StatusCode::kFailedPrecondition, "UNKNOWN_KEY", "data was sealed with a key that this ring has not");
  }
  ASSIGN_OR_RETURN(std::string bytes, Open(found->key, WrapAad(id), wrapped.substr(kKeyIdSize)));
  if (bytes.size() != DataKey::size()) return Error(absl::StatusCode::kDataLoss, "UNSEAL_FAILED", "not a data key");
  DataKey key = DataKey::From(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

bool KeyRing::IsStale(absl::string_view wrapped) const {
  return wrapped.substr(0, kKeyIdSize) != wrapping_.front().id;
}

absl::StatusOr<std::string> KeyRing::Rewrap(absl::string_view wrapped) const {
  ASSIGN_OR_RETURN(const DataKey key, Unwrap(wrapped));
  return Wrap(key);
}

std::string KeyRing::BlindIndex(absl::string_view purpose, absl::string_view value) const {
  return Mac(index_, {purpose, value}, kIndexSize);
}

}  // namespace redress::vault
