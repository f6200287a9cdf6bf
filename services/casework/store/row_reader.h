// Reads the cells of one row from left to right. The schema's CHECKs see to it that every word is one. Lives as long as its row.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/words.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

class RowReader {
 public:
  explicit RowReader(const pqxx::row& row) : row_(row) {}

  std::string Text() { return Next().c_str(); }
  template <class Number>
  Number As() {
    return Next().as<Number>();
  }
  template <class E>
  E Of() {
    return ValueOf<E>(Next().c_str()).value();
  }
  template <class E>
  absl::optional<E> OfOrNothing() {
    return ValueOf<E>(Next().c_str());
  }
  BusinessTime Time() { return BusinessTime::FromUnixMicros(As<int64_t>()); }
  absl::optional<BusinessTime> TimeOrNothing() {
    const pqxx::field field = Next();
    if (field.is_null()) return absl::nullopt;
    return BusinessTime::FromUnixMicros(field.as<int64_t>());
  }
  // Bytes as they are; empty for NULL.
  std::string Bytes() {
    const pqxx::field field = Next();
    return field.is_null() ? std::string() : pg::BytesOf(field);
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
  pqxx::field Next() { return row_[at_++]; }

  const pqxx::row& row_;
  pqxx::row::size_type at_ = 0;
  absl::Status status_;
};

}  // namespace redress::casework
