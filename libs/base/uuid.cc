#include "libs/base/uuid.h"

#include "absl/time/clock.h"
#include "absl/types/span.h"
#include "libs/base/error.h"
#include "libs/base/random.h"

namespace redress {
namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr size_t kTextSize = 36;

constexpr bool IsDash(size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void SetVersion(Uuid::Bytes& bytes, int version) {
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
}

}  // namespace

Uuid Uuid::Random() {
  Bytes bytes;
  FillUnique(absl::MakeSpan(bytes));
  SetVersion(bytes, 4);
  return Uuid(bytes);
}

Uuid Uuid::NewOrdered() {
  Bytes bytes;
  FillUnique(absl::MakeSpan(bytes));
  const int64_t milliseconds = absl::GetCurrentTimeNanos() / 1'000'000;
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(milliseconds >> (8 * (5 - i)));
  SetVersion(bytes, 7);
  return Uuid(bytes);
}

absl::StatusOr<Uuid> Uuid::Parse(absl::string_view text) {
  bool valid = text.size() == kTextSize;
  Bytes bytes{};
  size_t digits = 0;
  for (size_t i = 0; valid && i < kTextSize; ++i) {
    if (IsDash(i)) {
      valid = text[i] == '-';
      continue;
    }
    const int value = HexValue(text[i]);
    valid = value >= 0;
    bytes[digits / 2] = static_cast<uint8_t>(bytes[digits / 2] << 4 | (value & 0x0f));
    ++digits;
  }
  if (!valid) return Error(absl::StatusCode::kInvalidArgument, "INVALID_UUID", "a UUID has 32 hexadecimal digits in 5 groups");
  return Uuid(bytes);
}

std::string Uuid::ToString() const {
  std::string text(kTextSize, '-');
  size_t digits = 0;
  for (size_t i = 0; i < kTextSize; ++i) {
    if (IsDash(i)) continue;
    const uint8_t byte = bytes_[digits / 2];
    text[i] = kHex[digits % 2 == 0 ? byte >> 4 : byte & 0x0f];
    ++digits;
  }
  return text;
}

}  // namespace redress
