#include "libs/proto/values.h"

#include <string>

#include "absl/time/time.h"

namespace redress {
namespace {

constexpr int64_t kMicros = 1'000'000;
constexpr int64_t kSecondsMin = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr int64_t kSecondsMax = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr int32_t kNanosMax = 999'999'999;

}  // namespace

google::protobuf::Timestamp ToProto(BusinessTime time) {
  google::protobuf::Timestamp proto;
  int64_t seconds = time.micros() / kMicros, micros = time.micros() % kMicros;
  if (micros < 0) --seconds, micros += kMicros;  // a Timestamp's nanos count forward, before 1970 too
  proto.set_seconds(seconds);
  proto.set_nanos(static_cast<int32_t>(micros * 1'000));
  return proto;
}

type::v1::Money ToProto(const Money& money) {
  type::v1::Money proto;
  proto.set_currency_code(std::string(money.currency.code()));
  proto.set_amount_minor(money.minor);
  return proto;
}

BusinessTime TimeOf(const google::protobuf::Timestamp& proto) {
  return BusinessTime::FromAbsl(absl::FromUnixSeconds(proto.seconds()) + absl::Nanoseconds(proto.nanos()));
}

absl::optional<BusinessTime> ParseTime(const google::protobuf::Timestamp& proto) {
  if (proto.seconds() < kSecondsMin || proto.seconds() > kSecondsMax) return absl::nullopt;
  if (proto.nanos() < 0 || proto.nanos() > kNanosMax) return absl::nullopt;
  return TimeOf(proto);
}

}  // namespace redress
