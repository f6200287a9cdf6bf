#include "libs/vault/seal.h"

#include "libs/base/error.h"
#include "libs/base/random.h"

namespace redress::vault {
namespace {

constexpr char kVersion = 1;
constexpr size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealOverhead == 1 + kNonceSize + kTagSize);
static_assert(DataKey::size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const uint8_t* Bytes(absl::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

uint8_t* Bytes(std::string& text, size_t offset) {
  return reinterpret_cast<uint8_t*>(text.data()) + offset;
}

}  // namespace

std::string Seal(const DataKey& key, absl::string_view aad, absl::string_view plaintext) {
  std::string sealed(kSealOverhead + plaintext.size(), '\0');
  sealed[0] = kVersion;
  uint8_t* const nonce = Bytes(sealed, 1);
  FillRandom(absl::MakeSpan(nonce, kNonceSize));
  crypto_aead_xchacha20poly1305_ietf_encrypt(Bytes(sealed, 1 + kNonceSize), nullptr, Bytes(plaintext), plaintext.size(),
                                             Bytes(aad), aad.size(), nullptr, nonce, key.data());
  return sealed;
}

absl::StatusOr<std::string> Open(const DataKey& key, absl::string_view aad, absl::string_view sealed) {
  const auto failed = [] {
    return Error(absl::StatusCode::kDataLoss, "UNSEAL_FAILED", "sealed data cannot be opened: changed, or of another place");
  };
  if (sealed.size() < kSealOverhead || sealed[0] != kVersion) return failed();
  const absl::string_view nonce = sealed.substr(1, kNonceSize);
  const absl::string_view body = sealed.substr(1 + kNonceSize);
  std::string plaintext(body.size() - kTagSize, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(plaintext, 0), nullptr, nullptr, Bytes(body), body.size(), Bytes(aad),
                                                 aad.size(), Bytes(nonce), key.data()) != 0) {
    return failed();
  }
  return plaintext;
}

}  // namespace redress::vault
