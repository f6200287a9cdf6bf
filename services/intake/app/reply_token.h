// Tokens that bind an answer to a complaint: put into a message or a link for its customer, given back with what they answer.
// Whoever holds one may answer that complaint and nothing more. Pure but for the key ring; thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/vault/key_ring.h"
#include "services/intake/app/submit.h"

namespace redress::intake {

struct IssuedToken {
  std::string token;
  BusinessTime expire_time;
};

// 30 days from `now` where no time is asked for. INVALID_ARGUMENT naming `expire_time` where it is past or beyond 90 days.
absl::StatusOr<IssuedToken> IssueReplyToken(const vault::KeyRing& ring, const ReplyTarget& target,
                                            absl::optional<BusinessTime> expire_time, BusinessTime now);

// INVALID_ARGUMENT where it is no such token; FAILED_PRECONDITION where it is expired.
absl::StatusOr<ReplyTarget> ReadReplyToken(const vault::KeyRing& ring, absl::string_view token, BusinessTime now);

}  // namespace redress::intake
