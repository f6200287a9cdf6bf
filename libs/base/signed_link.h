// What stands in the subject of a signed link's token (docs/decisions/0014): one thing of one case, until a time, and nothing
// else. Nothing is stored and it holds no personal data. Which actions there are is the business of the service that signs; who
// signs and verifies the token is the server kit's. Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/time.h"

namespace redress {

struct SignedLink {
  std::string number;        // of the case
  std::string action;        // upper case: `ANSWER_PLAN`
  std::string subject;       // what of the case: a hash, an id; empty: the case itself
  BusinessTime expire_time;  // from then on it is worth nothing
  friend bool operator==(const SignedLink&, const SignedLink&) = default;
};

// `links/{number}/{ACTION}/{subject}/{expiry in µs}`, `-` for an empty subject.
std::string FormatLink(const SignedLink& link);
// The link in the subject of a token. PERMISSION_DENIED, reason NOT_A_LINK: it is none, or written in another way than ours.
absl::StatusOr<SignedLink> ParseSignedLink(absl::string_view sub);
// What ParseSignedLink says; for what is a link, but of an action that the service does not know.
absl::Status NotALink();

// What somebody who comes by a link wants to do.
struct LinkedUse {
  std::string number;
  std::string action;
  std::string subject;
};
// OK where the link is for that. PERMISSION_DENIED, reason LINK_OF_ANOTHER_CASE, LINK_FOR_ANOTHER_ACTION (or for another
// subject), LINK_EXPIRED.
absl::Status CheckUse(const SignedLink& link, const LinkedUse& use, BusinessTime now);
// The same whatever the action is: every link to a case lets its holder look at the case.
absl::Status CheckLook(const SignedLink& link, absl::string_view number, BusinessTime now);

}  // namespace redress
