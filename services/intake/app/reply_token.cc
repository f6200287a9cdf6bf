#include "services/intake/app/reply_token.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::intake {
namespace {

constexpr absl::string_view kPurpose = "intake.reply";
constexpr absl::Duration kUsual = absl::Hours(24 * 30);
constexpr absl::Duration kLongest = absl::Hours(24 * 90);

}  // namespace

absl::StatusOr<IssuedToken> IssueReplyToken(const vault::KeyRing& ring, const ReplyTarget& target,
                                            absl::optional<BusinessTime> expire_time, BusinessTime now) {
  const BusinessTime expiry = expire_time.value_or(now + kUsual);
  Violations violations;
  if (expiry <= now || expiry > now + kLongest) violations.Add("expire_time", "after now, at most 90 days from now");
  RETURN_IF_ERROR(violations.ToStatus());
  return IssuedToken{ring.SignToken(kPurpose, absl::StrCat(target.number, ".", target.partition), expiry), expiry};
}

absl::StatusOr<ReplyTarget> ReadReplyToken(const vault::KeyRing& ring, absl::string_view token, BusinessTime now) {
  ASSIGN_OR_RETURN(const std::string payload, ring.VerifyToken(kPurpose, token, now));
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(payload, absl::MaxSplits('.', 1));
  ReplyTarget target;
  if (!absl::SimpleAtoi(parts.first, &target.number) || !absl::SimpleAtoi(parts.second, &target.partition)) {
    return absl::InternalError("a token that we signed does not say what it is for");
  }
  return target;
}

}  // namespace redress::intake
