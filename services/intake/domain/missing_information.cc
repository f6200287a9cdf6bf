#include "services/intake/domain/missing_information.h"

namespace redress::intake {
namespace {

// Somebody whom nobody can answer: no phone, no e-mail, no account that the app could reach, no handle to write to.
bool LacksContact(const Submission& said) {
  const Customer& customer = said.customer;
  return customer.phone.Reveal().empty() && customer.email.Reveal().empty() && customer.id.Reveal().empty() &&
         said.author_handle.Reveal().empty();
}

// What is told by voice or on paper brings no file along; everything else could.
bool CanCarryEvidence(Channel channel) {
  return channel != Channel::kHotline && channel != Channel::kStore && channel != Channel::kRegulator;
}

}  // namespace

std::vector<std::string> MissingInformation(const Submission& said) {
  std::vector<std::string> missing;
  if (LacksContact(said)) missing.emplace_back("contact");
  if (said.orders.empty()) missing.emplace_back("order_numbers");
  if (said.remedy_sought.Reveal().empty()) missing.emplace_back("remedy_sought");
  // An order tells when; without one the customer has to.
  if (said.orders.empty() && !said.event_time.has_value()) missing.emplace_back("event_time");
  if (said.evidence.empty() && CanCarryEvidence(said.channel)) missing.emplace_back("evidence");
  return missing;
}

}  // namespace redress::intake
