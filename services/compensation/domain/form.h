// The one form in which compensation hashes what must not change unseen (a quotation, an entry of the books, a seal): every field
// with its length before it, so that no two lists of fields have the same bytes. Stored hashes depend on it: it never changes
// (the test pins values). A Form is a value and not thread safe.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace redress::compensation {

class Form {
 public:
  Form& Add(absl::string_view field);
  Form& Add(const char* field) { return Add(absl::string_view(field)); }
  Form& Add(int64_t number);

  // SHA-256 of everything added, 64 hexadecimal digits in lower case.
  std::string Sha256Hex() const;

 private:
  std::string bytes_;
};

}  // namespace redress::compensation
