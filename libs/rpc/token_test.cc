#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/rpc/token_minter.h"
#include "libs/rpc/token_verifier.h"

namespace redress::rpc {
namespace {

absl::Time now = absl::FromUnixSeconds(1'790'000'000);
absl::Time TestNow() {
  return now;
}

KeyPair MakePair() {
  const auto pair = GenerateKeyPair();
  REQUIRE(pair.ok());
  return *pair;
}

// A verifier that knows one key, `k1`, and somebody who signs with it.
struct Fixture {
  explicit Fixture(int cache_entries_max = 10'000)
      : verifier({"redress", "redress", absl::Seconds(60), cache_entries_max}, keys, admission, &TestNow) {
    now = absl::FromUnixSeconds(1'790'000'000);
    keys.Add("k1", pair.public_pem);
  }
  TokenClaims Claims() const {
    TokenClaims claims;
    claims.subject = "agents/a-li";
    claims.roles = {"SPECIALIST", "EMPEROR", "PUBLIC"};
    claims.teams = {"teams/logistics"};
    claims.issued = now;
    claims.expires = now + absl::Minutes(10);
    return claims;
  }
  std::string Sign(const TokenClaims& claims) const { return *SignToken({"k1", pair.private_pem}, claims); }

  KeyPair pair = MakePair();
  KeySet keys{""};
  Admission admission{{.caller_calls_per_s = 5, .caller_burst = 5}};
  TokenVerifier verifier;
};

// A token of these parts, signed by nobody.
std::string Unsigned(const std::string& header, const std::string& claims) {
  return absl::StrCat(absl::WebSafeBase64Escape(header), ".", absl::WebSafeBase64Escape(claims), ".");
}

TEST_CASE("a good token tells who bears it", "[rpc]") {
  Fixture f;
  const auto identity = f.verifier.Verify(f.Sign(f.Claims()));
  REQUIRE(identity.ok());
  CHECK((*identity)->subject == "agents/a-li");
  CHECK((*identity)->roles == RoleSet{auth::v1::ROLE_SPECIALIST});
  CHECK((*identity)->teams == std::vector<std::string>{"teams/logistics"});
  CHECK((*identity)->quota != nullptr);
  // Seen again it comes from memory.
  CHECK(f.verifier.Verify(f.Sign(f.Claims())).ok());
}

TEST_CASE("claims that do not hold are refused, each with its reason", "[rpc]") {
  Fixture f;
  TokenClaims claims = f.Claims();
  std::string reason;
  SECTION("expired") {
    claims.expires = now - absl::Seconds(60);
    reason = "TOKEN_EXPIRED";
  }
  SECTION("expired a minute ago at most: our clocks may differ") {
    claims.expires = now - absl::Seconds(59);
  }
  SECTION("issued in the future") {
    claims.issued = now + absl::Seconds(61);
    reason = "TOKEN_NOT_YET_VALID";
  }
  SECTION("issued in the future by a clock that is a minute ahead") {
    claims.issued = now + absl::Seconds(60);
  }
  SECTION("another issuer") {
    claims.issuer = "somebody";
    reason = "TOKEN_ISSUER";
  }
  SECTION("another audience") {
    claims.audience = "shop";
    reason = "TOKEN_AUDIENCE";
  }
  SECTION("nobody") {
    claims.subject = "";
    reason = "TOKEN_CLAIMS";
  }
  const absl::Status status = f.verifier.Verify(f.Sign(claims)).status();
  CHECK(status.code() == (reason.empty() ? absl::StatusCode::kOk : absl::StatusCode::kUnauthenticated));
  CHECK(ReasonOf(status) == reason);
}

TEST_CASE("forged tokens are refused", "[rpc]") {
  Fixture f;
  const std::string good = f.Sign(f.Claims());
  const std::vector<std::string> parts = absl::StrSplit(good, '.');
  std::string claims_text;
  REQUIRE(absl::WebSafeBase64Unescape(parts[1], &claims_text));
  std::string token, reason;
  SECTION("signed by a stranger under a known key id") {
    token = *SignToken({"k1", MakePair().private_pem}, f.Claims());
    reason = "TOKEN_SIGNATURE";
  }
  SECTION("a key that nobody knows") {
    token = *SignToken({"k2", f.pair.private_pem}, f.Claims());
    reason = "TOKEN_KEY_UNKNOWN";
  }
  SECTION("no signature") {
    token = Unsigned(R"({"alg":"none","kid":"k1"})", claims_text);
    reason = "TOKEN_MALFORMED";
  }
  SECTION("signed with the public key as if it were a secret") {
    token = Unsigned(R"({"alg":"HS256","kid":"k1"})", claims_text) + "c2ln";
    reason = "TOKEN_MALFORMED";
  }
  SECTION("the signature of another token") {
    TokenClaims other = f.Claims();
    other.roles = {"ADMIN"};
    const std::vector<std::string> forged = absl::StrSplit(f.Sign(other), '.');
    token = absl::StrCat(forged[0], ".", forged[1], ".", parts[2]);
    reason = "TOKEN_SIGNATURE";
  }
  SECTION("an empty signature") {
    token = absl::StrCat(parts[0], ".", parts[1], ".");
    reason = "TOKEN_SIGNATURE";
  }
  SECTION("no token at all") {
    token = GENERATE("x", "a.b", "a.b.c", "....", "\xff.\xff.\xff");
    reason = "TOKEN_MALFORMED";
  }
  SECTION("far too long") {
    token = good + std::string(9000, 'A');
    reason = "TOKEN_MALFORMED";
  }
  const absl::Status status = f.verifier.Verify(token).status();
  CHECK(status.code() == absl::StatusCode::kUnauthenticated);
  CHECK(ReasonOf(status) == reason);
}

TEST_CASE("a remembered token still expires", "[rpc]") {
  Fixture f;
  TokenClaims claims = f.Claims();
  claims.expires = now + absl::Minutes(2);
  const std::string token = f.Sign(claims);
  REQUIRE(f.verifier.Verify(token).ok());
  now += absl::Minutes(2) + absl::Seconds(59);
  CHECK(f.verifier.Verify(token).ok());
  now += absl::Seconds(1);
  CHECK(ReasonOf(f.verifier.Verify(token).status()) == "TOKEN_EXPIRED");
}

TEST_CASE("the memory for tokens is bounded, and what fell out is verified anew", "[rpc]") {
  Fixture f(16);  // one an entry of each shard
  std::vector<std::string> tokens;
  for (int i = 0; i < 60; ++i) {
    TokenClaims claims = f.Claims();
    claims.subject = absl::StrCat("agents/a-", i);
    tokens.push_back(f.Sign(claims));
  }
  for (int round = 0; round < 2; ++round) {
    for (size_t i = 0; i < tokens.size(); ++i) {
      const auto identity = f.verifier.Verify(tokens[i]);
      REQUIRE(identity.ok());
      CHECK((*identity)->subject == absl::StrCat("agents/a-", i));
    }
  }
}

TEST_CASE("services have no quota", "[rpc]") {
  Fixture f;
  TokenClaims claims = f.Claims();
  claims.subject = "services/routing";
  claims.roles = {"SERVICE"};
  CHECK((*f.verifier.Verify(f.Sign(claims)))->quota == nullptr);
}

TEST_CASE("keys are picked up from a folder when a token names them, but not for every made-up name", "[rpc]") {
  const auto dir = std::filesystem::temp_directory_path() / ("redress-keys-" + Uuid::Random().ToString());
  const KeyPair pair = MakePair();
  KeySet keys(dir.string());
  const MachineTime start = MachineClock::Now();
  CHECK(keys.Find("new", start).status().code() == absl::StatusCode::kUnauthenticated);
  std::filesystem::create_directory(dir);
  std::ofstream(dir / "new.pem") << pair.public_pem;
  std::ofstream(dir / "secret.pem") << pair.private_pem;
  CHECK_FALSE(keys.Find("new", start + absl::Seconds(1)).ok());
  CHECK(keys.Find("new", start + absl::Seconds(6)).ok());
  CHECK_FALSE(keys.Find("secret", start + absl::Seconds(12)).ok());
  std::filesystem::remove(dir / "new.pem");
  CHECK(keys.Find("new", start + absl::Seconds(70)).ok());
  CHECK_FALSE(keys.Find("new", start + absl::Seconds(75)).ok());
  std::filesystem::remove_all(dir);
}

TEST_CASE("a minter signs for its service, or for whom it is told to act as, and keeps the token for a while", "[rpc]") {
  Fixture f;
  TokenMinter minter({"k1", f.pair.private_pem}, "routing", "redress", "redress");
  const auto header = minter.Authorization();
  REQUIRE(header.ok());
  CHECK(*minter.Authorization() == *header);
  TokenVerifier verifier(
      {"redress", "redress"}, f.keys, f.admission, +[] { return SystemTimeSource().Now().ToAbsl(); });
  const auto identity = verifier.Verify(absl::string_view(*header).substr(7));
  REQUIRE(identity.ok());
  CHECK((*identity)->subject == "services/routing");
  CHECK((*identity)->roles == RoleSet{auth::v1::ROLE_SERVICE});

  minter.ActAs("backends/shop", "BACKEND");
  const auto other = minter.Authorization();
  REQUIRE(other.ok());
  const auto backend = verifier.Verify(absl::string_view(*other).substr(7));
  REQUIRE(backend.ok());
  CHECK((*backend)->subject == "backends/shop");
  CHECK((*backend)->roles == RoleSet{auth::v1::ROLE_BACKEND});
}

TEST_CASE("a key that is none signs nothing", "[rpc]") {
  CHECK_FALSE(SignToken({"k1", "not a key"}, TokenClaims{.subject = "x"}).ok());
}

}  // namespace
}  // namespace redress::rpc
