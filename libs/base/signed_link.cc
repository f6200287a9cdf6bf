#include "libs/base/signed_link.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/complaint_number.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress {
namespace {

constexpr absl::string_view kNoSubject = "-";

bool IsAction(absl::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_isupper(c) || c == '_'; });
}

}  // namespace

absl::Status NotALink() {
  return Error(absl::StatusCode::kPermissionDenied, "NOT_A_LINK", "the token is no link to a case");
}

std::string FormatLink(const SignedLink& link) {
  const absl::string_view subject = link.subject.empty() ? kNoSubject : absl::string_view(link.subject);
  return absl::StrCat("links/", link.number, "/", link.action, "/", subject, "/", link.expire_time.micros());
}

absl::StatusOr<SignedLink> ParseSignedLink(absl::string_view sub) {
  const std::vector<absl::string_view> parts = absl::StrSplit(sub, '/');
  int64_t expire_us = 0;
  if (parts.size() != 5 || parts[0] != "links" || !IsAction(parts[2]) || parts[3].empty() ||
      !absl::SimpleAtoi(parts[4], &expire_us)) {
    return NotALink();
  }
  const absl::StatusOr<ComplaintNumber> number = ComplaintNumber::Parse(parts[1]);
  if (!number.ok()) return NotALink();
  SignedLink link{number->ToString(), std::string(parts[2]), "", BusinessTime::FromUnixMicros(expire_us)};
  if (parts[3] != kNoSubject) link.subject = std::string(parts[3]);
  if (FormatLink(link) != sub) return NotALink();
  return link;
}

absl::Status CheckUse(const SignedLink& link, const LinkedUse& use, BusinessTime now) {
  RETURN_IF_ERROR(CheckLook(link, use.number, now));
  if (link.action == use.action && link.subject == use.subject) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "LINK_FOR_ANOTHER_ACTION",
               absl::StrCat("the link is for ", link.action, link.subject.empty() ? "" : " of ", link.subject));
}

absl::Status CheckLook(const SignedLink& link, absl::string_view number, BusinessTime now) {
  if (link.number != number) {
    return Error(absl::StatusCode::kPermissionDenied, "LINK_OF_ANOTHER_CASE", "the link is for another case");
  }
  if (now >= link.expire_time) {
    return Error(absl::StatusCode::kPermissionDenied, "LINK_EXPIRED", "the link was good until a time that is over");
  }
  return absl::OkStatus();
}

}  // namespace redress
