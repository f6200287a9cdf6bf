#include "tools/client/keys.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "tools/client/files.h"

namespace redress::client {
namespace {

struct Folder {
  std::string path = (std::filesystem::temp_directory_path() / absl::StrCat("redress-keys-", Uuid::Random().ToString())).string();
  ~Folder() { std::filesystem::remove_all(path); }
};

nlohmann::json Decoded(absl::string_view part) {
  std::string text;
  REQUIRE(absl::WebSafeBase64Unescape(part, &text));
  return nlohmann::json::parse(text);
}

nlohmann::json Jwks(const Folder& folder) {
  return nlohmann::json::parse(ReadFile(folder.path + "/jwks.json").value());
}

}  // namespace

TEST_CASE("GenerateKeys writes a private key that only its owner reads, and the public halves", "[client]") {
  const Folder folder;
  const std::string kid = GenerateKeys(folder.path, KeyMode::kCreate).value();
  struct stat info {};
  REQUIRE(::stat((folder.path + "/private.pem").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(std::filesystem::exists(absl::StrCat(folder.path, "/", kid, ".pem")));
  CHECK(Jwks(folder)["keys"][0]["kid"] == kid);
  CHECK(ReadFile(folder.path + "/kid").value() == kid + "\n");
}

TEST_CASE("GenerateKeys never overwrites; rotating keeps the former public key", "[client]") {
  const Folder folder;
  const std::string first = GenerateKeys(folder.path, KeyMode::kCreate).value();
  CHECK(ReasonOf(GenerateKeys(folder.path, KeyMode::kCreate).status()) == "KEY_EXISTS");
  const std::string second = GenerateKeys(folder.path, KeyMode::kRotate).value();
  CHECK(first != second);
  CHECK(Jwks(folder)["keys"].size() == 2);
  CHECK(Signer::Load(folder.path).value().kid() == second);
}

TEST_CASE("A token says what it was asked to say and is signed by 64 bytes", "[client]") {
  const Folder folder;
  const std::string kid = GenerateKeys(folder.path, KeyMode::kCreate).value();
  Claims claims;
  claims.subject = "agents/a-li";
  claims.roles = {"SPECIALIST", "SUPERVISOR"};
  claims.teams = {"teams/logistics"};
  claims.ttl = absl::Minutes(5);
  const std::string token = Signer::Load(folder.path).value().Mint(claims).value();
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  REQUIRE(parts.size() == 3);
  CHECK(Decoded(parts[0]) == nlohmann::json{{"alg", "ES256"}, {"typ", "JWT"}, {"kid", kid}});
  const nlohmann::json body = Decoded(parts[1]);
  CHECK(body["sub"] == "agents/a-li");
  CHECK(body["roles"] == nlohmann::json{"SPECIALIST", "SUPERVISOR"});
  CHECK(body["teams"] == nlohmann::json::array({"teams/logistics"}));
  CHECK(body["exp"].get<int64_t>() - body["iat"].get<int64_t>() == 300);
  std::string signature;
  REQUIRE(absl::WebSafeBase64Unescape(parts[2], &signature));
  CHECK(signature.size() == 64);
}

TEST_CASE("Load refuses what is no private key", "[client]") {
  const Folder folder;
  const std::string kid = GenerateKeys(folder.path, KeyMode::kCreate).value();
  CHECK(ReasonOf(Signer::Load(absl::StrCat(folder.path, "/", kid, ".pem")).status()) == "SIGNING_KEY");
  CHECK(absl::IsNotFound(Signer::Load(folder.path + "/missing.pem").status()));
}

}  // namespace redress::client
