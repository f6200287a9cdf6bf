#include "tools/client/words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace redress::client {
namespace {

// `ContactKind` → `CONTACT_KIND_`.
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return prefix + '_';
}

}  // namespace

std::string WordOf(const google::protobuf::EnumDescriptor& type, int number) {
  const google::protobuf::EnumValueDescriptor* value = type.FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat(number);
  if (number == 0) return "";
  return std::string(absl::StripPrefix(value->name(), PrefixOf(type)));
}

absl::optional<int> NumberOf(const google::protobuf::EnumDescriptor& type, absl::string_view word) {
  const std::string prefix = PrefixOf(type);
  const std::string upper = absl::AsciiStrToUpper(word);
  const auto* value = type.FindValueByName(absl::StrCat(prefix, absl::StripPrefix(upper, prefix)));
  if (value == nullptr || value->number() == 0) return absl::nullopt;
  return value->number();
}

std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) words.push_back(WordOf(type, type.value(i)->number()));
  }
  return words;
}

}  // namespace redress::client
