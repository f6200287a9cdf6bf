// Business time ↔ google.protobuf.Timestamp, whole microseconds. Pure functions, for everything in routing that speaks protocol
// buffers.
#pragma once

#include "google/protobuf/timestamp.pb.h"
#include "libs/base/time.h"

namespace redress::routing {

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

}  // namespace redress::routing
