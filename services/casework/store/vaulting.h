// How casework uses the vault. What people write about a case (questions, answers, reasons, notes) is sealed with the data key of
// that case, bound to where it is stored, so that it opens nowhere else. The key lies wrapped beside the case and is read with it
// in one statement; unwrapping takes a microsecond, hence no key is kept in memory between two statements, and one that is
// forgotten cannot be met again anywhere. Of a case whose key is forgotten everything else stays readable, nothing is opened, and
// what is written later is not kept either: it would be about a person who was erased. Thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/vault/key_ring.h"

namespace redress::casework {

// Seals and opens the words of one case. Lives as long as the statement or the change that it is for.
class CaseSeal {
 public:
  // Without a key: that of a case whose words were erased.
  CaseSeal(std::string case_number, absl::optional<vault::DataKey> key) : number_(std::move(case_number)), key_(std::move(key)) {}

  // True where the key is forgotten.
  bool erased() const { return !key_.has_value(); }

  // Where words are stored: `check_item.finding`, and which row of the case (`ORDER`, `e1`; empty: the case itself).
  struct Place {
    absl::string_view column;
    std::string row;
  };
  // As the cell holds them; nothing for no words. Erased: empty, whatever was written.
  absl::optional<std::string> Seal(const Place& place, absl::string_view words) const;
  // The words; none for a cell that is empty, or erased. DATA_LOSS, reason UNSEAL_FAILED: changed, or of another place.
  absl::StatusOr<std::string> Open(const Place& place, absl::string_view cell) const;

 private:
  std::string AadOf(const Place& place) const;

  std::string number_;
  absl::optional<vault::DataKey> key_;
};

class Vaulting {
 public:
  explicit Vaulting(const vault::KeyRing& ring) : ring_(ring) {}

  // The key of a new case, wrapped as it is stored.
  std::string NewCaseKey() const { return ring_.NewDataKey().wrapped; }
  // By the key as it is stored; `wrapped` is not looked at where it is `erased`. FAILED_PRECONDITION, reason UNKNOWN_KEY: wrapped
  // with a key that this ring has not; DATA_LOSS, reason UNSEAL_FAILED: changed.
  absl::StatusOr<CaseSeal> SealOf(const std::string& case_number, absl::string_view wrapped, bool erased) const;

  // What tells whether a repeated request has the same body. Keyed: the plain hash of a short text would betray the text.
  std::string BodyIndex(absl::string_view body_hash) const { return ring_.BlindIndex("casework.request_body", body_hash); }

 private:
  const vault::KeyRing& ring_;
};

}  // namespace redress::casework
