// Makes the message of a notice: asks the sources for what its kind tells, signs its links, fills in the words. Nothing is
// stored.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/outreach/app/context.h"
#include "services/outreach/domain/way.h"

namespace redress::outreach {

// Who is told, and by which ways that is possible.
struct Addressed {
  Recipient who;
  std::string push;  // the platform's name of the customer; empty: not known
  WayFacts ways;
  absl::optional<std::vector<OrderFacts>> orders;  // where they had to be read to find that name
};
// The complaints that say who is told.
std::vector<std::string> ComplaintsOf(const Notice& notice);
// Errors of Sources::ReadRecipient.
absl::StatusOr<Addressed> Address(const Context& context, const Notice& notice);
// The same where it is known who is told.
Addressed AddressTo(const Context& context, const Notice& notice, Recipient who);
// Where it goes by that way.
std::string DestinationOf(const Addressed& addressed, NoticeWay way);

struct Composed {
  std::string template_name;
  Message message;  // without its id and destination
};
// FAILED_PRECONDITION, whose reason says why there is nothing to tell: SUPERSEDED (the plan is answered, the request ended),
// NOTHING_TO_TELL (no order that the platform knows). UNAVAILABLE and its like: later.
absl::StatusOr<Composed> Compose(const Context& context, const Notice& notice, const Addressed& addressed);

// The same for somebody of staff to look at: names masked, links that do nothing, blanks for what the case has not.
absl::StatusOr<Composed> ComposePreview(const Context& context, const Notice& notice, const Addressed& addressed,
                                        absl::string_view language);

}  // namespace redress::outreach
