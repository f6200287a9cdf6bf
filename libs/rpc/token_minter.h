// Signs tokens (JWT, ES256): the short-lived ones with which the suite's services call each other, and any other for tools and
// tests.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/machine_time.h"

namespace redress::rpc {

// A private key and its id.
struct SigningKey {
  std::string kid;
  std::string private_pem;
};

struct TokenClaims {
  std::string issuer = "redress";
  std::string audience = "redress";
  std::string subject;             // `agents/a-li`
  std::vector<std::string> roles;  // `SPECIALIST`
  std::vector<std::string> teams;  // `teams/logistics`
  absl::Time issued;
  absl::Time expires;
};

// The signed token. INVALID_ARGUMENT, reason SIGNING_KEY, where the key is not a P-256 private key in PEM.
absl::StatusOr<std::string> SignToken(const SigningKey& key, const TokenClaims& claims);

struct KeyPair {
  std::string private_pem;
  std::string public_pem;
};
// A fresh P-256 pair.
absl::StatusOr<KeyPair> GenerateKeyPair();

// The tokens of one service of this process: lifetime five minutes, a new one when a third of it is left. Thread safe.
class TokenMinter {
 public:
  // `service` without prefix (`routing`): the subject is `services/routing`, the role SERVICE.
  TokenMinter(SigningKey key, absl::string_view service, std::string issuer, std::string audience);

  // Another subject (`backends/shop`) and role (`BACKEND`) from now on.
  void ActAs(std::string subject, std::string role);
  // The value of the authorization header, `Bearer …`.
  absl::StatusOr<std::string> Authorization();
  // A token with which somebody else comes back: `subject` says what for, `role` (`CUSTOMER`) as who. Good for `life` of wall
  // time.
  absl::StatusOr<std::string> TokenFor(const std::string& subject, const std::string& role, absl::Duration life) const;

 private:
  const SigningKey key_;
  const std::string issuer_, audience_;
  std::mutex mutex_;
  std::string subject_, role_;
  std::string header_;
  MachineTime renew_;
};

}  // namespace redress::rpc
