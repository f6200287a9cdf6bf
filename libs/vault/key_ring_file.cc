// The file of a key ring: lines of `wrapping|index|token <base64 of 32 bytes>`, the wrapping keys newest first.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/vault/key_ring.h"

namespace redress::vault {
namespace {

absl::Status RingError(absl::StatusCode code, absl::string_view what) {
  return Error(code, "KEY_RING", absl::StrCat("the key ring ", what));
}

absl::Status Refuse(absl::string_view what) {
  return RingError(absl::StatusCode::kFailedPrecondition, what);
}

void Erase(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return Refuse("is missing");
  if ((about.st_mode & S_IRWXO) != 0) return Refuse("is open to everybody on this machine");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) return Refuse("cannot be read");
  return text;
}

// A new file that only the owner can read, on the disk when this returns.
absl::Status WriteSecretFile(const std::string& path, absl::string_view text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return Refuse("cannot be created");
  const absl::Cleanup close_file = [&] { close(file); };
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  return written ? absl::OkStatus() : Refuse("cannot be written");
}

}  // namespace

// Reads and writes rings.
class KeyRingFile {
 public:
  static KeyRing Fresh() {
    std::vector<KeyRing::WrappingKey> wrapping;
    wrapping.emplace_back(Secret<32>::Random());
    return KeyRing(std::move(wrapping), Secret<32>::Random(), Secret<32>::Random());
  }

  static void Add(KeyRing& ring, Secret<32> key) {
    ring.wrapping_.insert(ring.wrapping_.begin(), KeyRing::WrappingKey(std::move(key)));
  }

  static std::string Write(const KeyRing& ring) {
    std::string text = "# Redress key ring. Without this file no personal data can be read: keep a copy in a safe place.\n";
    for (const KeyRing::WrappingKey& wrapping : ring.wrapping_) AppendLine(text, "wrapping", wrapping.key);
    AppendLine(text, "index", ring.index_);
    AppendLine(text, "token", ring.token_);
    return text;
  }

  static absl::StatusOr<KeyRing> Read(absl::string_view text) {
    std::vector<KeyRing::WrappingKey> wrapping;
    std::vector<Secret<32>> index;
    std::vector<Secret<32>> token;
    for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
      if (line.front() == '#') continue;
      const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits(' ', 1));
      std::string bytes;
      if (!absl::Base64Unescape(parts.second, &bytes) || bytes.size() != Secret<32>::size()) return Refuse("is malformed");
      Secret<32> secret = Secret<32>::From(bytes);
      Erase(bytes);
      if (parts.first == "wrapping") {
        wrapping.emplace_back(std::move(secret));
      } else if (parts.first == "index") {
        index.push_back(std::move(secret));
      } else if (parts.first == "token") {
        token.push_back(std::move(secret));
      } else {
        return Refuse("has a line of an unknown kind");
      }
    }
    if (wrapping.empty() || index.size() != 1 || token.size() != 1) return Refuse("lacks a key, or has one too many");
    return KeyRing(std::move(wrapping), std::move(index.front()), std::move(token.front()));
  }

 private:
  static void AppendLine(std::string& text, absl::string_view kind, const Secret<32>& secret) {
    std::string base64 = absl::Base64Escape(secret.view());
    absl::StrAppend(&text, kind, " ", base64, "\n");
    Erase(base64);
  }
};

absl::StatusOr<KeyRing> KeyRing::Load(const std::string& path) {
  ASSIGN_OR_RETURN(std::string text, ReadSecretFile(path));
  const absl::Cleanup erase = [&] { Erase(text); };
  return KeyRingFile::Read(text);
}

absl::StatusOr<KeyRing> KeyRing::Generate(const std::string& path) {
  if (access(path.c_str(), F_OK) == 0) return RingError(absl::StatusCode::kAlreadyExists, "is there already");
  KeyRing ring = KeyRingFile::Fresh();
  std::string text = KeyRingFile::Write(ring);
  const absl::Cleanup erase = [&] { Erase(text); };
  RETURN_IF_ERROR(WriteSecretFile(path, text));
  return ring;
}

absl::StatusOr<KeyRing> KeyRing::Rotate(const std::string& path) {
  ASSIGN_OR_RETURN(KeyRing ring, Load(path));
  KeyRingFile::Add(ring, Secret<32>::Random());
  std::string text = KeyRingFile::Write(ring);
  const absl::Cleanup erase = [&] { Erase(text); };
  const std::string draft = absl::StrCat(path, ".", Uuid::Random().ToString());
  RETURN_IF_ERROR(WriteSecretFile(draft, text));
  if (rename(draft.c_str(), path.c_str()) != 0) {
    unlink(draft.c_str());
    return Refuse("cannot be replaced");
  }
  return ring;
}

KeyRing KeyRing::Ephemeral() {
  return KeyRingFile::Fresh();
}

}  // namespace redress::vault
