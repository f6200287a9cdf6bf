// A FeedReader over the owner's EventFeedService, in this process or elsewhere. It makes one attempt a call: consumers ask again
// by themselves, and their back-off must not be multiplied by retries below it. Thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/events/feed.h"
#include "libs/rpc/client.h"
#include "redress/events/v1/events.grpc.pb.h"

namespace redress::events {

class GrpcFeedReader final : public FeedReader {
 public:
  // `peer`: the owner of the logs that are asked for (`host.Peer("intake")`); must outlive the reader.
  explicit GrpcFeedReader(rpc::Peer& peer, absl::Duration timeout = absl::Seconds(5)) : client_(peer), timeout_(timeout) {}

  absl::StatusOr<ReadResult> Read(const std::string& source, const std::string& epoch, int partition, int64_t after,
                                  int limit) override;
  absl::StatusOr<HeadResult> Head(const std::string& source) override;

 private:
  rpc::Client<v1::EventFeedService> client_;
  const absl::Duration timeout_;
};

}  // namespace redress::events
