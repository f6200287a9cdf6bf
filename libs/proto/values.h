// Values of libs/base ↔ the messages that carry them: times in whole microseconds, money in minor units. For everything that
// speaks protocol buffers; overloads of ToProto beside those of a service. Pure functions, thread safe; none of them fails on
// what a stranger sends.
#pragma once

#include "absl/types/optional.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "redress/type/v1/type.pb.h"

namespace redress {

google::protobuf::Timestamp ToProto(BusinessTime time);
type::v1::Money ToProto(const Money& money);

// The time, nanoseconds cut off. What lies beyond the years that a Timestamp may have becomes some time far away.
BusinessTime TimeOf(const google::protobuf::Timestamp& proto);
// The same where a caller may have made a mistake: nothing outside the years 0001 to 9999 and nanos outside 0 … 999,999,999.
absl::optional<BusinessTime> ParseTime(const google::protobuf::Timestamp& proto);

}  // namespace redress
