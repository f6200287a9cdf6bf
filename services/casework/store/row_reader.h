// Reads the cells of one row that ReadSql gave, from left to right. The schema's CHECKs see to it that every word is one. Lives
// as long as its row.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/casework/domain/words.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// The cells of a row: empty for NULL, bytes as hexadecimal digits.
using Row = std::vector<std::string>;

class RowReader {
 public:
  explicit RowReader(const Row& row) : row_(row) {}

  const std::string& Text() { return row_.at(at_++); }
  std::string Bytes() { return absl::HexStringToBytes(Text()); }
  bool Flag() { return Text() == "true"; }
  template <class Integer = int>
  Integer Number() {
    Integer number = 0;
    return absl::SimpleAtoi(Text(), &number) ? number : 0;
  }
  template <class E>
  E Of() {
    return ValueOf<E>(Text()).value();
  }
  template <class E>
  absl::optional<E> OfOrNothing() {
    return ValueOf<E>(Text());
  }
  BusinessTime Time() { return BusinessTime::FromUnixMicros(Number<int64_t>()); }
  absl::optional<BusinessTime> TimeOrNothing() {
    int64_t micros = 0;
    if (!absl::SimpleAtoi(Text(), &micros)) return absl::nullopt;
    return BusinessTime::FromUnixMicros(micros);
  }
  // What people wrote. That it cannot be opened, Done tells.
  std::string Words(const CaseSeal& seal, const CaseSeal::Place& place) {
    absl::StatusOr<std::string> words = seal.Open(place, Bytes());
    if (words.ok()) return *std::move(words);
    status_.Update(words.status());
    return "";
  }

  // `value`, made of what was read; or the first failure to open words.
  template <class Value>
  absl::StatusOr<Value> Done(Value value) const {
    if (!status_.ok()) return status_;
    return value;
  }

 private:
  const Row& row_;
  size_t at_ = 0;
  absl::Status status_;
};

}  // namespace redress::casework
