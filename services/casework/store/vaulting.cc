#include "services/casework/store/vaulting.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/vault/seal.h"

namespace redress::casework {

std::string CaseSeal::AadOf(const Place& place) const {
  return absl::StrCat("casework.", place.column, "/", number_, "/", place.row);
}

absl::optional<std::string> CaseSeal::Seal(const Place& place, absl::string_view words) const {
  if (erased()) return std::string();
  if (words.empty()) return absl::nullopt;
  return vault::Seal(*key_, AadOf(place), words);
}

absl::StatusOr<std::string> CaseSeal::Open(const Place& place, absl::string_view cell) const {
  if (erased() || cell.empty()) return std::string();
  return vault::Open(*key_, AadOf(place), cell);
}

absl::StatusOr<CaseSeal> Vaulting::SealOf(const std::string& case_number, absl::string_view wrapped, bool erased) const {
  if (erased) return CaseSeal(case_number, absl::nullopt);
  ASSIGN_OR_RETURN(vault::DataKey key, ring_.Unwrap(wrapped));
  return CaseSeal(case_number, std::move(key));
}

}  // namespace redress::casework
