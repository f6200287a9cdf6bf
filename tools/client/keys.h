// The demo's and a small installation's token issuer: a P-256 key pair in a folder, and ES256 tokens signed with it (RFC 7519).
// The folder holds `private.pem` (0600), `<kid>.pem` for every public key that is still trusted, `jwks.json` with the same keys
// for the gateway, and `kid`, the id of the present private key. Larger installations use their own identity provider instead.
// All functions are thread safe.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace redress::client {

// kRotate puts a new private key in the place of the present one and keeps the old public keys, so that tokens in use stay good.
enum class KeyMode { kCreate, kRotate };

// Makes the folder (0755) and the pair; gives the new key's id, the first 16 hexadecimal digits of its RFC 7638 thumbprint.
// ALREADY_EXISTS, reason KEY_EXISTS, where kCreate finds a private key. Files appear complete or not at all.
absl::StatusOr<std::string> GenerateKeys(const std::string& folder, KeyMode mode);

// What a token says of its bearer.
struct Claims {
  std::string subject;             // `agents/a-li`, `backends/shop`, `services/routing`
  std::vector<std::string> roles;  // `SPECIALIST`
  std::vector<std::string> teams;  // `teams/logistics`
  std::string issuer = "redress";
  std::string audience = "redress";
  absl::Duration ttl = absl::Hours(12);  // may be negative: a token that has expired, for tests
};

// A private key, ready to sign.
class Signer {
 public:
  // `path`: a folder of GenerateKeys, or a PEM file whose id is then `kid`. NOT_FOUND or INVALID_ARGUMENT, reason SIGNING_KEY.
  static absl::StatusOr<Signer> Load(const std::string& path, const std::string& kid = "");

  absl::StatusOr<std::string> Mint(const Claims& claims) const;
  const std::string& kid() const { return kid_; }

 private:
  Signer(std::string pem, std::string kid) : pem_(std::move(pem)), kid_(std::move(kid)) {}
  std::string pem_;
  std::string kid_;
};

}  // namespace redress::client
