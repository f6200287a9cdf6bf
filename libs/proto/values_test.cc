#include "libs/proto/values.h"

#include <catch2/catch.hpp>
#include <limits>

namespace redress {
namespace {

google::protobuf::Timestamp Stamp(int64_t seconds, int32_t nanos = 0) {
  google::protobuf::Timestamp proto;
  proto.set_seconds(seconds);
  proto.set_nanos(nanos);
  return proto;
}

TEST_CASE("A time comes back as it went, before 1970 too, and its nanos are never negative", "[proto]") {
  for (const int64_t micros : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{-1'000'000}, int64_t{-1'500'000},
                               int64_t{1'764'000'000'123'456}, int64_t{-62'135'596'800'000'000}}) {
    const BusinessTime time = BusinessTime::FromUnixMicros(micros);
    const google::protobuf::Timestamp proto = ToProto(time);
    CAPTURE(micros);
    CHECK(proto.nanos() >= 0);
    CHECK(proto.nanos() < 1'000'000'000);
    CHECK(TimeOf(proto) == time);
    CHECK(ParseTime(proto) == time);
  }
  CHECK(TimeOf(Stamp(7, 1'999)) == BusinessTime::FromUnixMicros(7'000'001));
}

TEST_CASE("What is no Timestamp is told apart, and harms nobody who does not ask", "[proto]") {
  constexpr int64_t kFirst = -62'135'596'800, kLast = 253'402'300'799;
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max(), kLeast = std::numeric_limits<int64_t>::min();
  CHECK(ParseTime(Stamp(kFirst)).has_value());
  CHECK(ParseTime(Stamp(kLast, 999'999'999)).has_value());
  for (const auto& proto : {Stamp(kFirst - 1), Stamp(kLast + 1), Stamp(kMost), Stamp(kLeast), Stamp(0, -1),
                            Stamp(0, 1'000'000'000), Stamp(kMost, std::numeric_limits<int32_t>::max())}) {
    CAPTURE(proto.ShortDebugString());
    CHECK_FALSE(ParseTime(proto).has_value());
  }
  CHECK(TimeOf(Stamp(kMost)) > TimeOf(Stamp(kLast)));
  CHECK(TimeOf(Stamp(kLeast)) < TimeOf(Stamp(kFirst)));
}

TEST_CASE("Money goes by code and minor units; none has no code", "[proto]") {
  const type::v1::Money proto = ToProto(Money{-12'34, Currency::Cny()});
  CHECK(proto.currency_code() == "CNY");
  CHECK(proto.amount_minor() == -12'34);
  CHECK(ToProto(Money()).currency_code().empty());
}

}  // namespace
}  // namespace redress
