// Verifies tokens (JWT, ES256) and remembers them: a verification costs some 100 µs of elliptic curve, a look-up 0.1 µs. The
// cache is bounded, least recently used out first, and an entry lives no longer than its token and no longer than five minutes,
// after which a key that was withdrawn counts no more.
#pragma once

#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/rpc/admission.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/key_set.h"

namespace redress::rpc {

// Who a token says its bearer is. Shared by all calls with that token; immutable but for the quota.
struct Identity {
  std::string subject;
  RoleSet roles;
  std::vector<std::string> teams;
  std::shared_ptr<CallerQuota> quota;  // null: none
  absl::Time valid_until;              // of the cache entry
};

struct TokenRules {
  std::string issuer;
  std::string audience;
  absl::Duration clock_skew = absl::Seconds(60);
  int cache_entries_max = 10'000;
};

// Thread safe.
class TokenVerifier {
 public:
  // All must outlive the verifier. `now` is the system's wall clock, not business time; tests give their own.
  TokenVerifier(TokenRules rules, KeySet& keys, Admission& admission, absl::Time (*now)());

  // The bearer of a token (`authorization` header without `Bearer `). UNAUTHENTICATED: reason TOKEN_MALFORMED, TOKEN_KEY_UNKNOWN,
  // TOKEN_SIGNATURE, TOKEN_EXPIRED, TOKEN_NOT_YET_VALID, TOKEN_ISSUER, TOKEN_AUDIENCE or TOKEN_CLAIMS.
  absl::StatusOr<std::shared_ptr<const Identity>> Verify(absl::string_view token);

 private:
  static constexpr int kShards = 16;
  using Entry = std::pair<std::string, std::shared_ptr<const Identity>>;
  struct alignas(64) Shard {
    std::mutex mutex;
    std::list<Entry> by_use;  // newest first; owns the strings that the map's keys look at
    absl::flat_hash_map<absl::string_view, std::list<Entry>::iterator> by_token;
  };

  absl::StatusOr<std::shared_ptr<const Identity>> Check(absl::string_view token, absl::Time now);
  void Remember(Shard& shard, absl::string_view token, const std::shared_ptr<const Identity>& identity);

  const TokenRules rules_;
  KeySet& keys_;
  Admission& admission_;
  absl::Time (*const now_)();
  std::array<Shard, kShards> shards_;
};

}  // namespace redress::rpc
