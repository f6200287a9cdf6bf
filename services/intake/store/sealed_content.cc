#include "services/intake/store/sealed_content.h"

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "libs/base/status_macros.h"

namespace redress::intake {
namespace {

// Never change the number of a field, never use one again.
enum Tag : uint8_t {
  kText = 1,
  kRemedySought = 2,
  kCustomerId = 3,
  kDisplayName = 4,
  kPhone = 5,
  kEmail = 6,
  kAddress = 7,
  kOrder = 8,
  kSourceMessageId = 9,
  kAuthorHandle = 10,
  kPermalink = 11,
};

void Append(std::string& bytes, Tag tag, const Secret& value) {
  const std::string& text = value.Reveal();
  if (text.empty()) return;
  bytes.push_back(static_cast<char>(tag));
  uint64_t length = text.size();
  for (; length >= 0x80; length >>= 7) bytes.push_back(static_cast<char>(length | 0x80));
  bytes.push_back(static_cast<char>(length));
  bytes += text;
}

absl::Status Damaged() {
  return absl::DataLossError("a sealed record is damaged");
}

// Takes a length from the front.
absl::StatusOr<uint64_t> TakeLength(absl::string_view& bytes) {
  uint64_t length = 0;
  for (int shift = 0; shift < 35 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    length |= uint64_t{byte & 0x7fu} << shift;
    if ((byte & 0x80) == 0) return length;
  }
  return Damaged();
}

absl::Status ForEach(absl::string_view bytes, absl::FunctionRef<void(uint8_t, Secret)> field) {
  while (!bytes.empty()) {
    const auto tag = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    ASSIGN_OR_RETURN(const uint64_t length, TakeLength(bytes));
    if (length > bytes.size()) return Damaged();
    field(tag, Secret(std::string(bytes.substr(0, length))));
    bytes.remove_prefix(length);
  }
  return absl::OkStatus();
}

}  // namespace

std::string EncodeContent(const Submission& said) {
  std::string bytes;
  bytes.reserve(said.text.Reveal().size() + 256);
  Append(bytes, kText, said.text);
  Append(bytes, kRemedySought, said.remedy_sought);
  Append(bytes, kCustomerId, said.customer.id);
  Append(bytes, kDisplayName, said.customer.display_name);
  Append(bytes, kPhone, said.customer.phone);
  Append(bytes, kEmail, said.customer.email);
  Append(bytes, kAddress, said.customer.address);
  for (const Secret& order : said.orders) Append(bytes, kOrder, order);
  Append(bytes, kSourceMessageId, said.source_message_id);
  Append(bytes, kAuthorHandle, said.author_handle);
  Append(bytes, kPermalink, said.permalink);
  return bytes;
}

absl::Status DecodeContent(absl::string_view bytes, Submission& said) {
  return ForEach(bytes, [&said](uint8_t tag, Secret value) {
    switch (tag) {
      case kText:
        said.text = std::move(value);
        break;
      case kRemedySought:
        said.remedy_sought = std::move(value);
        break;
      case kCustomerId:
        said.customer.id = std::move(value);
        break;
      case kDisplayName:
        said.customer.display_name = std::move(value);
        break;
      case kPhone:
        said.customer.phone = std::move(value);
        break;
      case kEmail:
        said.customer.email = std::move(value);
        break;
      case kAddress:
        said.customer.address = std::move(value);
        break;
      case kOrder:
        said.orders.push_back(std::move(value));
        break;
      case kSourceMessageId:
        said.source_message_id = std::move(value);
        break;
      case kAuthorHandle:
        said.author_handle = std::move(value);
        break;
      case kPermalink:
        said.permalink = std::move(value);
        break;
      default:
        break;
    }
  });
}

std::string EncodeContent(const ContactFacts& said) {
  std::string bytes;
  Append(bytes, kText, said.text);
  Append(bytes, kSourceMessageId, said.source_message_id);
  return bytes;
}

absl::Status DecodeContent(absl::string_view bytes, ContactFacts& said) {
  return ForEach(bytes, [&said](uint8_t tag, Secret value) {
    if (tag == kText) {
      said.text = std::move(value);
    } else if (tag == kSourceMessageId) {
      said.source_message_id = std::move(value);
    }
  });
}

}  // namespace redress::intake
