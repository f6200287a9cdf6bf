// Business time and money ↔ their messages, whole microseconds and minor units. Pure functions, for everything in compensation
// that speaks protocol buffers.
#pragma once

#include <string>

#include "google/protobuf/timestamp.pb.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "redress/type/v1/type.pb.h"

namespace redress::compensation {

inline google::protobuf::Timestamp ToProto(BusinessTime time) {
  google::protobuf::Timestamp proto;
  int64_t seconds = time.micros() / 1'000'000, micros = time.micros() % 1'000'000;
  if (micros < 0) --seconds, micros += 1'000'000;
  proto.set_seconds(seconds);
  proto.set_nanos(static_cast<int32_t>(micros * 1'000));
  return proto;
}

inline BusinessTime FromProto(const google::protobuf::Timestamp& proto) {
  return BusinessTime::FromUnixMicros(proto.seconds() * 1'000'000 + proto.nanos() / 1'000);
}

inline type::v1::Money ToProto(const Money& money) {
  type::v1::Money proto;
  proto.set_currency_code(std::string(money.currency.code()));
  proto.set_amount_minor(money.minor);
  return proto;
}

}  // namespace redress::compensation
