// The public keys whose tokens are believed: a folder of `<kid>.pem`, so that a key is rotated by putting a file there. Read at
// start, again when a token names a key that is not there (at most every five seconds, so that made-up ids cost nothing), and
// again after a minute, so that a key that was taken away is forgotten.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/machine_time.h"

namespace redress::rpc {

// Thread safe.
class KeySet {
 public:
  // `dir` empty: only keys that are added. A folder that cannot be read holds no keys; it may appear later.
  explicit KeySet(std::string dir);

  // Believes one more key for the life of this set, whatever the folder holds.
  void Add(absl::string_view kid, std::string public_pem);
  // The PEM; UNAUTHENTICATED, reason TOKEN_KEY_UNKNOWN. `now` decides whether the folder is read again.
  absl::StatusOr<std::shared_ptr<const std::string>> Find(absl::string_view kid, MachineTime now);
  int size() const;

 private:
  using Keys = absl::flat_hash_map<std::string, std::shared_ptr<const std::string>>;
  Keys ReadFolder() const;

  const std::string dir_;
  mutable std::mutex mutex_;
  Keys added_;
  Keys from_folder_;
  MachineTime read_;
};

}  // namespace redress::rpc
