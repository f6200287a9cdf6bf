#include "services/compensation/app/chain.h"

#include <algorithm>
#include <vector>

#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/compensation/store/chain_store.h"
#include "services/compensation/store/events.h"

namespace redress::compensation {
namespace {

constexpr int kEventsMax = 256;  // of one partition in one round

// The links of these keys after the heads, which move on.
std::vector<Link> LinksOf(pqxx::transaction_base& transaction, const std::vector<EntryKey>& keys, std::vector<Head>* heads) {
  const std::vector<std::vector<EntryText>> entries = ReadEntries(transaction, keys);
  std::vector<Link> links;
  links.reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    Head* head = &heads->at(keys[i].partition);
    for (const EntryText& entry : entries[i]) links.push_back(LinkAfter(head, keys[i].sequence, entry));
    if (!entries[i].empty()) continue;
    obs::Log(obs::Level::kError, "entry_missing", {{"partition", keys[i].partition}, {"sequence", keys[i].sequence}});
    links.push_back(LinkAfter(head, keys[i].sequence, absl::nullopt));
  }
  return links;
}

absl::StatusOr<int> LinkOnce(const Context& context) {
  int linked = 0;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    linked = 0;
    if (!TryLockChain(transaction)) return absl::OkStatus();  // another one is at it
    std::vector<Head> heads = ReadHeads(transaction);
    ASSIGN_OR_RETURN(const std::vector<EntryKey> keys, ReadTold(transaction, heads, kEventsMax));
    if (keys.empty()) return absl::OkStatus();
    const std::vector<Link> links = LinksOf(transaction, keys, &heads);
    InsertLinks(transaction, links);
    linked = static_cast<int>(links.size());
    return absl::OkStatus();
  }));
  return linked;
}

// The day before the one in which `now` falls.
std::string DayBefore(BusinessTime now, const Terms& terms) {
  return absl::FormatCivilTime(now.DayIn(terms.zone) - 1);
}

// The heads of the partitions that have any.
std::vector<Head> HeadsToSeal(pqxx::transaction_base& transaction) {
  std::vector<Head> heads = ReadHeads(transaction);
  heads.erase(std::remove_if(heads.begin(), heads.end(), [](const Head& head) { return head.position == 0; }), heads.end());
  return heads;
}

absl::StatusOr<bool> SealOnce(const Context& context) {
  const BusinessTime now = context.time.Now();
  const std::string day = DayBefore(now, context.policy.terms());
  std::vector<events::NewEvent> said;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    if (!TryLockChain(transaction)) return absl::OkStatus();  // another one is at it
    const absl::optional<Seal> former = ReadLastSeal(transaction);
    if (former.has_value() && former->day >= day) return absl::OkStatus();
    Seal seal{former.has_value() ? former->number + 1 : 1, day, HeadsToSeal(transaction), now, ""};
    if (seal.heads.empty()) return absl::OkStatus();  // nothing was ever given
    seal.hash = HashOf(seal, former.has_value() ? absl::string_view(former->hash) : kNoHash);
    InsertSeal(transaction, seal);
    said = {EventOf(seal)};
    return events::Append(transaction, &said);
  }));
  if (!said.empty()) context.said(said);
  return !said.empty();
}

}  // namespace

absl::StatusOr<ChainResult> LinkAndSeal(const Context& context) {
  ChainResult result;
  ASSIGN_OR_RETURN(result.linked, LinkOnce(context));
  if (result.linked > 0) return result;
  ASSIGN_OR_RETURN(result.sealed, SealOnce(context));
  return result;
}

}  // namespace redress::compensation
