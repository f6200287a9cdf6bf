#include "services/compensation/domain/chain.h"

#include "services/compensation/domain/form.h"

namespace redress::compensation {

std::string HashOf(const Link& link, absl::string_view former) {
  Form form;
  form.Add(former).Add(int64_t{link.partition}).Add(link.position).Add(link.sequence);
  form.Add(link.entry.has_value() ? *link.entry : int64_t{0});
  if (!link.found.has_value()) return form.Sha256Hex();
  const EntryText& entry = *link.found;
  form.Add(entry.entry).Add(entry.grant).Add(entry.reason).Add(entry.debit).Add(entry.credit);
  form.Add(entry.currency).Add(entry.amount_minor).Add(entry.time.micros()).Add(entry.claim).Add(entry.move);
  return form.Sha256Hex();
}

Link LinkAfter(Head* head, int64_t sequence, const absl::optional<EntryText>& entry) {
  Link link{head->partition, head->position + 1, sequence, absl::nullopt, entry, ""};
  if (entry.has_value()) link.entry = entry->entry;
  link.hash = HashOf(link, head->hash);
  *head = {link.partition, link.position, link.sequence, link.hash};
  return link;
}

absl::optional<ChainFault> VerifyLinks(absl::Span<const Link> links) {
  std::string former(kNoHash);
  for (size_t i = 0; i < links.size(); ++i) {
    const Link& link = links[i];
    const auto position = static_cast<int64_t>(i) + 1;
    if (link.position != position) return ChainFault{position, absl::nullopt, "the link is missing"};
    if (!link.entry.has_value()) return ChainFault{position, absl::nullopt, "the log told of an entry that was not there"};
    if (!link.found.has_value()) return ChainFault{position, link.entry, "the entry is missing"};
    if (HashOf(link, former) != link.hash) return ChainFault{position, link.entry, "the entry or its link was changed"};
    former = link.hash;
  }
  return absl::nullopt;
}

std::string HashOf(const Seal& seal, absl::string_view former) {
  Form form;
  form.Add(former).Add(seal.number).Add(seal.day).Add(seal.time.micros());
  for (const Head& head : seal.heads) form.Add(int64_t{head.partition}).Add(head.position).Add(head.hash);
  return form.Sha256Hex();
}

}  // namespace redress::compensation
