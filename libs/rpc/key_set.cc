#include "libs/rpc/key_set.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "libs/base/error.h"

namespace redress::rpc {
namespace {

constexpr absl::Duration kReadAgainForUnknown = absl::Seconds(5);
constexpr absl::Duration kReadAgain = absl::Seconds(60);

}  // namespace

KeySet::KeySet(std::string dir) : dir_(std::move(dir)), from_folder_(ReadFolder()), read_(MachineClock::Now()) {}

void KeySet::Add(absl::string_view kid, std::string public_pem) {
  const std::lock_guard<std::mutex> lock(mutex_);
  added_[kid] = std::make_shared<const std::string>(std::move(public_pem));
}

absl::StatusOr<std::shared_ptr<const std::string>> KeySet::Find(absl::string_view kid, MachineTime now) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const auto found = added_.find(kid); found != added_.end()) return found->second;
  auto found = from_folder_.find(kid);
  const absl::Duration age = now - read_;
  if (age >= kReadAgain || (found == from_folder_.end() && age >= kReadAgainForUnknown)) {
    from_folder_ = ReadFolder();
    read_ = now;
    found = from_folder_.find(kid);
  }
  if (found != from_folder_.end()) return found->second;
  return Error(absl::StatusCode::kUnauthenticated, "TOKEN_KEY_UNKNOWN", "the token's key is not known here");
}

int KeySet::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<int>(added_.size() + from_folder_.size());
}

KeySet::Keys KeySet::ReadFolder() const {
  Keys keys;
  if (dir_.empty()) return keys;
  std::error_code ignored;
  for (std::filesystem::directory_iterator it(dir_, ignored), end; !ignored && it != end; it.increment(ignored)) {
    if (it->path().extension() != ".pem") continue;
    std::ifstream file(it->path());
    std::ostringstream text;
    text << file.rdbuf();
    // Private keys may lie beside the public ones; only public ones verify.
    if (text.str().find("BEGIN PUBLIC KEY") == std::string::npos) continue;
    keys[it->path().stem().string()] = std::make_shared<const std::string>(text.str());
  }
  return keys;
}

}  // namespace redress::rpc
