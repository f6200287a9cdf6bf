#include "libs/rpc/status.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "libs/base/error.h"
#include "libs/base/text.h"

namespace redress::rpc {
namespace {

TEST_CASE("an error crosses the wire intact: code, message, reason, fields and delay", "[rpc]") {
  const auto code = static_cast<absl::StatusCode>(GENERATE(3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16));
  absl::Status status = Error(code, "SOME_REASON", "什么都没有");
  status = WithViolations(status, {{"complaint.text", "too long"}, {"complaint.orders[2]", "twice"}});
  status = WithRetryDelay(status, absl::Milliseconds(1250));
  const absl::Status back = FromGrpc(ToGrpc(status));
  CHECK(back.code() == code);
  CHECK(back.message() == "什么都没有");
  CHECK(ReasonOf(back) == "SOME_REASON");
  CHECK(ViolationsOf(back) == ViolationsOf(status));
  CHECK(RetryDelayOf(back) == absl::Milliseconds(1250));
}

TEST_CASE("the domain is the suite's, and an error without a reason has its code for one", "[rpc]") {
  const google::rpc::Status wire = ToRpcStatus(absl::NotFoundError("none"));
  google::rpc::ErrorInfo info;
  REQUIRE(wire.details_size() == 1);
  REQUIRE(wire.details(0).UnpackTo(&info));
  CHECK(info.domain() == "redress");
  CHECK(info.reason() == "NOT_FOUND");
}

TEST_CASE("what is inside stays inside", "[rpc]") {
  const auto code = GENERATE(absl::StatusCode::kInternal, absl::StatusCode::kUnknown, absl::StatusCode::kDataLoss);
  const grpc::Status status = ToGrpc(absl::Status(code, "SELECT secret FROM vault"));
  CHECK(status.error_message() == "internal error");
  CHECK(status.error_details().find("SELECT") == std::string::npos);
}

TEST_CASE("whoever meets an unavailable service is told when to come back", "[rpc]") {
  CHECK(RetryDelayOf(FromGrpc(ToGrpc(absl::UnavailableError("down")))).has_value());
  CHECK_FALSE(RetryDelayOf(FromGrpc(ToGrpc(absl::NotFoundError("none")))).has_value());
}

TEST_CASE("an answer fits into the metadata that gRPC grants, however much is wrong", "[rpc]") {
  Violations violations;
  for (int i = 0; i < 500; ++i) violations.Add(absl::StrCat("requests[", i, "].complaint.text"), "不能为空，也不能太长");
  const grpc::Status status = ToGrpc(violations.ToStatus());
  CHECK(3 * status.error_message().size() + status.error_details().size() * 4 / 3 < 8000);
  CHECK(ValidUtf8(status.error_message()));
  const auto back = ViolationsOf(FromGrpc(status));
  CHECK(back.size() > 20);
  CHECK(back.back().field == "…");
}

TEST_CASE("an error of a proxy has a code and no reason", "[rpc]") {
  const absl::Status status = FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection refused"));
  CHECK(status.code() == absl::StatusCode::kUnavailable);
  CHECK(ReasonOf(status).empty());
  CHECK(FromGrpc(grpc::Status(grpc::StatusCode::ABORTED, "x", "not a proto")).code() == absl::StatusCode::kAborted);
}

TEST_CASE("OK is OK", "[rpc]") {
  CHECK(ToGrpc(absl::OkStatus()).ok());
  CHECK(FromGrpc(grpc::Status::OK).ok());
}

}  // namespace
}  // namespace redress::rpc
