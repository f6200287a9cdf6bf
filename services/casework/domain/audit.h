// The audit trail of one case: who, when, what, from, to, why. Every entry carries a hash over itself and the hash of the one
// before, so that a change, a removal or an insertion anywhere breaks the chain from there on. The chain holds the digest of the
// reason, not its words: those are personal data perhaps, and may be erased without breaking it. The digest is salted, for
// reasons are short and few: a plain digest could be guessed once its words are erased. The salt is kept with the words, sealed
// like them, and goes when they go; from then on their digest says nothing to anybody, but is still what the chain was made of.
// Pure functions, thread safe.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/time.h"

namespace redress::casework {

// What is to be written; the store gives it its place in the chain.
struct AuditDraft {
  BusinessTime time;
  std::string actor;  // `agents/{agent}`, `services/{service}`, `timer`, `customer`, …
  std::string what;   // `STATE_CHANGED`, `PLAN_PROPOSED`, …
  std::string from;   // what was; empty where nothing changed. Never personal data
  std::string to;     // what is
  std::string why;    // in the words of who did it
  bool shown_to_customer = false;
};

struct AuditEntry {
  int64_t sequence = 0;  // from 1, gapless within a case
  AuditDraft draft;      // `why` is empty once it was erased
  std::string salt;      // random bytes, as long as the words are there; empty where there never were any
  std::string why_hash;  // Sha256Hex of salt and `why`, as it was written
  bool why_erased = false;
  std::string hash;  // 64 hexadecimal digits
};

// What the first entry follows.
inline constexpr absl::string_view kNoAuditHash = "0000000000000000000000000000000000000000000000000000000000000000";

// The length of a salt; all have the same, so that no salt and words pass for others.
inline constexpr size_t kSaltSize = 16;

// Where an entry goes in the trail of a case.
struct AuditPlace {
  absl::string_view case_number;
  int64_t sequence = 1;           // from 1
  absl::string_view former_hash;  // of the entry before; kNoAuditHash for the first
};
// The draft as the entry there. `salt`: kSaltSize random bytes, not used twice; not looked at where there are no words.
AuditEntry Chain(const AuditPlace& place, AuditDraft draft, absl::string_view salt);

// The end of a trail as known from elsewhere (the row of the case), against a tail that was cut off.
struct AuditHead {
  int64_t sequence = 0;
  std::string hash = std::string(kNoAuditHash);
  friend bool operator==(const AuditHead&, const AuditHead&) = default;
};

// The first entry of a trail that is not as it was written: its sequence, and what is wrong, for people.
struct AuditFault {
  int64_t sequence = 0;
  std::string what;
};

// Recomputes a whole trail, oldest entry first. Nothing where all of it is as it was written.
absl::optional<AuditFault> VerifyTrail(absl::string_view case_number, absl::Span<const AuditEntry> entries,
                                       const AuditHead& head);

}  // namespace redress::casework
