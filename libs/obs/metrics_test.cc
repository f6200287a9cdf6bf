#include "libs/obs/metrics.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::obs {
namespace {

// The answer to a GET on the loopback, headers included; empty where nobody listens.
std::string Get(int port, const std::string& path) {
  const int socket_fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(socket_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = absl::StrCat("GET ", path, " HTTP/1.0\r\n\r\n");
    send(socket_fd, request.data(), request.size(), MSG_NOSIGNAL);
    char part[4096];
    for (ssize_t n; (n = recv(socket_fd, part, sizeof part, 0)) > 0;) answer.append(part, static_cast<size_t>(n));
  }
  close(socket_fd);
  return answer;
}

TEST_CASE("The same name and labels give the same metric", "[obs]") {
  Metrics metrics;
  prometheus::Counter& stored = metrics.Counter("redress_complaints_total", "Complaints.", {{"channel", "APP"}});
  CHECK(&stored == &metrics.Counter("redress_complaints_total", "Complaints.", {{"channel", "APP"}}));
  CHECK(&stored != &metrics.Counter("redress_complaints_total", "Complaints.", {{"channel", "WEB"}}));
}

TEST_CASE("Counts of many threads add up", "[obs]") {
  Metrics metrics;
  prometheus::Counter& counter = metrics.Counter("redress_rounds_total", "Rounds.");
  prometheus::Histogram& histogram = metrics.Histogram("redress_round_seconds", "Time of a round.");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        counter.Increment();
        histogram.Observe(0.003);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string text = metrics.ToText();
  CHECK(absl::StrContains(text, "redress_rounds_total 4000"));
  CHECK(absl::StrContains(text, "redress_round_seconds_bucket{le=\"0.0025\"} 0"));
  CHECK(absl::StrContains(text, "redress_round_seconds_bucket{le=\"0.005\"} 4000"));
}

TEST_CASE("The server shows the metrics on /metrics until it ends", "[obs]") {
  Metrics metrics;
  metrics.Gauge("redress_lag_events", "Lag.", {{"source", "intake"}}).Set(7);
  absl::StatusOr<std::unique_ptr<MetricsServer>> server = MetricsServer::Start("127.0.0.1:0", metrics);
  REQUIRE(server.ok());
  const int port = (*server)->port();
  const std::string answer = Get(port, "/metrics");
  CHECK(absl::StrContains(answer, " 200 "));
  CHECK(absl::StrContains(answer, "redress_lag_events{source=\"intake\"} 7"));
  CHECK(absl::StrContains(answer, "process_resident_memory_bytes "));
  CHECK(absl::StrContains(Get(port, "/elsewhere"), " 404 "));

  const auto second = MetricsServer::Start(absl::StrCat("127.0.0.1:", port), metrics);
  CHECK(second.status().code() == absl::StatusCode::kUnavailable);
  CHECK(ReasonOf(second.status()) == "METRICS_ADDRESS");

  server->reset();
  CHECK(Get(port, "/metrics").empty());
}

}  // namespace
}  // namespace redress::obs
