#include "services/intake/domain/matter.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace redress::intake {
namespace {

// Cannot occur in any of the parts that it divides.
constexpr absl::string_view kDivider("\0", 1);

}  // namespace

bool MayLinkByCustomer(Vouching vouching, Channel channel) {
  return vouching != Vouching::kConnector || channel == Channel::kChat || channel == Channel::kHotline;
}

std::vector<Secret> MatterKeys(const Submission& said) {
  std::vector<Secret> keys;
  const std::string& customer = said.customer.id.Reveal();
  if (customer.empty()) return keys;
  keys.reserve(said.orders.size());
  for (const Secret& order : said.orders) keys.emplace_back(absl::StrCat(customer, kDivider, order.Reveal()));
  return keys;
}

Secret MessageKey(Channel channel, const std::string& source, const Secret& source_message_id, const std::string& submitter) {
  if (source_message_id.Reveal().empty()) return Secret();
  // Neither a source nor a subject starts with `@`, so that one is never taken for the other.
  const std::string from = source.empty() ? absl::StrCat("@", submitter) : source;
  return Secret(absl::StrCat(static_cast<int>(channel), kDivider, from, kDivider, source_message_id.Reveal()));
}

}  // namespace redress::intake
