#include "libs/rpc/call_metrics.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "libs/rpc/testing/echo.pb.h"

namespace redress::rpc {
namespace {

TEST_CASE("every call is counted once, whichever thread counted it", "[rpc]") {
  const std::atomic<bool> ready{true};
  MethodTable methods;
  REQUIRE(methods.AddService("redress.rpc.testing.EchoService", &ready).ok());
  const Method& echo = *methods.Find(testing::EchoRequest::descriptor());
  obs::Metrics metrics;
  CallMetrics calls(metrics);
  calls.Open(methods);
  const MachineTime begin = MachineClock::Now();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 1000; ++k) calls.Count(echo.index, absl::StatusCode::kOk, begin, begin + absl::Milliseconds(3));
    });
  }
  for (std::thread& thread : threads) thread.join();
  calls.Count(echo.index, absl::StatusCode::kNotFound, begin, begin + absl::Hours(1));
  calls.Flush();
  const prometheus::Labels ok = {{"method", "redress.rpc.testing.EchoService/Echo"}, {"code", "OK"}};
  const prometheus::Labels not_found = {{"method", "redress.rpc.testing.EchoService/Echo"}, {"code", "NOT_FOUND"}};
  CHECK(metrics.Counter("redress_rpc_requests_total", "", ok).Value() == 4000);
  CHECK(metrics.Counter("redress_rpc_requests_total", "", not_found).Value() == 1);
  const std::string text = metrics.ToText();
  CHECK(text.find("redress_rpc_latency_seconds_count{method=\"redress.rpc.testing.EchoService/Echo\"} 4001") !=
        std::string::npos);
  CHECK(text.find("le=\"0.005\"} 4000") != std::string::npos);
}

}  // namespace
}  // namespace redress::rpc
