#include "services/compensation/domain/claim.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "libs/base/error.h"

namespace redress::compensation {
namespace {

const BusinessTime kNow = BusinessTime::ParseRfc3339("2026-11-22T12:00:00Z").value();

Grant PaidGrant() {
  Grant grant;
  grant.id = "g";
  grant.case_number = "c1";
  grant.partition = 7;
  grant.option.order = "orders/1";
  grant.option.amount = {1'000, Currency::Cny()};
  grant.state = GrantState::kPaid;
  return grant;
}

ClaimMove Charged(ChargedParty party = ChargedParty::kSeller) {
  return Charge(PaidGrant(), {"c1", 1, party, "agents/a-li", kNow}, party, "k", kNow);
}

Money Fen(int64_t minor) {
  return {minor, Currency::Cny()};
}

// Adds up what moves write.
class Books {
 public:
  void Add(const ClaimMove& move) {
    for (const Transfer& transfer : move.transfers) {
      CHECK(transfer.amount.minor > 0);
      CHECK(transfer.debit != transfer.credit);
      balances_[transfer.debit] += transfer.amount.minor;
      balances_[transfer.credit] -= transfer.amount.minor;
    }
    for (const auto& [account, minor] : balances_) {
      INFO(account << " " << minor);
      CHECK(WithinFloor(account, minor));
    }
  }
  std::vector<AccountBalance> standing() const {
    std::vector<AccountBalance> all;
    for (const auto& [account, minor] : balances_) {
      if (minor != 0) all.push_back({account, minor});
    }
    return all;
  }

 private:
  std::map<std::string, int64_t> balances_;
};

TEST_CASE("A charge says who, how much, and until when it can be appealed", "[compensation]") {
  const auto [party, account] = GENERATE(table<ChargedParty, std::string>({{ChargedParty::kPlatform, "receivable-platform"},
                                                                           {ChargedParty::kSeller, "receivable-seller"},
                                                                           {ChargedParty::kCarrier, "receivable-carrier"},
                                                                           {ChargedParty::kSupplier, "receivable-supplier"}}));
  const ClaimMove move = Charged(party);
  CHECK(move.claim.outstanding() == 1'000);
  CHECK(move.claim.owed_back() == 0);
  CHECK(move.claim.appeal_until == kNow + absl::Hours(24 * 30));
  CHECK(move.claim.charger == "agents/a-li");
  REQUIRE(move.transfers.size() == 1);
  CHECK(move.transfers[0] == Transfer{EntryReason::kCharged, account, "recovery", Fen(1'000)});
}

TEST_CASE("A claim is settled in parts, to the last fen and not beyond", "[compensation]") {
  const PartyClaim open = Charged().claim;
  CHECK(ReasonOf(Settle(open, Fen(1'001), false, kNow).status()) == "OVER_OUTSTANDING");
  CHECK(ReasonOf(Settle(open, Fen(0), false, kNow).status()) == "INVALID_FIELDS");
  CHECK(ReasonOf(Settle(open, {1, Currency::Parse("USD").value()}, false, kNow).status()) == "INVALID_FIELDS");
  CHECK(ReasonOf(Settle(open, Fen(1), true, kNow).status()) == "ILLEGAL_TRANSITION");
  const PartyClaim part = Settle(open, Fen(999), false, kNow)->claim;
  CHECK(part.state == ClaimState::kOpen);
  CHECK(part.outstanding() == 1);
  CHECK_FALSE(part.end_time.has_value());
  CHECK(ReasonOf(Settle(part, Fen(2), false, kNow).status()) == "OVER_OUTSTANDING");
  const PartyClaim whole = Settle(part, Fen(1), false, kNow)->claim;
  CHECK(whole.state == ClaimState::kSettled);
  CHECK(whole.end_time == kNow);
  CHECK(ReasonOf(Settle(whole, Fen(1), false, kNow).status()) == "ILLEGAL_TRANSITION");
  CHECK(ReasonOf(WriteOff(whole, kNow).status()) == "ILLEGAL_TRANSITION");
}

TEST_CASE("A party appeals once, in time, and somebody else decides", "[compensation]") {
  const PartyClaim open = Charged().claim;
  CHECK(ReasonOf(DecideAppeal(open, "agents/m", true, "X", kNow).status()) == "NO_APPEAL");
  CHECK(ReasonOf(FileAppeal(open, "backends/platform", "X", open.appeal_until + absl::Microseconds(1)).status()) ==
        "APPEAL_LATE");
  const PartyClaim pending = FileAppeal(open, "backends/platform", "NOT_OURS", open.appeal_until)->claim;
  CHECK(pending.version == open.version + 1);
  CHECK(ReasonOf(FileAppeal(pending, "agents/m", "X", kNow).status()) == "APPEAL_TAKEN");
  CHECK(ReasonOf(WriteOff(pending, kNow).status()) == "APPEAL_PENDING");
  CHECK(ReasonOf(DecideAppeal(pending, "agents/a-li", true, "X", kNow).status()) == "DECIDER_INVOLVED");
  CHECK(ReasonOf(DecideAppeal(pending, "backends/platform", true, "X", kNow).status()) == "DECIDER_INVOLVED");

  const ClaimMove rejected = DecideAppeal(pending, "agents/m", false, "PROOF", kNow).value();
  CHECK(rejected.transfers.empty());
  CHECK(rejected.claim.state == ClaimState::kOpen);
  CHECK(rejected.claim.appeal.state == AppealState::kRejected);
  CHECK(ReasonOf(FileAppeal(rejected.claim, "agents/s", "X", kNow).status()) == "APPEAL_TAKEN");
  CHECK(WriteOff(rejected.claim, kNow).ok());

  const ClaimMove upheld = DecideAppeal(pending, "agents/m", true, "RIGHT", kNow).value();
  CHECK(upheld.claim.state == ClaimState::kWithdrawn);
  CHECK(upheld.claim.withdraw_reason == "APPEAL_UPHELD");
  CHECK(upheld.claim.appeal.ground == "NOT_OURS");
  CHECK(upheld.claim.appeal.decider == "agents/m");
  CHECK(upheld.claim.version == pending.version + 1);
  CHECK(upheld.transfers == std::vector<Transfer>{{EntryReason::kWithdrawn, "recovery", "receivable-seller", Fen(1'000)}});
}

TEST_CASE("What was paid of a claim that is withdrawn is owed back, and paid back in parts", "[compensation]") {
  const PartyClaim paid = Settle(Charged().claim, Fen(400), false, kNow)->claim;
  const ClaimMove withdrawn = Withdraw(paid, kGrantReversed, kNow).value();
  CHECK(withdrawn.claim.outstanding() == 0);
  CHECK(withdrawn.claim.owed_back() == 400);
  CHECK(ReasonOf(Settle(withdrawn.claim, Fen(1), false, kNow).status()) == "ILLEGAL_TRANSITION");
  CHECK(ReasonOf(Settle(withdrawn.claim, Fen(401), true, kNow).status()) == "OVER_OUTSTANDING");
  const PartyClaim rest = Settle(withdrawn.claim, Fen(150), true, kNow)->claim;
  CHECK(rest.owed_back() == 250);
  CHECK(Settle(rest, Fen(250), true, kNow)->claim.owed_back() == 0);
  CHECK(ReasonOf(Withdraw(rest, kFindingChanged, kNow).status()) == "ILLEGAL_TRANSITION");
  CHECK(ReasonOf(FileAppeal(rest, "agents/s", "X", kNow).status()) == "ILLEGAL_TRANSITION");
}

TEST_CASE("Whatever happens to a claim, its entries add up to what it says and no account falls below its floor",
          "[compensation]") {
  for (int seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    Books books;
    ClaimMove move = Charged();
    for (int step = 0; step < 12; ++step) {
      books.Add(move);
      REQUIRE(books.standing() == BalancesOf(move.claim));
      const PartyClaim before = move.claim;
      absl::StatusOr<ClaimMove> next = absl::CancelledError();
      switch (random() % 6) {
        case 0:
        case 1:
          next = Settle(before, Fen(1 + static_cast<int64_t>(random() % 1'000)), random() % 2 == 0, kNow);
          break;
        case 2:
          next = random() % 4 == 0 ? WriteOff(before, kNow) : Settle(before, Fen(before.outstanding()), false, kNow);
          break;
        case 3:
          next =
              random() % 4 == 0 ? Withdraw(before, kFindingChanged, kNow) : Settle(before, Fen(before.owed_back()), true, kNow);
          break;
        case 4:
          next = FileAppeal(before, "agents/s", "X", kNow);
          break;
        default:
          next = DecideAppeal(before, "agents/m", random() % 2 == 0, "X", kNow);
      }
      if (next.ok()) CHECK(next->claim.version == before.version + 1);
      move = next.ok() ? *next : ClaimMove{before, {}};
    }
  }
}

TEST_CASE("Words of claims find back", "[compensation]") {
  for (const auto party : {ChargedParty::kPlatform, ChargedParty::kSeller, ChargedParty::kCarrier, ChargedParty::kSupplier}) {
    CHECK(ChargedPartyOf(Word(party)) == party);
  }
  for (const auto state : {ClaimState::kOpen, ClaimState::kSettled, ClaimState::kWrittenOff, ClaimState::kWithdrawn}) {
    CHECK(ClaimStateOf(Word(state)) == state);
  }
  for (const auto state : {AppealState::kNone, AppealState::kPending, AppealState::kUpheld, AppealState::kRejected}) {
    CHECK(AppealStateOf(Word(state)) == state);
  }
  CHECK_FALSE(ChargedPartyOf("CUSTOMER").has_value());
  CHECK_FALSE(ClaimStateOf("open").has_value());
}

}  // namespace
}  // namespace redress::compensation
