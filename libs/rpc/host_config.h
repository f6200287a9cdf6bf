// What a process of the suite is told about itself: where it listens, whose tokens it believes, whom it calls, how much it takes
// on. The keys stand at the top of the YAML and are shared by all services of a process; what only one service needs is in that
// service's own struct.
#pragma once

#include <cstdint>
#include <string>

namespace redress::rpc {

struct GrpcConfig {
  std::string address = "127.0.0.1:0";
  int message_bytes_max = 16 << 20;
  int drain_ms_max = 10'000;

  template <class V>
  void Visit(V& v) {
    v.Field("address", &address, "Where gRPC listens, host:port or unix:path; port 0 takes a free one");
    v.Field("message_bytes_max", &message_bytes_max, "Greatest request; fields have limits of their own");
    v.Field("drain_ms_max", &drain_ms_max, "After SIGTERM running calls have so long to finish");
  }
};

struct MetricsConfig {
  std::string address = "127.0.0.1:0";

  template <class V>
  void Visit(V& v) {
    v.Field("address", &address, "Where GET /metrics is answered; empty: nowhere");
  }
};

struct AuthConfig {
  std::string keys_dir;
  std::string service_key;
  std::string service_kid;
  std::string issuer = "redress";
  std::string audience = "redress";
  int clock_skew_s = 60;
  int cache_entries_max = 10'000;

  template <class V>
  void Visit(V& v) {
    v.Field("keys_dir", &keys_dir, "Folder of public keys, <kid>.pem; read again when a token names an unknown one");
    v.Field(
        "service_key", &service_key,
        "Private key (ES256, PEM) that signs this process's own tokens; empty: one is made, which only this process believes");
    v.Field("service_kid", &service_kid, "Its key id");
    v.Field("issuer", &issuer, "The `iss` that tokens must carry");
    v.Field("audience", &audience, "The `aud` that tokens must carry");
    v.Field("clock_skew_s", &clock_skew_s, "How far the clocks of issuers may be apart from ours");
    v.Field("cache_entries_max", &cache_entries_max, "Verified tokens that are remembered");
  }
};

struct AdmissionConfig {
  int concurrent_calls_max = 1'000;
  int caller_calls_per_s = 5'000;
  int caller_burst = 5'000;

  template <class V>
  void Visit(V& v) {
    v.Field("concurrent_calls_max", &concurrent_calls_max,
            "More calls at once are refused as UNAVAILABLE, OVERLOADED; 0: no limit");
    v.Field(
        "caller_calls_per_s", &caller_calls_per_s,
        "More calls of one caller (not of the suite's services) are refused as RESOURCE_EXHAUSTED, CALLER_QUOTA; 0: no limit");
    v.Field("caller_burst", &caller_burst, "How many calls a caller may make at once after a rest");
  }
};

struct PeersConfig {
  std::string intake;
  std::string classification;
  std::string routing;

  template <class V>
  void Visit(V& v) {
    v.Field("intake", &intake, "Address of intake; not used where it runs in this process");
    v.Field("classification", &classification, "Address of classification; not used where it runs in this process");
    v.Field("routing", &routing, "Address of routing; not used where it runs in this process");
  }
};

struct HostConfig {
  GrpcConfig grpc;
  MetricsConfig metrics;
  AuthConfig auth;
  AdmissionConfig admission;
  PeersConfig peers;
  std::string business_time = "system";
  int health_interval_ms = 1'000;

  template <class V>
  void Visit(V& v) {
    v.Group("grpc", &grpc);
    v.Group("metrics", &metrics);
    v.Group("auth", &auth);
    v.Group("admission", &admission);
    v.Group("peers", &peers);
    v.Field("business_time", &business_time, "`system`, or `file:<path>`: stepped by a demo or a test, shared by its processes");
    v.Field("health_interval_ms", &health_interval_ms, "How often dependencies are looked at");
  }
};

}  // namespace redress::rpc
