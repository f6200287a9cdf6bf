// A small client of Redis on hiredis: one connection, opened when needed and thrown away after any error (a hiredis context is
// dead then, and the answers of a pipeline are lost). What was in flight is unknown to the caller. Not thread safe: one a thread.
#pragma once

#include <hiredis/hiredis.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace redress::events {

struct RedisOptions {
  std::string address = "127.0.0.1:6379";  // host:port, or unix:/path
  absl::Duration connect_timeout = absl::Seconds(1);
  absl::Duration read_timeout = absl::Seconds(2);  // must exceed any BLOCK
};

struct RedisReplyDeleter {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using RedisReply = std::unique_ptr<redisReply, RedisReplyDeleter>;
using RedisCommand = std::vector<std::string>;

class RedisClient {
 public:
  explicit RedisClient(RedisOptions options) : options_(std::move(options)) {}
  RedisClient(const RedisClient&) = delete;
  RedisClient& operator=(const RedisClient&) = delete;

  // One command. UNAVAILABLE, reason REDIS_UNAVAILABLE when there is no answer (whether it was carried out is unknown); an error
  // reply is the status of ReplyError.
  absl::StatusOr<RedisReply> Run(const RedisCommand& command);
  // Several commands in one round trip. Error replies stay in the vector; a lost connection fails all.
  absl::StatusOr<std::vector<RedisReply>> Pipeline(const std::vector<RedisCommand>& commands);
  // Counts connections opened so far: a new one knows no scripts.
  int connections() const { return connections_; }
  void Disconnect() { context_.reset(); }

 private:
  struct ContextDeleter {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  absl::Status Connect();
  absl::Status Lost(absl::string_view what);
  void Send(const RedisCommand& command);

  const RedisOptions options_;
  std::unique_ptr<redisContext, ContextDeleter> context_;
  int connections_ = 0;
};

// OK unless the reply is an error: FAILED_PRECONDITION with the error's first word as reason (`NOSCRIPT`, `WRONGTYPE`,
// `NOGROUP`), UNAVAILABLE for LOADING, BUSY, READONLY, MASTERDOWN, OOM and CLUSTERDOWN.
absl::Status ReplyError(const redisReply& reply);
absl::string_view ReplyString(const redisReply& reply);

}  // namespace redress::events
