#include "services/outreach/providers/signature.h"

#include <sodium.h>

#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace redress::outreach {

std::string SignatureOf(absl::string_view secret, absl::string_view body, BusinessTime now) {
  const std::string stamp = absl::StrCat(now.micros() / 1'000'000);
  const std::string signed_text = absl::StrCat(stamp, ".", body);
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  const absl::string_view bytes(reinterpret_cast<const char*>(mac.data()), mac.size());
  return absl::StrCat("t=", stamp, ",v1=", absl::BytesToHexString(bytes));
}

}  // namespace redress::outreach
