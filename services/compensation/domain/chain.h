// The chain of the books. Entries are written by many at once; which came first the log knows, for every entry is told of by an
// event of the same transaction, and the log of a partition is gapless and in the order of commits. So entries are linked in that
// order, after their commit: nobody who grants waits for the chain. A link's hash covers its entry and the hash of the link
// before it, a seal's hash the heads of all partitions and the seal before it: a change, a removal or an insertion anywhere in
// the past shows from there on. Pure functions, thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/time.h"

namespace redress::compensation {

// What the first link and the first seal follow.
inline constexpr absl::string_view kNoHash = "0000000000000000000000000000000000000000000000000000000000000000";

// An entry of the books as it is hashed, word for word as it is stored.
struct EntryText {
  int64_t entry = 0;
  std::string grant;  // bare id
  std::string reason;
  std::string debit;
  std::string credit;
  std::string currency;
  int64_t amount_minor = 0;
  BusinessTime time;
  std::string claim;  // bare id; empty for what is about the grant alone
  int64_t move = 0;   // the change of the claim; 0 without one
};

// One place in the chain of a partition.
struct Link {
  int partition = 0;
  int64_t position = 1;             // from 1, gapless
  int64_t sequence = 0;             // of the event that tells of the entry
  absl::optional<int64_t> entry;    // nothing: the log tells of an entry that was not there when it was linked
  absl::optional<EntryText> found;  // the entry as it stands now; nothing where there is none
  std::string hash;
};

// The end of a partition's chain.
struct Head {
  int partition = 0;
  int64_t position = 0;
  int64_t sequence = 0;
  std::string hash = std::string(kNoHash);
};

// The hash of a link that follows `former`.
std::string HashOf(const Link& link, absl::string_view former);

// A link after `head`, which moves on to it.
Link LinkAfter(Head* head, int64_t sequence, const absl::optional<EntryText>& entry);

struct ChainFault {
  int64_t position = 0;
  absl::optional<int64_t> entry;  // the one at fault, where there is one
  std::string what;               // for people
};
// The first link of one partition that is not as it was made, oldest first. Nothing where all are.
absl::optional<ChainFault> VerifyLinks(absl::Span<const Link> links);

// All heads at the end of a business day.
struct Seal {
  int64_t number = 1;  // from 1, gapless
  std::string day;     // 2026-11-22
  std::vector<Head> heads;
  BusinessTime time;
  std::string hash;
};
std::string HashOf(const Seal& seal, absl::string_view former);

struct SealFault {
  int64_t number = 0;
  std::string day;
  std::string what;  // for people
};
// The first seal that is not as it was made, or whose heads the chain does not have any more, oldest first. `hash_at(partition,
// position)`: of a link; empty where there is none.
template <class HashAt>
absl::optional<SealFault> VerifySeals(absl::Span<const Seal> seals, HashAt hash_at) {
  std::string former(kNoHash);
  for (size_t i = 0; i < seals.size(); ++i) {
    const Seal& seal = seals[i];
    const auto number = static_cast<int64_t>(i) + 1;
    if (seal.number != number) return SealFault{number, seal.day, "the seal is missing"};
    if (HashOf(seal, former) != seal.hash) return SealFault{number, seal.day, "the seal was changed"};
    for (const Head& head : seal.heads) {
      if (hash_at(head.partition, head.position) != head.hash) {
        return SealFault{number, seal.day,
                         "the chain has not the head that was sealed: partition " + std::to_string(head.partition)};
      }
    }
    former = seal.hash;
  }
  return absl::nullopt;
}

}  // namespace redress::compensation
