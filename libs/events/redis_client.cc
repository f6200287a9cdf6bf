#include "libs/events/redis_client.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::events {
absl::Status ReplyError(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_ERROR) {
    return absl::OkStatus();
  }
  const absl::string_view text = ReplyString(reply);
  const absl::string_view word = text.substr(0, text.find(' '));
  for (const absl::string_view passing : {"LOADING", "BUSY", "READONLY", "MASTERDOWN", "OOM", "CLUSTERDOWN", "TRYAGAIN"}) {
    if (word == passing) {
      return Error(absl::StatusCode::kUnavailable, "REDIS_UNAVAILABLE", "Redis cannot serve now");
    }
  }
  return Error(absl::StatusCode::kFailedPrecondition, word, "Redis refuses a command");
}

absl::string_view ReplyString(const redisReply& reply) {
  return reply.str == nullptr ? absl::string_view() : absl::string_view(reply.str, reply.len);
}

absl::Status RedisClient::Lost(absl::string_view what) {
  context_.reset();
  return Error(absl::StatusCode::kUnavailable, "REDIS_UNAVAILABLE", what);
}

absl::Status RedisClient::Connect() {
  if (context_ != nullptr) {
    return absl::OkStatus();
  }
  const timeval patience = absl::ToTimeval(options_.connect_timeout);
  if (absl::StartsWith(options_.address, "unix:")) {
    context_.reset(redisConnectUnixWithTimeout(options_.address.substr(5).c_str(), patience));
  } else {
    const size_t colon = options_.address.rfind(':');
    int port = 0;
    if (colon == std::string::npos || !absl::SimpleAtoi(options_.address.substr(colon + 1), &port)) {
      return Error(absl::StatusCode::kInvalidArgument, "BAD_REDIS_ADDRESS", "the address of Redis is host:port or unix:/path");
    }
    context_.reset(redisConnectWithTimeout(options_.address.substr(0, colon).c_str(), port, patience));
  }
  if (context_ == nullptr || context_->err != 0) {
    return Lost("Redis does not answer");
  }
  redisSetTimeout(context_.get(), absl::ToTimeval(options_.read_timeout));
  redisEnableKeepAlive(context_.get());
  ++connections_;
  return absl::OkStatus();
}

void RedisClient::Send(const RedisCommand& command) {
  std::vector<const char*> arguments;
  std::vector<size_t> sizes;
  arguments.reserve(command.size());
  sizes.reserve(command.size());
  for (const std::string& argument : command) {
    arguments.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  redisAppendCommandArgv(context_.get(), static_cast<int>(command.size()), arguments.data(), sizes.data());
}

absl::StatusOr<std::vector<RedisReply>> RedisClient::Pipeline(const std::vector<RedisCommand>& commands) {
  RETURN_IF_ERROR(Connect());
  for (const RedisCommand& command : commands) {
    Send(command);
  }
  std::vector<RedisReply> replies;
  replies.reserve(commands.size());
  for (size_t i = 0; i < commands.size(); ++i) {
    void* reply = nullptr;
    if (redisGetReply(context_.get(), &reply) != REDIS_OK || reply == nullptr) {
      return Lost("the connection to Redis was lost");
    }
    replies.emplace_back(static_cast<redisReply*>(reply));
  }
  return replies;
}

absl::StatusOr<RedisReply> RedisClient::Run(const RedisCommand& command) {
  ASSIGN_OR_RETURN(std::vector<RedisReply> replies, Pipeline({command}));
  RETURN_IF_ERROR(ReplyError(*replies[0]));
  return std::move(replies[0]);
}

}  // namespace redress::events
