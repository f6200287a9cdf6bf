#include "services/intake/domain/identifier.h"

#include <array>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace redress::intake {
namespace {

constexpr size_t kDigitsMin = 7;
constexpr size_t kAddressBytesMin = 12;  // four Chinese characters
constexpr size_t kDeviceBytesMin = 8;

// Digits only; a Chinese number without the country.
std::string Phone(absl::string_view written) {
  std::string digits;
  digits.reserve(written.size());
  for (const char c : written) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits += c;
  }
  absl::string_view number = digits;
  absl::ConsumePrefix(&number, "00");
  // +86 and the eleven digits of a mobile number.
  if (number.size() == 13 && absl::StartsWith(number, "861")) number.remove_prefix(2);
  return number.size() < kDigitsMin ? std::string() : std::string(number);
}

// Without blanks and punctuation, Latin letters small.
std::string Address(absl::string_view written) {
  const std::string without = absl::StrReplaceAll(
      written, {{"，", ""}, {"。", ""}, {"、", ""}, {"（", ""}, {"）", ""}, {"；", ""}, {"：", ""}, {"－", ""}, {"\u3000", ""}});
  std::string kept;
  kept.reserve(without.size());
  for (const char c : without) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || absl::ascii_isalnum(byte)) kept += absl::ascii_tolower(byte);
  }
  return kept.size() < kAddressBytesMin ? std::string() : kept;
}

std::string Device(const std::string& told) {
  return told.size() < kDeviceBytesMin ? std::string() : told;
}

}  // namespace

std::vector<Identifier> IdentifiersOf(const Customer& customer) {
  std::array<std::pair<IdentifierKind, std::string>, 3> told = {{{IdentifierKind::kPhone, Phone(customer.phone.Reveal())},
                                                                 {IdentifierKind::kAddress, Address(customer.address.Reveal())},
                                                                 {IdentifierKind::kDevice, Device(customer.device.Reveal())}}};
  std::vector<Identifier> identifiers;
  identifiers.reserve(told.size());
  for (auto& [kind, value] : told) {
    if (!value.empty()) identifiers.push_back({kind, Secret(std::move(value))});
  }
  return identifiers;
}

}  // namespace redress::intake
