#include "services/compensation/app/verify_chain.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/compensation/store/chain_store.h"

namespace redress::compensation {
namespace {

constexpr int kUnlinkedMax = 10;

// The links of each partition, one after the other.
std::vector<absl::Span<const Link>> ByPartition(const std::vector<Link>& links) {
  std::vector<absl::Span<const Link>> parts;
  for (auto from = links.begin(); from != links.end();) {
    const auto to = std::find_if(from, links.end(), [&](const Link& link) { return link.partition != from->partition; });
    parts.emplace_back(&*from, static_cast<size_t>(to - from));
    from = to;
  }
  return parts;
}

void CheckLinks(absl::Span<const Link> links, Verification* found) {
  const absl::optional<ChainFault> fault = VerifyLinks(links);
  if (!fault.has_value()) return;
  AddFault(found, "CHAIN_BROKEN", absl::StrCat("ledgerEntries/", fault->entry.value_or(0)),
           absl::StrCat(fault->what, ": place ", fault->position, " of the chain of partition ", links[0].partition));
}

}  // namespace

void CheckChain(pqxx::transaction_base& transaction, Verification* found) {
  const std::vector<Link> links = ReadChain(transaction);
  const std::vector<absl::Span<const Link>> parts = ByPartition(links);
  found->links = static_cast<int64_t>(links.size());
  for (const absl::Span<const Link> part : parts) CheckLinks(part, found);

  const std::vector<Seal> seals = ReadSeals(transaction);
  found->seals = static_cast<int64_t>(seals.size());
  if (!seals.empty()) found->last_seal = seals.back();
  const auto hash_at = [&](int partition, int64_t position) -> std::string {
    for (const absl::Span<const Link> part : parts) {
      if (part[0].partition != partition) continue;
      return position >= 1 && position <= static_cast<int64_t>(part.size()) ? part[position - 1].hash : "";
    }
    return "";
  };
  if (const absl::optional<SealFault> fault = VerifySeals(seals, hash_at); fault.has_value()) {
    AddFault(found, "SEAL_BROKEN", absl::StrCat("ledgerSeals/", fault->number), absl::StrCat(fault->what, ", day ", fault->day));
  }
  for (const int64_t entry : ReadUnlinked(transaction, kUnlinkedMax)) {
    AddFault(found, "ENTRY_UNLINKED", absl::StrCat("ledgerEntries/", entry), "no event tells of it");
  }
}

}  // namespace redress::compensation
