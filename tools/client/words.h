// The words of enums as people write them, without the proto prefix: CHANNEL_APP ↔ `APP`, STATE_ACCEPTED ↔ `ACCEPTED`.
// Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace redress::client {

std::string WordOf(const google::protobuf::EnumDescriptor& type, int number);
// Upper or lower case, with or without the prefix; never the UNSPECIFIED one.
absl::optional<int> NumberOf(const google::protobuf::EnumDescriptor& type, absl::string_view word);
// All words but UNSPECIFIED, in the order of the contract.
std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type);

// Empty for the UNSPECIFIED value.
template <class Enum>
std::string Word(Enum value) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}
template <class Enum>
absl::optional<Enum> FromWord(absl::string_view word) {
  const absl::optional<int> number = NumberOf(*google::protobuf::GetEnumDescriptor<Enum>(), word);
  if (!number) return absl::nullopt;
  return static_cast<Enum>(*number);
}

}  // namespace redress::client
