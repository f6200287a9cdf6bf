// The same matter again (domain.md §2): the same customer with a common order, or an answer bound by a signed token. What a text
// names never links, and nobody without an identity is ever linked: a stranger who knows a number must not get into a case.
// Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "services/intake/domain/complaint.h"

namespace redress::intake {

// Who says who the customer is.
enum class Vouching {
  kPlatform,   // a back end with which the customer is logged in
  kStaff,      // an agent, who asked
  kConnector,  // a connector: it knows its callers and chatters; the sender of a mail or post can be forged
};

// True where the customer id of a submission may link it to an earlier complaint.
bool MayLinkByCustomer(Vouching vouching, Channel channel);

// One key an order: the customer and the order together, to be fingerprinted before it is stored. Empty for anonymous ones.
std::vector<Secret> MatterKeys(const Submission& said);

// What makes a message unique: its channel, source and id, to be fingerprinted. Without a source the submitter stands for it.
// Empty where the message has no id.
Secret MessageKey(Channel channel, const std::string& source, const Secret& source_message_id, const std::string& submitter);

}  // namespace redress::intake
