// Tokens: base64url of `version | expiry in µs, 8 bytes big-endian | authenticator | payload`.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/vault/key_ring.h"
#include "libs/vault/mac.h"

namespace redress::vault {
namespace {

constexpr size_t kHeadSize = 1 + 8;
constexpr size_t kMacSize = 16;
constexpr char kVersion = 1;

std::string Head(BusinessTime expiry) {
  std::string head(1, kVersion);
  for (int shift = 56; shift >= 0; shift -= 8) head += static_cast<char>(static_cast<uint64_t>(expiry.micros()) >> shift);
  return head;
}

BusinessTime ExpiryOf(absl::string_view head) {
  uint64_t micros = 0;
  for (size_t i = 1; i < kHeadSize; ++i) micros = micros << 8 | static_cast<unsigned char>(head[i]);
  return BusinessTime::FromUnixMicros(static_cast<int64_t>(micros));
}

}  // namespace

std::string KeyRing::SignToken(absl::string_view purpose, absl::string_view payload, BusinessTime expiry) const {
  const std::string head = Head(expiry);
  return absl::WebSafeBase64Escape(absl::StrCat(head, Mac(token_, {purpose, head, payload}, kMacSize), payload));
}

absl::StatusOr<std::string> KeyRing::VerifyToken(absl::string_view purpose, absl::string_view token, BusinessTime now) const {
  const auto invalid = [] { return Error(absl::StatusCode::kInvalidArgument, "INVALID_TOKEN", "the token is not valid here"); };
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < kHeadSize + kMacSize || bytes[0] != kVersion)
    return invalid();
  const absl::string_view view = bytes;
  const absl::string_view head = view.substr(0, kHeadSize);
  const absl::string_view payload = view.substr(kHeadSize + kMacSize);
  const std::string expected = Mac(token_, {purpose, head, payload}, kMacSize);
  if (sodium_memcmp(expected.data(), view.data() + kHeadSize, kMacSize) != 0) return invalid();
  if (now >= ExpiryOf(head)) return Error(absl::StatusCode::kFailedPrecondition, "EXPIRED_TOKEN", "the token has expired");
  return std::string(payload);
}

}  // namespace redress::vault
