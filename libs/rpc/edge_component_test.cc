// The edge behind a real gRPC server: who gets in, what comes back, what is refused.
#include <catch2/catch.hpp>
#include <thread>

#include "absl/synchronization/notification.h"
#include "libs/base/error.h"
#include "libs/rpc/status.h"
#include "libs/rpc/testing/harness.h"

namespace redress::rpc::testing {
namespace {

absl::Status Call(EchoProcess& echo, const std::string& token, EchoResponse* response = nullptr) {
  return FromGrpc(echo.Echo(token, {}, response));
}

TEST_CASE("whoever has no good token is refused before the request is looked at", "[rpc]") {
  EchoProcess echo;
  TokenClaims claims = Keys::Claims("agents/a-li", "SPECIALIST");
  const absl::Time now = claims.issued;
  std::string token, reason;
  SECTION("none") {
    reason = "TOKEN_MISSING";
  }
  SECTION("signed with another key") {
    token = *SignToken({"k1", GenerateKeyPair()->private_pem}, claims);
    reason = "TOKEN_SIGNATURE";
  }
  SECTION("expired") {
    claims.expires = now - absl::Seconds(61);
    token = echo.keys().Sign(claims);
    reason = "TOKEN_EXPIRED";
  }
  SECTION("for somebody else") {
    claims.audience = "shop";
    token = echo.keys().Sign(claims);
    reason = "TOKEN_AUDIENCE";
  }
  SECTION("issued in the future") {
    claims.issued = now + absl::Minutes(5);
    token = echo.keys().Sign(claims);
    reason = "TOKEN_NOT_YET_VALID";
  }
  EchoRequest bad;
  bad.set_text("caf\xe9");
  const absl::Status status = FromGrpc(echo.Echo(token, bad));
  CHECK(status.code() == absl::StatusCode::kUnauthenticated);
  CHECK(ReasonOf(status) == reason);
}

TEST_CASE("the authorization header is one bearer token", "[rpc]") {
  EchoProcess echo;
  const std::string good = echo.keys().Token("agents/a-li", "SPECIALIST");
  grpc::ClientContext context;
  Prepare(&context, "");
  SECTION("another scheme") {
    context.AddMetadata("authorization", "Basic " + good);
  }
  SECTION("nothing after the scheme") {
    context.AddMetadata("authorization", "Bearer ");
  }
  SECTION("two of them") {
    context.AddMetadata("authorization", "Bearer " + good);
    context.AddMetadata("authorization", "Bearer " + good);
  }
  EchoResponse response;
  CHECK(ReasonOf(FromGrpc(echo.stub().Echo(&context, {}, &response))) == "TOKEN_MALFORMED");
}

TEST_CASE("the roles of the rule are let in, with their name, others are not", "[rpc]") {
  EchoProcess echo;
  EchoResponse response;
  CHECK(Call(echo, echo.keys().Token("agents/a-li", "SPECIALIST"), &response).ok());
  CHECK(response.subject() == "agents/a-li");
  const absl::Status refused = Call(echo, echo.keys().Token("agents/b-wu", "AUDITOR"));
  CHECK(refused.code() == absl::StatusCode::kPermissionDenied);
  CHECK(ReasonOf(refused) == "ROLE_NOT_ALLOWED");
}

TEST_CASE("a service is let in by name", "[rpc]") {
  EchoProcess echo;
  const auto call = [&](const std::string& subject) {
    grpc::ClientContext context;
    Prepare(&context, echo.keys().Token(subject, "SERVICE"));
    EchoResponse response;
    return ReasonOf(FromGrpc(echo.stub().EchoOfService(&context, {}, &response)));
  };
  CHECK(call("services/caller") == "");
  CHECK(call("services/other") == "SERVICE_NOT_ALLOWED");
}

TEST_CASE("a public method needs no token, but a wrong one is refused there too", "[rpc]") {
  EchoProcess echo;
  const auto call = [&](const std::string& token) {
    grpc::ClientContext context;
    Prepare(&context, token);
    EchoResponse response;
    return FromGrpc(echo.stub().EchoToAll(&context, {}, &response));
  };
  CHECK(call("").ok());
  CHECK(call(echo.keys().Token("agents/a-li", "ANALYST")).ok());
  CHECK(call("x.y.z").code() == absl::StatusCode::kUnauthenticated);
}

TEST_CASE("a handler's error arrives as it was made", "[rpc]") {
  EchoProcess echo;
  echo.handler().body = [](const Caller&, const std::string&) -> absl::StatusOr<EchoResponse> {
    Violations violations;
    violations.Add("complaint.text", "不能为空");
    violations.Add("complaint.orders[2]", "named twice");
    return WithRetryDelay(violations.ToStatus(), absl::Seconds(3));
  };
  const absl::Status status = Call(echo, echo.keys().Token("agents/a-li", "SPECIALIST"));
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(status) == "INVALID_FIELDS");
  CHECK(ViolationsOf(status) ==
        std::vector<FieldViolation>{{"complaint.text", "不能为空"}, {"complaint.orders[2]", "named twice"}});
  CHECK(RetryDelayOf(status) == absl::Seconds(3));
}

TEST_CASE("what a handler throws is told inside, not outside", "[rpc]") {
  EchoProcess echo;
  echo.handler().body = [](const Caller&, const std::string&) -> absl::StatusOr<EchoResponse> {
    throw std::runtime_error("SELECT secret");
  };
  echo.handler().later = [](Pending<EchoResponse>) { throw 17; };
  const std::string token = echo.keys().Token("agents/a-li", "SPECIALIST");
  const grpc::Status sync = echo.Echo(token);
  CHECK(sync.error_code() == grpc::StatusCode::INTERNAL);
  CHECK(sync.error_message() == "internal error");
  grpc::ClientContext context;
  Prepare(&context, token);
  EchoResponse response;
  CHECK(echo.stub().EchoLater(&context, {}, &response).error_code() == grpc::StatusCode::INTERNAL);
}

TEST_CASE("invalid UTF-8 and undeclared enum numbers are refused naming the field, and no handler runs", "[rpc]") {
  EchoProcess echo;
  echo.handler().body = [](const Caller&, const std::string&) -> absl::StatusOr<EchoResponse> {
    return absl::UnimplementedError("ran");
  };
  EchoRequest request;
  request.set_text("caf\xe9");
  request.mutable_leaf()->set_colour(static_cast<Colour>(77));
  const std::string token = echo.keys().Token("agents/a-li", "SPECIALIST");
  const auto violations = ViolationsOf(FromGrpc(echo.Echo(token, request)));
  REQUIRE(violations.size() == 2);
  CHECK(violations[0].field == "text");
  CHECK(violations[1].field == "leaf.colour");
  EchoLaterRequest later;
  later.set_text("\xff");
  grpc::ClientContext context;
  Prepare(&context, token);
  EchoResponse response;
  CHECK(ViolationsOf(FromGrpc(echo.stub().EchoLater(&context, later, &response))).size() == 1);
}

TEST_CASE("the deadline is the caller's or the method's, whichever is sooner", "[rpc]") {
  EchoProcess echo;
  const auto left = [&](absl::Duration timeout) {
    grpc::ClientContext context;
    Prepare(&context, echo.keys().Token("services/caller", "SERVICE"), timeout);
    EchoResponse response;
    REQUIRE(echo.stub().EchoOfService(&context, {}, &response).ok());
    return response.deadline_ms();
  };
  CHECK(left(absl::Hours(1)) <= 3000);  // deadline_ms_max of the method
  CHECK(left(absl::Hours(1)) > 0);
  CHECK(left(absl::Milliseconds(2000)) <= 2100);  // gRPC rounds what it sends up
}

TEST_CASE("a cancelled call can be seen by its handler", "[rpc]") {
  EchoProcess echo;
  absl::Notification running, cancelled;
  echo.handler().body = [&](const Caller& caller, const std::string&) -> absl::StatusOr<EchoResponse> {
    running.Notify();
    Stopper tick;
    const Deadline patience = Deadline::After(absl::Seconds(20));
    while (!caller.Cancelled() && !patience.Expired()) tick.WaitFor(absl::Milliseconds(1));
    const absl::Status alive = caller.CheckAlive();
    if (alive.code() == absl::StatusCode::kCancelled) cancelled.Notify();
    return alive;
  };
  grpc::ClientContext context;
  Prepare(&context, echo.keys().Token("agents/a-li", "SPECIALIST"));
  std::thread canceller([&] {
    running.WaitForNotification();
    context.TryCancel();
  });
  EchoResponse response;
  CHECK(echo.stub().Echo(&context, {}, &response).error_code() == grpc::StatusCode::CANCELLED);
  canceller.join();
  CHECK(cancelled.WaitForNotificationWithTimeout(absl::Seconds(20)));
}

TEST_CASE("a trace goes through a call", "[rpc]") {
  EchoProcess echo;
  grpc::ClientContext context;
  Prepare(&context, echo.keys().Token("agents/a-li", "SPECIALIST"));
  context.AddMetadata("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  EchoResponse response;
  REQUIRE(echo.stub().Echo(&context, {}, &response).ok());
  CHECK(response.trace_id() == "0af7651916cd43dd8448eb211c80319c");
}

TEST_CASE("overload and a caller's quota are refused with the time to come back", "[rpc]") {
  HostConfig config;
  config.admission = {.concurrent_calls_max = 1, .caller_calls_per_s = 1, .caller_burst = 2};
  EchoProcess echo(config);
  absl::Notification running, release;
  echo.handler().body = [&](const Caller&, const std::string&) -> absl::StatusOr<EchoResponse> {
    running.Notify();
    release.WaitForNotification();
    return EchoResponse();
  };
  std::thread first([&] { CHECK(Call(echo, echo.keys().Token("agents/a-li", "SPECIALIST")).ok()); });
  running.WaitForNotification();
  const absl::Status overload = Call(echo, echo.keys().Token("agents/b-wu", "SPECIALIST"));
  CHECK(overload.code() == absl::StatusCode::kUnavailable);
  CHECK(ReasonOf(overload) == "OVERLOADED");
  CHECK(RetryDelayOf(overload).has_value());
  const std::string token = echo.keys().Token("agents/b-wu", "SPECIALIST");
  CHECK(ReasonOf(Call(echo, token)) == "OVERLOADED");
  const absl::Status quota = Call(echo, token);
  CHECK(quota.code() == absl::StatusCode::kResourceExhausted);
  CHECK(ReasonOf(quota) == "CALLER_QUOTA");
  CHECK(RetryDelayOf(quota).has_value());
  release.Notify();
  first.join();
}

TEST_CASE("an answer may come later, from another thread, and a dropped one is an error", "[rpc]") {
  EchoProcess echo;
  const std::string token = echo.keys().Token("agents/a-li", "SPECIALIST");
  const auto call = [&](EchoResponse* response) {
    grpc::ClientContext context;
    Prepare(&context, token);
    return echo.stub().EchoLater(&context, {}, response);
  };
  std::vector<std::thread> threads;
  echo.handler().later = [&](Pending<EchoResponse> pending) {
    threads.emplace_back([p = std::make_shared<Pending<EchoResponse>>(std::move(pending))] {
      p->Finish(EchoHandler::Reply(p->caller(), "later"));
    });
  };
  EchoResponse response;
  CHECK(call(&response).ok());
  CHECK(response.subject() == "agents/a-li");
  CHECK(response.text() == "later");
  for (std::thread& thread : threads) thread.join();
  echo.handler().later = [](Pending<EchoResponse>) {};
  CHECK(call(&response).error_code() == grpc::StatusCode::INTERNAL);
  echo.handler().later = [](Pending<EchoResponse> pending) {
    pending.Finish(Error(absl::StatusCode::kAborted, "ETAG", "changed"));
  };
  CHECK(ReasonOf(FromGrpc(call(&response))) == "ETAG");
}

TEST_CASE("calls are counted by method and code", "[rpc]") {
  EchoProcess echo;
  REQUIRE(Call(echo, echo.keys().Token("agents/a-li", "SPECIALIST")).ok());
  REQUIRE_FALSE(Call(echo, "").ok());
  echo.process().Drain();
  const std::string text = echo.process().metrics().ToText();
  const std::string method = "redress.rpc.testing.EchoService/Echo";
  CHECK_THAT(text, Catch::Contains("redress_rpc_requests_total{code=\"OK\",method=\"" + method + "\"} 1"));
  CHECK_THAT(text, Catch::Contains("redress_rpc_requests_total{code=\"UNAUTHENTICATED\",method=\"" + method + "\"} 1"));
}

}  // namespace
}  // namespace redress::rpc::testing
