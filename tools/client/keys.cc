#include "tools/client/keys.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/time.h"
#include "libs/rpc/token_minter.h"
#include "tools/client/files.h"

namespace redress::client {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
constexpr size_t kCoordinateBytes = 32;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Memory = std::unique_ptr<BIO, Free>;

absl::Status KeyError(absl::StatusCode code, absl::string_view message) {
  return Error(code, "SIGNING_KEY", message);
}

std::string Base64Url(absl::string_view bytes) {
  const std::string text = absl::WebSafeBase64Escape(bytes);
  return std::string(absl::StripSuffix(absl::StripSuffix(text, "="), "="));
}

// The two coordinates of the public point.
absl::StatusOr<std::pair<std::string, std::string>> Point(EVP_PKEY* key) {
  unsigned char point[1 + 2 * kCoordinateBytes];
  size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(key, "pub", point, sizeof(point), &size) != 1 || size != sizeof(point) || point[0] != 4) {
    return KeyError(absl::StatusCode::kInvalidArgument, "not an uncompressed P-256 public key");
  }
  const auto* bytes = reinterpret_cast<const char*>(point) + 1;
  return std::pair(std::string(bytes, kCoordinateBytes), std::string(bytes + kCoordinateBytes, kCoordinateBytes));
}

absl::StatusOr<Json> Jwk(EVP_PKEY* key, const std::string& kid) {
  ASSIGN_OR_RETURN(const auto point, Point(key));
  return Json{{"kty", "EC"},
              {"crv", "P-256"},
              {"alg", "ES256"},
              {"use", "sig"},
              {"kid", kid},
              {"x", Base64Url(point.first)},
              {"y", Base64Url(point.second)}};
}

// RFC 7638: the hash of the required members in alphabetical order.
absl::StatusOr<std::string> Thumbprint(EVP_PKEY* key) {
  ASSIGN_OR_RETURN(const auto point, Point(key));
  const std::string text =
      absl::StrCat(R"({"crv":"P-256","kty":"EC","x":")", Base64Url(point.first), R"(","y":")", Base64Url(point.second), R"("})");
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), 8));
}

absl::StatusOr<Key> ReadPem(const std::string& pem, bool is_private) {
  const Memory in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(is_private ? PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr)
                     : PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr));
  if (key == nullptr || EVP_PKEY_base_id(key.get()) != EVP_PKEY_EC) {
    return KeyError(absl::StatusCode::kInvalidArgument, "not a P-256 key in PEM form");
  }
  return key;
}

// All public keys of the folder, so that a rotated one is trusted until its file is removed.
absl::Status WriteJwks(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (path.extension() == ".pem" && path.filename() != "private.pem") files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  Json keys = Json::array();
  for (const fs::path& path : files) {
    ASSIGN_OR_RETURN(const std::string pem, ReadFile(path));
    ASSIGN_OR_RETURN(const Key key, ReadPem(pem, /*is_private=*/false));
    ASSIGN_OR_RETURN(Json jwk, Jwk(key.get(), path.stem().string()));
    keys.push_back(std::move(jwk));
  }
  return WriteFile(folder / "jwks.json", Json{{"keys", keys}}.dump(2) + "\n", 0644);
}

}  // namespace

absl::StatusOr<std::string> GenerateKeys(const std::string& folder, KeyMode mode) {
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path root(folder);
  if (error) return KeyError(absl::StatusCode::kFailedPrecondition, absl::StrCat("cannot make the folder: ", error.message()));
  if (mode == KeyMode::kCreate && fs::exists(root / "private.pem")) {
    return Error(absl::StatusCode::kAlreadyExists, "KEY_EXISTS", "the folder has a private key already; --rotate replaces it");
  }
  ASSIGN_OR_RETURN(const rpc::KeyPair pair, rpc::GenerateKeyPair());
  ASSIGN_OR_RETURN(const Key key, ReadPem(pair.private_pem, /*is_private=*/true));
  ASSIGN_OR_RETURN(const std::string kid, Thumbprint(key.get()));
  RETURN_IF_ERROR(WriteFile(root / absl::StrCat(kid, ".pem"), pair.public_pem, 0644));
  RETURN_IF_ERROR(WriteJwks(root));
  RETURN_IF_ERROR(WriteFile(root / "private.pem", pair.private_pem, 0600));
  RETURN_IF_ERROR(WriteFile(root / "kid", kid + "\n", 0644));
  return kid;
}

absl::StatusOr<Signer> Signer::Load(const std::string& path, const std::string& kid) {
  const bool is_folder = fs::is_directory(path);
  ASSIGN_OR_RETURN(std::string pem, ReadFile(is_folder ? fs::path(path) / "private.pem" : fs::path(path)));
  ASSIGN_OR_RETURN(const Key key, ReadPem(pem, /*is_private=*/true));
  if (!kid.empty()) return Signer(std::move(pem), kid);
  ASSIGN_OR_RETURN(std::string own, Thumbprint(key.get()));
  return Signer(std::move(pem), std::move(own));
}

absl::StatusOr<std::string> Signer::Mint(const Claims& claims) const {
  rpc::TokenClaims all;
  all.issuer = claims.issuer;
  all.audience = claims.audience;
  all.subject = claims.subject;
  all.roles = claims.roles;
  all.teams = claims.teams;
  all.issued = SystemTimeSource().Now().ToAbsl();
  all.expires = all.issued + claims.ttl;
  return rpc::SignToken({kid_, pem_}, all);
}

}  // namespace redress::client
