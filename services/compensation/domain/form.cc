#include "services/compensation/domain/form.h"

#include <sodium.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace redress::compensation {

Form& Form::Add(absl::string_view field) {
  absl::StrAppend(&bytes_, field.size(), ":", field, ";");
  return *this;
}

Form& Form::Add(int64_t number) {
  return Add(absl::string_view(absl::StrCat(number)));
}

std::string Form::Sha256Hex() const {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
}

}  // namespace redress::compensation
