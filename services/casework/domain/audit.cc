#include "services/casework/domain/audit.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/casework/domain/canonical.h"

namespace redress::casework {
namespace {

std::string HashOf(absl::string_view case_number, absl::string_view former_hash, const AuditEntry& entry) {
  const AuditDraft& draft = entry.draft;
  return Sha256Hex(Canonical()
                       .Add(former_hash)
                       .Add(case_number)
                       .Add(entry.sequence)
                       .Add(draft.time)
                       .Add(draft.actor)
                       .Add(draft.what)
                       .Add(draft.from)
                       .Add(draft.to)
                       .Add(entry.why_hash)
                       .Add(draft.shown_to_customer ? 1 : 0)
                       .bytes());
}

std::string DigestOf(const AuditEntry& entry) {
  return Sha256Hex(absl::StrCat(entry.salt, entry.draft.why));
}

}  // namespace

AuditEntry Chain(const AuditPlace& place, AuditDraft draft, absl::string_view salt) {
  AuditEntry entry;
  entry.sequence = place.sequence;
  if (!draft.why.empty()) entry.salt = std::string(salt);
  entry.draft = std::move(draft);
  entry.why_hash = DigestOf(entry);
  entry.hash = HashOf(place.case_number, place.former_hash, entry);
  return entry;
}

absl::optional<AuditFault> VerifyTrail(absl::string_view case_number, absl::Span<const AuditEntry> entries,
                                       const AuditHead& head) {
  AuditHead at;
  for (const AuditEntry& entry : entries) {
    const int64_t expected = at.sequence + 1;
    if (entry.sequence != expected) return AuditFault{expected, "the entry is missing"};
    if (!entry.why_erased && DigestOf(entry) != entry.why_hash) return AuditFault{expected, "its reason was changed"};
    if (HashOf(case_number, at.hash, entry) != entry.hash) return AuditFault{expected, "the entry was changed"};
    at = {entry.sequence, entry.hash};
  }
  if (at.sequence != head.sequence) return AuditFault{at.sequence + 1, "the trail has another length than the case says"};
  if (at.hash != head.hash) return AuditFault{at.sequence, "the last entry is not the one that the case knows"};
  return absl::nullopt;
}

}  // namespace redress::casework
