// Reads one request of casework field by field and keeps what is wrong with it. For the functions of parse.h, each of which makes
// one, reads with it and ends with Finish. Not thread safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/error.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "redress/type/v1/type.pb.h"
#include "services/casework/domain/case_file.h"

namespace redress::casework {

class RequestReader {
 public:
  // Names every text of the request that nobody could store. The request must outlive this.
  explicit RequestReader(const google::protobuf::Message& request);

  // The field `request_id`.
  Uuid RequestId();
  // The number in a name of `collection` (`cases/`); empty where it is none.
  std::string Number(absl::string_view collection, absl::string_view name, absl::string_view field);
  // The bare id in a name like `pattern` (`agents/*`); empty where it is none.
  std::string Id(absl::string_view pattern, absl::string_view name, absl::string_view field);
  // The same for a name that may be missing.
  std::string IdOrNothing(absl::string_view pattern, absl::string_view name, absl::string_view field);
  // A time that may be missing.
  absl::optional<BusinessTime> Time(bool present, const google::protobuf::Timestamp& time, absl::string_view field);
  // A tag as far as its form goes: UPPER_SNAKE_CASE words. Empty where the first level is.
  Tag TagIn(const type::v1::Tag& tag, absl::string_view field);
  // An amount that is not negative.
  absl::optional<Money> Amount(const type::v1::Money& money, absl::string_view field);
  // The hash of a plan: 64 hexadecimal digits.
  std::string Hash(const std::string& hash, absl::string_view field);
  // Text of at most so many code points.
  std::string AtMost(size_t most, const std::string& text, absl::string_view field);

  // Adds a violation where `given` is false.
  void Require(bool given, absl::string_view field, absl::string_view description = "required");

  // OK, or everything that is wrong.
  absl::Status Finish() const;

 private:
  const google::protobuf::Message& request_;
  Violations violations_;
  std::string number_reason_;  // of the first number that is none
};

}  // namespace redress::casework
