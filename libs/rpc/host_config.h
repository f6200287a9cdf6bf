// What a process of the suite is told about itself: where it listens, whose tokens it believes, whom it calls, how much it takes
// on. The keys stand at the top of the YAML and are shared by all services of a process; what only one service needs is in that
// service's own struct.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "libs/config/checks.h"

namespace redress::rpc {

struct GrpcConfig {
  std::string address = "127.0.0.1:0";
  int message_bytes_max = 16 << 20;
  absl::Duration drain_max = absl::Seconds(10);

  template <class V>
  void Visit(V& v) {
    v.Field("address", &address, "Where gRPC listens; port 0 takes a free one.", config::HostAndPort());
    v.Field("message_bytes_max", &message_bytes_max, "The greatest request; fields have limits of their own.",
            config::InRange(1 << 10, 1 << 30));
    v.Field("drain_max", &drain_max, "After SIGTERM running calls have so long to finish.",
            config::InRange(absl::ZeroDuration(), absl::Minutes(10)));
  }
};

struct MetricsConfig {
  std::string address = "127.0.0.1:0";

  template <class V>
  void Visit(V& v) {
    v.Field("address", &address, "Where GET /metrics is answered; empty: nowhere.", config::EmptyOr(config::HostAndPort()));
  }
};

struct AuthConfig {
  std::string keys_dir;
  std::string service_key;
  std::string service_kid;
  std::string issuer = "redress";
  std::string audience = "redress";
  absl::Duration clock_skew = absl::Seconds(60);
  int cache_entries_max = 10'000;

  template <class V>
  void Visit(V& v) {
    v.Field("keys_dir", &keys_dir, "Folder of public keys, <kid>.pem; read again when a token names an unknown one.");
    v.Field("service_key", &service_key,
            "File of the private key (ES256, PEM) that signs this process's own tokens; empty: a key that only this process "
            "believes.");
    v.Field("service_kid", &service_kid, "Its key id.");
    v.Field("issuer", &issuer, "The `iss` that tokens must carry.", config::NotEmpty());
    v.Field("audience", &audience, "The `aud` that tokens must carry.", config::NotEmpty());
    v.Field("clock_skew", &clock_skew, "How far the clocks of issuers may be apart from ours.",
            config::InRange(absl::ZeroDuration(), absl::Minutes(10)));
    v.Field("cache_entries_max", &cache_entries_max, "Verified tokens that are remembered.", config::InRange(16, 10'000'000));
  }
};

struct AdmissionConfig {
  int concurrent_calls_max = 1'000;
  int caller_calls_per_s = 5'000;
  int caller_burst = 5'000;

  template <class V>
  void Visit(V& v) {
    v.Field("concurrent_calls_max", &concurrent_calls_max,
            "More calls at once are refused: UNAVAILABLE, OVERLOADED. 0: no limit.", config::InRange(0, 1'000'000));
    v.Field(
        "caller_calls_per_s", &caller_calls_per_s,
        "More calls of one caller are refused: RESOURCE_EXHAUSTED, CALLER_QUOTA. Not for the suite's own services. 0: no limit.",
        config::InRange(0, 10'000'000));
    v.Field("caller_burst", &caller_burst, "So many calls a caller may make at once after a rest.",
            config::InRange(1, 10'000'000));
  }
};

struct PeersConfig {
  std::string intake;
  std::string classification;
  std::string routing;
  std::string casework;
  std::string compensation;
  std::string sla;
  std::string outreach;
  std::string analytics;
  std::string platform;

  template <class V>
  void Visit(V& v) {
    v.Field("intake", &intake, "Address of intake; not used where it runs in this process.");
    v.Field("classification", &classification, "Address of classification; not used where it runs in this process.");
    v.Field("routing", &routing, "Address of routing; not used where it runs in this process.");
    v.Field("casework", &casework, "Address of casework; not used where it runs in this process.");
    v.Field("compensation", &compensation, "Address of compensation; not used where it runs in this process.");
    v.Field("sla", &sla, "Address of sla; not used where it runs in this process.");
    v.Field("outreach", &outreach, "Address of outreach; not used where it runs in this process.");
    v.Field("analytics", &analytics, "Address of analytics; not used where it runs in this process.");
    v.Field("platform", &platform, "Address of the shop's PlatformService; not used where it runs in this process.");
  }
};

struct HostConfig {
  GrpcConfig grpc;
  MetricsConfig metrics;
  AuthConfig auth;
  AdmissionConfig admission;
  PeersConfig peers;
  std::string business_time = "system";
  absl::Duration health_interval = absl::Seconds(1);

  template <class V>
  void Visit(V& v) {
    v.Group("grpc", &grpc, "The gRPC server.");
    v.Group("metrics", &metrics, "The metrics of the process.");
    v.Group("auth", &auth, "Who is believed.");
    v.Group("admission", &admission, "How much is taken on.");
    v.Group("peers", &peers, "Where the other services are.");
    v.Field("business_time", &business_time, "`system`, or `file:<path>`: stepped by a demo or a test, shared by its processes.");
    v.Field("health_interval", &health_interval, "How often dependencies are looked at.",
            config::InRange(absl::Milliseconds(10), absl::Minutes(1)));
  }
};

}  // namespace redress::rpc
