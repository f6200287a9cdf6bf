#include "libs/vault/key_ring.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"

namespace redress::vault {
namespace {

// A folder that is gone at the end of the test.
class TempFolder {
 public:
  TempFolder() { std::filesystem::create_directory(path_); }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  std::string File(const std::string& name) const { return path_ / name; }
  size_t FileCount() const { return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(path_), {})); }

 private:
  const std::filesystem::path path_ = std::filesystem::temp_directory_path() / ("redress-" + Uuid::Random().ToString());
};

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void WriteAll(const std::string& path, const std::string& text, mode_t mode = 0600) {
  std::ofstream(path) << text;
  chmod(path.c_str(), mode);
}

TEST_CASE("A ring that is loaded again opens what it sealed before", "[vault]") {
  const TempFolder folder;
  const KeyRing made = KeyRing::Generate(folder.File("ring")).value();
  const KeyRing loaded = KeyRing::Load(folder.File("ring")).value();
  const NewKey fresh = made.NewDataKey();
  CHECK(loaded.Unwrap(fresh.wrapped)->view() == fresh.key.view());
  CHECK(loaded.BlindIndex("phone", "13800138000") == made.BlindIndex("phone", "13800138000"));
  const std::string token = made.SignToken("reply", "complaints/1", BusinessTime::FromUnixMicros(10));
  CHECK(loaded.VerifyToken("reply", token, BusinessTime::FromUnixMicros(9)).value() == "complaints/1");
}

TEST_CASE("The file of a ring is the owner's alone and is never overwritten", "[vault]") {
  const TempFolder folder;
  const std::string path = folder.File("ring");
  REQUIRE(KeyRing::Generate(path).ok());
  struct stat about {};
  stat(path.c_str(), &about);
  CHECK((about.st_mode & 0777) == 0600);
  const std::string before = ReadAll(path);
  CHECK(KeyRing::Generate(path).status().code() == absl::StatusCode::kAlreadyExists);
  CHECK(ReadAll(path) == before);
  chmod(path.c_str(), 0604);
  CHECK(ReasonOf(KeyRing::Load(path).status()) == "KEY_RING");
  chmod(path.c_str(), 0440);
  CHECK(KeyRing::Load(path).ok());
}

TEST_CASE("A missing or malformed ring is refused without a word of its content", "[vault]") {
  const TempFolder folder;
  REQUIRE(KeyRing::Generate(folder.File("good")).ok());
  const std::string good = ReadAll(folder.File("good"));
  const std::vector<std::string> lines = absl::StrSplit(good, '\n', absl::SkipEmpty());
  REQUIRE(lines.size() == 4);
  const std::string wrapping = lines[1] + "\n";
  const std::string index = lines[2] + "\n";
  const std::string token = lines[3] + "\n";
  const auto text = GENERATE_COPY(values<std::string>(
      {"", wrapping, index + token, wrapping + index, wrapping + index + token + token, wrapping + index + index + token,
       good + "secret Zm9v\n", good + "wrapping Zm9v\n", good + "wrapping ?\n", good + "wrapping\n"}));
  WriteAll(folder.File("ring"), text);
  const absl::Status refused = KeyRing::Load(folder.File("ring")).status();
  CHECK(refused.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(ReasonOf(refused) == "KEY_RING");
  CHECK(refused.message().find("Zm9v") == absl::string_view::npos);
  CHECK_FALSE(KeyRing::Load(folder.File("nowhere")).ok());
}

TEST_CASE("After a rotation old data opens, new data is wrapped with the new key", "[vault]") {
  const TempFolder folder;
  const std::string path = folder.File("ring");
  const KeyRing before = KeyRing::Generate(path).value();
  const NewKey old_key = before.NewDataKey();
  const KeyRing after = KeyRing::Rotate(path).value();
  const NewKey new_key = after.NewDataKey();

  CHECK(after.Unwrap(old_key.wrapped)->view() == old_key.key.view());
  CHECK(after.IsStale(old_key.wrapped));
  CHECK_FALSE(after.IsStale(new_key.wrapped));
  CHECK(ReasonOf(before.Unwrap(new_key.wrapped).status()) == "UNKNOWN_KEY");

  const std::string rewrapped = after.Rewrap(old_key.wrapped).value();
  CHECK_FALSE(after.IsStale(rewrapped));
  CHECK(after.Unwrap(rewrapped)->view() == old_key.key.view());

  CHECK(KeyRing::Load(path)->Unwrap(new_key.wrapped).ok());
  CHECK(after.BlindIndex("phone", "1") == before.BlindIndex("phone", "1"));
  CHECK(folder.FileCount() == 1);
}

TEST_CASE("A wrapped key that was changed, or is of another ring, is refused", "[vault]") {
  const KeyRing ring = KeyRing::Ephemeral();
  const std::string wrapped = ring.NewDataKey().wrapped;
  for (size_t i = 0; i < wrapped.size(); ++i) {
    std::string changed = wrapped;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK(ReasonOf(ring.Unwrap(changed).status()) == (i < 4 ? "UNKNOWN_KEY" : "UNSEAL_FAILED"));
  }
  CHECK_FALSE(ring.Unwrap("").ok());
  CHECK_FALSE(ring.Unwrap(wrapped.substr(0, 4)).ok());
  CHECK(ReasonOf(KeyRing::Ephemeral().Unwrap(wrapped).status()) == "UNKNOWN_KEY");
}

TEST_CASE("Every data key is another", "[vault]") {
  const KeyRing ring = KeyRing::Ephemeral();
  CHECK(ring.NewDataKey().key.view() != ring.NewDataKey().key.view());
}

TEST_CASE("The blind index is stable under one ring and depends on ring, purpose and value", "[vault]") {
  const KeyRing ring = KeyRing::Ephemeral();
  const std::string index = ring.BlindIndex("phone", "13800138000");
  CHECK(index.size() == 16);
  CHECK(ring.BlindIndex("phone", "13800138000") == index);
  CHECK(ring.BlindIndex("phone", "13800138001") != index);
  CHECK(ring.BlindIndex("email", "13800138000") != index);
  CHECK(ring.BlindIndex("phon", "e13800138000") != index);
  CHECK(KeyRing::Ephemeral().BlindIndex("phone", "13800138000") != index);
}

constexpr BusinessTime kExpiry = BusinessTime::FromUnixMicros(1'800'000'000'000'000);

TEST_CASE("A token is good for its purpose until it expires", "[vault]") {
  const KeyRing ring = KeyRing::Ephemeral();
  const auto payload = GENERATE(as<std::string>(), "", "complaints/261122-00012345-21", "任何");
  const std::string token = ring.SignToken("reply", payload, kExpiry);
  CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
  CHECK(ring.VerifyToken("reply", token, kExpiry - absl::Microseconds(1)).value() == payload);
  const absl::Status expired = ring.VerifyToken("reply", token, kExpiry).status();
  CHECK(expired.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(ReasonOf(expired) == "EXPIRED_TOKEN");
  const absl::Status elsewhere = ring.VerifyToken("callback", token, kExpiry - absl::Hours(1)).status();
  CHECK(elsewhere.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(elsewhere) == "INVALID_TOKEN");
}

TEST_CASE("A token that was changed, cut or made by another ring is refused, however late it is", "[vault]") {
  const KeyRing ring = KeyRing::Ephemeral();
  const std::string token = ring.SignToken("reply", "complaints/1", kExpiry);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(ReasonOf(ring.VerifyToken("reply", changed, kExpiry + absl::Hours(1)).status()) == "INVALID_TOKEN");
    CHECK(ReasonOf(ring.VerifyToken("reply", token.substr(0, i), kExpiry).status()) == "INVALID_TOKEN");
  }
  CHECK(ReasonOf(KeyRing::Ephemeral().VerifyToken("reply", token, BusinessTime()).status()) == "INVALID_TOKEN");
}

}  // namespace
}  // namespace redress::vault
