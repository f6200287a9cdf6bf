#include "libs/rpc/request_hash.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "libs/rpc/testing/echo.pb.h"

namespace redress::rpc {
namespace {

testing::EchoRequest Sample() {
  testing::EchoRequest request;
  request.set_request_id("0d3c1c2e-8f6a-4a6e-9a57-1f8f5e0b7a11");
  request.set_text("没收到货");
  for (const char* key : {"a", "b", "c", "d", "e"}) (*request.mutable_counts())[key] = 7;
  return request;
}

TEST_CASE("the same request has the same hash, whatever its request id", "[rpc]") {
  const testing::EchoRequest request = Sample();
  testing::EchoRequest other = Sample();
  other.set_request_id("something else");
  CHECK(RequestHash(request).size() == 32);
  CHECK(RequestHash(request) == RequestHash(other));
  CHECK(request.request_id() == Sample().request_id());
}

TEST_CASE("another body, also in a field this build does not know, has another hash", "[rpc]") {
  testing::EchoRequest other = Sample();
  other.mutable_leaf()->set_text("x");
  CHECK(RequestHash(Sample()) != RequestHash(other));
  testing::EchoRequest newer = Sample();
  newer.GetReflection()->MutableUnknownFields(&newer)->AddVarint(4000, 1);
  CHECK(RequestHash(Sample()) != RequestHash(newer));
}

TEST_CASE("requests of two types differ even where their bytes do not", "[rpc]") {
  CHECK(RequestHash(testing::EchoLaterRequest()) != RequestHash(testing::EchoToAllRequest()));
}

TEST_CASE("a request id is a UUID or the request is refused naming it", "[rpc]") {
  CHECK(RequireRequestId(Sample())->ToString() == Sample().request_id());
  const std::string bad = GENERATE("", "17", "0d3c1c2e-8f6a-4a6e-9a57-1f8f5e0b7a1");
  testing::EchoRequest request;
  request.set_request_id(bad);
  const absl::Status status = RequireRequestId(request).status();
  REQUIRE(ViolationsOf(status).size() == 1);
  CHECK(ViolationsOf(status)[0].field == "request_id");
}

}  // namespace
}  // namespace redress::rpc
