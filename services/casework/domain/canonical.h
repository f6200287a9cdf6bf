// The one form in which casework hashes what must not change unseen (a plan, an entry of the audit trail): every field with its
// length before it, so that no two different lists of fields have the same bytes. Stored hashes depend on it: it never changes
// (the test pins values). SHA-256. A Canonical is a value and not thread safe; the functions are.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "libs/base/time.h"

namespace redress::casework {

class Canonical {
 public:
  Canonical& Add(absl::string_view field);
  Canonical& Add(const char* field) { return Add(absl::string_view(field)); }
  Canonical& Add(int64_t number);
  // Whole microseconds since the Unix epoch.
  Canonical& Add(BusinessTime time) { return Add(time.micros()); }

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;  // netstrings, one after the other
};

// SHA-256 as 64 lower-case hexadecimal digits.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace redress::casework
