#include "libs/rpc/token_minter.h"

#include <jwt.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/time.h"

namespace redress::rpc {
namespace {

constexpr absl::Duration kServiceTokenLife = absl::Minutes(5);

absl::Status KeyError(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "SIGNING_KEY", message);
}

struct JwtFree {
  void operator()(jwt_t* jwt) const { jwt_free(jwt); }
};
struct PkeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

std::string TextOf(BIO& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(&bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

bool AddClaims(jwt_t* jwt, const TokenClaims& claims) {
  const std::string roles = nlohmann::json{{"roles", claims.roles}, {"teams", claims.teams}}.dump();
  return jwt_add_grant(jwt, "iss", claims.issuer.c_str()) == 0 && jwt_add_grant(jwt, "aud", claims.audience.c_str()) == 0 &&
         jwt_add_grant(jwt, "sub", claims.subject.c_str()) == 0 && jwt_add_grants_json(jwt, roles.c_str()) == 0 &&
         jwt_add_grant_int(jwt, "iat", absl::ToUnixSeconds(claims.issued)) == 0 &&
         jwt_add_grant_int(jwt, "exp", absl::ToUnixSeconds(claims.expires)) == 0;
}

}  // namespace

absl::StatusOr<std::string> SignToken(const SigningKey& key, const TokenClaims& claims) {
  jwt_t* raw = nullptr;
  if (jwt_new(&raw) != 0) return absl::ResourceExhaustedError("no memory for a token");
  const std::unique_ptr<jwt_t, JwtFree> jwt(raw);
  const bool built = AddClaims(raw, claims) && jwt_add_header(raw, "kid", key.kid.c_str()) == 0 &&
                     jwt_set_alg(raw, JWT_ALG_ES256, reinterpret_cast<const unsigned char*>(key.private_pem.data()),
                                 static_cast<int>(key.private_pem.size())) == 0;
  if (!built) return KeyError("the signing key or the claims cannot be used");
  const std::unique_ptr<char, decltype(&std::free)> token(jwt_encode_str(raw), &std::free);
  if (token == nullptr) return KeyError("the signing key is not a P-256 private key in PEM");
  return std::string(token.get());
}

absl::StatusOr<KeyPair> GenerateKeyPair() {
  const std::unique_ptr<EVP_PKEY, PkeyFree> key(EVP_EC_gen("P-256"));
  const std::unique_ptr<BIO, BioFree> private_bio(BIO_new(BIO_s_mem()));
  const std::unique_ptr<BIO, BioFree> public_bio(BIO_new(BIO_s_mem()));
  if (key == nullptr || private_bio == nullptr || public_bio == nullptr ||
      PEM_write_bio_PrivateKey(private_bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_PUBKEY(public_bio.get(), key.get()) != 1) {
    return Error(absl::StatusCode::kInternal, "SIGNING_KEY", "a key pair could not be made");
  }
  return KeyPair{TextOf(*private_bio), TextOf(*public_bio)};
}

TokenMinter::TokenMinter(SigningKey key, absl::string_view service, std::string issuer, std::string audience)
    : key_(std::move(key)),
      issuer_(std::move(issuer)),
      audience_(std::move(audience)),
      subject_(absl::StrCat("services/", service)),
      role_("SERVICE") {}

void TokenMinter::ActAs(std::string subject, std::string role) {
  const std::lock_guard<std::mutex> lock(mutex_);
  subject_ = std::move(subject);
  role_ = std::move(role);
  header_.clear();
}

absl::StatusOr<std::string> TokenMinter::TokenFor(const std::string& subject, const std::string& role,
                                                  absl::Duration life) const {
  TokenClaims claims{.issuer = issuer_, .audience = audience_, .subject = subject};
  claims.roles = {role};
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + life;
  return SignToken(key_, claims);
}

absl::StatusOr<std::string> TokenMinter::Authorization() {
  const MachineTime now = MachineClock::Now();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!header_.empty() && now < renew_) return header_;
  ASSIGN_OR_RETURN(const std::string token, TokenFor(subject_, role_, kServiceTokenLife));
  header_ = absl::StrCat("Bearer ", token);
  renew_ = now + kServiceTokenLife * 2 / 3;
  return header_;
}

}  // namespace redress::rpc
