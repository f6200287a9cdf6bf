#include "services/casework/domain/audit.h"

#include <catch2/catch.hpp>
#include <functional>
#include <vector>

namespace redress::casework {
namespace {

constexpr char kCase[] = "261122-00012345-21";

AuditDraft DraftOf(int n) {
  AuditDraft draft;
  draft.time = BusinessTime::FromUnixMicros(1'000'000 * n);
  draft.actor = "agents/a-li";
  draft.what = "STATE_CHANGED";
  draft.from = "OPEN";
  draft.to = "VERIFYING";
  draft.why = "第" + std::to_string(n) + "次";
  draft.shown_to_customer = n % 2 == 0;
  return draft;
}

// The draft as the entry after these.
AuditEntry Next(const std::vector<AuditEntry>& trail, AuditDraft draft) {
  const std::string former = trail.empty() ? std::string(kNoAuditHash) : trail.back().hash;
  const auto sequence = static_cast<int64_t>(trail.size()) + 1;
  return Chain({kCase, sequence, former}, std::move(draft), std::string(kSaltSize, static_cast<char>('a' + sequence)));
}

std::vector<AuditEntry> TrailOf(int count) {
  std::vector<AuditEntry> trail;
  for (int n = 1; n <= count; ++n) {
    trail.push_back(Next(trail, DraftOf(n)));
  }
  return trail;
}

AuditHead HeadOf(const std::vector<AuditEntry>& trail) {
  return trail.empty() ? AuditHead{} : AuditHead{trail.back().sequence, trail.back().hash};
}

TEST_CASE("A trail as it was written verifies, an empty one too", "[casework]") {
  for (const int count : {0, 1, 5}) {
    const std::vector<AuditEntry> trail = TrailOf(count);
    CHECK_FALSE(VerifyTrail(kCase, trail, HeadOf(trail)).has_value());
  }
}

TEST_CASE("The hash of an entry is this one for ever", "[casework]") {
  const AuditEntry entry = Chain({kCase, 1, kNoAuditHash}, DraftOf(1), "0123456789abcdef");
  CHECK(entry.why_hash == "2bc6d7fb4d6c67efd2838e02f6f9b3ba71fcb1af11a1a8d6396f9a56bfe319fb");
  CHECK(entry.hash == "3c587f022693b37f0e8abe6a5030c22fa4e8180ca7d94d9150532fe0658219ef");
  AuditDraft silent = DraftOf(1);
  silent.why.clear();
  CHECK(Chain({kCase, 1, kNoAuditHash}, silent, "0123456789abcdef").hash ==
        "2ad1a132c34e0b204a121ccef9f4bb3e469b0fcaf0edc431ce00ef122c3d4947");
}

TEST_CASE("A change of any field of any entry is found, and the first one is named", "[casework]") {
  const std::vector<std::function<void(AuditEntry*)>> changes = {
      [](AuditEntry* e) { e->draft.time += absl::Microseconds(1); },
      [](AuditEntry* e) { e->draft.actor = "agents/a-lj"; },
      [](AuditEntry* e) { e->draft.what = "STATE_CHANGEE"; },
      [](AuditEntry* e) { e->draft.from = "OPEO"; },
      [](AuditEntry* e) { e->draft.to = "VERIFYINH"; },
      [](AuditEntry* e) { e->draft.why += "!"; },
      [](AuditEntry* e) { e->salt[0] = '!'; },
      [](AuditEntry* e) { e->why_hash[0] = e->why_hash[0] == '0' ? '1' : '0'; },
      [](AuditEntry* e) { e->draft.shown_to_customer = !e->draft.shown_to_customer; },
      [](AuditEntry* e) { e->hash[63] = e->hash[63] == '0' ? '1' : '0'; },
      [](AuditEntry* e) { e->sequence = 99; },
  };
  const std::vector<AuditEntry> good = TrailOf(4);
  for (size_t at = 0; at < good.size(); ++at) {
    for (size_t change = 0; change < changes.size(); ++change) {
      CAPTURE(at, change);
      std::vector<AuditEntry> bad = good;
      changes[change](&bad[at]);
      const absl::optional<AuditFault> fault = VerifyTrail(kCase, bad, HeadOf(good));
      REQUIRE(fault.has_value());
      CHECK(fault->sequence == static_cast<int64_t>(at) + 1);
    }
  }
}

TEST_CASE("Removing, swapping, adding and cutting off entries is found", "[casework]") {
  const std::vector<AuditEntry> good = TrailOf(4);
  for (size_t at = 0; at < good.size(); ++at) {
    std::vector<AuditEntry> bad = good;
    bad.erase(bad.begin() + at);
    CHECK(VerifyTrail(kCase, bad, HeadOf(good))->sequence == static_cast<int64_t>(at) + 1);
  }
  std::vector<AuditEntry> swapped = good;
  std::swap(swapped[1], swapped[2]);
  CHECK(VerifyTrail(kCase, swapped, HeadOf(good))->sequence == 2);
  std::vector<AuditEntry> longer = good;
  longer.push_back(Next(good, DraftOf(5)));
  CHECK(VerifyTrail(kCase, longer, HeadOf(good))->sequence == 6);
  // Written anew from the first change on, as somebody would who knows the form: the row of the case tells.
  std::vector<AuditEntry> forged = {Next({}, DraftOf(7))};
  for (int n = 2; n <= 4; ++n) forged.push_back(Next(forged, DraftOf(n)));
  CHECK(VerifyTrail(kCase, forged, HeadOf(good))->what == "the last entry is not the one that the case knows");
}

TEST_CASE("A trail does not pass for that of another case", "[casework]") {
  const std::vector<AuditEntry> trail = TrailOf(2);
  CHECK(VerifyTrail("261122-00012346-20", trail, HeadOf(trail))->sequence == 1);
}

TEST_CASE("The words of a reason may be erased; the chain still holds", "[casework]") {
  std::vector<AuditEntry> trail = TrailOf(3);
  trail[1].draft.why.clear();
  trail[1].salt.clear();
  CHECK(VerifyTrail(kCase, trail, HeadOf(trail))->what == "its reason was changed");
  trail[1].why_erased = true;
  CHECK_FALSE(VerifyTrail(kCase, trail, HeadOf(trail)).has_value());
}

TEST_CASE("The same reason given twice has two digests, and no reason needs no salt", "[casework]") {
  const AuditEntry one = Chain({kCase, 1, kNoAuditHash}, DraftOf(1), std::string(kSaltSize, 'a'));
  const AuditEntry other = Chain({kCase, 1, kNoAuditHash}, DraftOf(1), std::string(kSaltSize, 'b'));
  CHECK(one.why_hash != other.why_hash);
  AuditDraft silent = DraftOf(1);
  silent.why.clear();
  const AuditEntry entry = Chain({kCase, 1, kNoAuditHash}, silent, std::string(kSaltSize, 'a'));
  CHECK(entry.salt.empty());
  CHECK_FALSE(VerifyTrail(kCase, {entry}, {1, entry.hash}).has_value());
}

}  // namespace
}  // namespace redress::casework
