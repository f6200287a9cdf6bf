#include "libs/rpc/token_verifier.h"

#include <jwt.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/hash/hash.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::rpc {
namespace {

using Json = nlohmann::json;

constexpr size_t kTokenBytesMax = 8192;
constexpr absl::Duration kCachedMax = absl::Minutes(5);

absl::Status Refused(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kUnauthenticated, reason, message);
}

absl::StatusOr<Json> DecodePart(absl::string_view part) {
  std::string text;
  if (!absl::WebSafeBase64Unescape(part, &text)) return Refused("TOKEN_MALFORMED", "the token is not a JWT");
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Refused("TOKEN_MALFORMED", "the token is not a JWT");
  return json;
}

std::string TextOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<std::string> TextsOf(const Json& object, const char* key) {
  std::vector<std::string> texts;
  const auto found = object.find(key);
  if (found == object.end()) return texts;
  if (found->is_string()) texts.push_back(found->get<std::string>());
  if (!found->is_array()) return texts;
  for (const Json& text : *found) {
    if (text.is_string()) texts.push_back(text.get<std::string>());
  }
  return texts;
}

// NumericDate: seconds since the epoch, possibly with a fraction. InfiniteFuture where there is none.
absl::Time TimeOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return absl::InfiniteFuture();
  return absl::UnixEpoch() + absl::Seconds(found->get<double>());
}

absl::Status CheckSignature(absl::string_view token, const std::string& public_pem) {
  jwt_t* jwt = nullptr;
  const std::string text(token);
  const int error = jwt_decode(&jwt, text.c_str(), reinterpret_cast<const unsigned char*>(public_pem.data()),
                               static_cast<int>(public_pem.size()));
  const bool good = error == 0 && jwt != nullptr && jwt_get_alg(jwt) == JWT_ALG_ES256;
  if (jwt != nullptr) jwt_free(jwt);
  return good ? absl::OkStatus() : Refused("TOKEN_SIGNATURE", "the token's signature is wrong");
}

absl::Status CheckTimes(const Json& claims, absl::Duration skew, absl::Time now) {
  const absl::Time expires = TimeOf(claims, "exp");
  const absl::Time issued = TimeOf(claims, "iat");
  if (expires == absl::InfiniteFuture() || issued == absl::InfiniteFuture()) {
    return Refused("TOKEN_CLAIMS", "the token lacks `exp` or `iat`");
  }
  if (now >= expires + skew) return Refused("TOKEN_EXPIRED", "the token has expired");
  const bool has_start = claims.contains("nbf");
  if (issued > now + skew || (has_start && TimeOf(claims, "nbf") > now + skew)) {
    return Refused("TOKEN_NOT_YET_VALID", "the token is not valid yet");
  }
  return absl::OkStatus();
}

}  // namespace

TokenVerifier::TokenVerifier(TokenRules rules, KeySet& keys, Admission& admission, absl::Time (*now)())
    : rules_(std::move(rules)), keys_(keys), admission_(admission), now_(now) {}

absl::StatusOr<std::shared_ptr<const Identity>> TokenVerifier::Verify(absl::string_view token) {
  Shard& shard = shards_[absl::HashOf(token) % kShards];
  const absl::Time now = now_();
  {
    const std::lock_guard<std::mutex> lock(shard.mutex);
    if (const auto found = shard.by_token.find(token); found != shard.by_token.end()) {
      const auto entry = found->second;
      if (now < entry->second->valid_until) {
        if (entry != shard.by_use.begin()) shard.by_use.splice(shard.by_use.begin(), shard.by_use, entry);
        return entry->second;
      }
      shard.by_token.erase(found);
      shard.by_use.erase(entry);
    }
  }
  ASSIGN_OR_RETURN(std::shared_ptr<const Identity> identity, Check(token, now));
  Remember(shard, token, identity);
  return identity;
}

void TokenVerifier::Remember(Shard& shard, absl::string_view token, const std::shared_ptr<const Identity>& identity) {
  const size_t entries_max = std::max(1, rules_.cache_entries_max / kShards);
  const std::lock_guard<std::mutex> lock(shard.mutex);
  if (shard.by_token.contains(token)) return;  // another thread was first
  while (shard.by_use.size() >= entries_max) {
    shard.by_token.erase(shard.by_use.back().first);
    shard.by_use.pop_back();
  }
  shard.by_use.emplace_front(std::string(token), identity);
  shard.by_token.emplace(shard.by_use.front().first, shard.by_use.begin());
}

absl::StatusOr<std::shared_ptr<const Identity>> TokenVerifier::Check(absl::string_view token, absl::Time now) {
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (token.size() > kTokenBytesMax || parts.size() != 3) return Refused("TOKEN_MALFORMED", "the token is not a JWT");
  ASSIGN_OR_RETURN(const Json header, DecodePart(parts[0]));
  // Before a key is chosen: a token must not choose how it is verified.
  if (TextOf(header, "alg") != "ES256") return Refused("TOKEN_MALFORMED", "the token is not signed with ES256");
  const MachineTime machine_now = MachineClock::Now();
  ASSIGN_OR_RETURN(const std::shared_ptr<const std::string> key, keys_.Find(TextOf(header, "kid"), machine_now));
  RETURN_IF_ERROR(CheckSignature(token, *key));

  ASSIGN_OR_RETURN(const Json claims, DecodePart(parts[1]));
  RETURN_IF_ERROR(CheckTimes(claims, rules_.clock_skew, now));
  if (TextOf(claims, "iss") != rules_.issuer) return Refused("TOKEN_ISSUER", "the token is of another issuer");
  const std::vector<std::string> audiences = TextsOf(claims, "aud");
  if (std::find(audiences.begin(), audiences.end(), rules_.audience) == audiences.end()) {
    return Refused("TOKEN_AUDIENCE", "the token is for another audience");
  }
  auto identity = std::make_shared<Identity>();
  identity->subject = TextOf(claims, "sub");
  if (identity->subject.empty()) return Refused("TOKEN_CLAIMS", "the token lacks `sub`");
  for (const std::string& name : TextsOf(claims, "roles")) {
    const Role role = RoleOf(name);
    if (role != auth::v1::ROLE_UNSPECIFIED && role != auth::v1::ROLE_PUBLIC) identity->roles.Add(role);
  }
  identity->teams = TextsOf(claims, "teams");
  if (!identity->roles.Has(auth::v1::ROLE_SERVICE)) identity->quota = admission_.QuotaOf(identity->subject, machine_now);
  identity->valid_until = std::min(TimeOf(claims, "exp") + rules_.clock_skew, now + kCachedMax);
  return std::shared_ptr<const Identity>(std::move(identity));
}

}  // namespace redress::rpc
