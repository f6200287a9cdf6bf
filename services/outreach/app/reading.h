// What staff may look at: the notices of a case, and how one would read.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/outreach/app/context.h"

namespace redress::outreach {

// Oldest first. NOT_FOUND, reason CASE_NOT_FOUND.
absl::StatusOr<std::vector<Notice>> ReadNotices(const Context& context, const std::string& case_number);

struct PreviewQuestion {
  std::string case_number;
  NoticeKind kind = NoticeKind::kAccepted;
  std::string language;  // empty: the customer's
};
struct Preview {
  std::string template_name;
  NoticeWay way = NoticeWay::kNone;
  std::string reason;  // why it would not be sent
  std::string subject, text, short_text;
};
// As the customer would read it now, masked. NOT_FOUND, reason CASE_NOT_FOUND; UNAVAILABLE.
absl::StatusOr<Preview> PreviewOf(const Context& context, const PreviewQuestion& question);

}  // namespace redress::outreach
