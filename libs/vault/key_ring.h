// The keys of an installation, kept in one file apart from the database: key-encryption keys (newest first; they wrap the data
// keys that lie in the database), the key of the blind index and the key of tokens. Whoever has the database without this file
// has nothing. Immutable after loading: all functions but the static ones are thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/time.h"
#include "libs/vault/secret.h"

namespace redress::vault {

// A data key, and the same wrapped for the database.
struct NewKey {
  DataKey key;
  std::string wrapped;
};

class KeyRing {
 public:
  // Reads a ring. FAILED_PRECONDITION, reason KEY_RING, if the file is missing, malformed, or open to everybody on the machine.
  static absl::StatusOr<KeyRing> Load(const std::string& path);
  // Makes a ring with one key-encryption key, in a new file that only the owner can read. ALREADY_EXISTS, reason KEY_RING, if
  // there is a file: a ring that is overwritten takes all data with it.
  static absl::StatusOr<KeyRing> Generate(const std::string& path);
  // Adds a new key-encryption key in front, and replaces the file in one step. The older ones go on unwrapping.
  static absl::StatusOr<KeyRing> Rotate(const std::string& path);
  // A ring that is stored nowhere, for tests.
  static KeyRing Ephemeral();

  // A fresh data key, wrapped with the newest key.
  NewKey NewDataKey() const;
  // The data key. FAILED_PRECONDITION, reason UNKNOWN_KEY, if it was wrapped with a key that this ring has not;
  // DATA_LOSS, reason UNSEAL_FAILED, if it was changed.
  absl::StatusOr<DataKey> Unwrap(absl::string_view wrapped) const;
  // True if `wrapped` was not wrapped with the newest key; then Rewrap gives it wrapped with that (the data key stays).
  bool IsStale(absl::string_view wrapped) const;
  absl::StatusOr<std::string> Rewrap(absl::string_view wrapped) const;

  // 16 bytes by which a value can be found again without being stored: equal for equal (purpose, value), under this ring only.
  // Bring the value into one form (trimmed, digits only, lower case) first.
  std::string BlindIndex(absl::string_view purpose, absl::string_view value) const;

  // A text that proves that we said `payload` for `purpose`, good until `expiry`; safe in a URL. The payload can be read by
  // anybody: ids, no personal data.
  std::string SignToken(absl::string_view purpose, absl::string_view payload, BusinessTime expiry) const;
  // The payload. INVALID_ARGUMENT, reason INVALID_TOKEN, if it is none of ours for this purpose;
  // FAILED_PRECONDITION, reason EXPIRED_TOKEN, from `expiry` on.
  absl::StatusOr<std::string> VerifyToken(absl::string_view purpose, absl::string_view token, BusinessTime now) const;

 private:
  friend class KeyRingFile;
  using KeyId = std::string;  // four bytes derived from the key

  struct WrappingKey {
    explicit WrappingKey(Secret<32> secret);
    KeyId id;
    Secret<32> key;
  };
  KeyRing(std::vector<WrappingKey> wrapping, Secret<32> index, Secret<32> token)
      : wrapping_(std::move(wrapping)), index_(std::move(index)), token_(std::move(token)) {}

  std::string Wrap(const DataKey& key) const;

  std::vector<WrappingKey> wrapping_;  // newest first, at least one
  Secret<32> index_;
  Secret<32> token_;
};

}  // namespace redress::vault
