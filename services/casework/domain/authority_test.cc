#include "services/casework/domain/authority.h"

#include <catch2/catch.hpp>
#include <limits>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

using A = Authority;

Money Cny(int64_t fen) {
  return {fen, Currency::Cny()};
}
Money Usd(int64_t cents) {
  return {cents, *Currency::Parse("USD")};
}

TEST_CASE("The bands end where domain.md says, to the fen", "[casework]") {
  const auto [fen, authority] = GENERATE(table<int64_t, A>({
      {1, A::kSpecialist},
      {100'00, A::kSpecialist},
      {100'01, A::kSupervisor},
      {1'000'00, A::kSupervisor},
      {1'000'01, A::kManager},
      {std::numeric_limits<int64_t>::max(), A::kManager},
  }));
  CHECK(AuthorityFor({Cny(fen)}, AuthorityBands()) == authority);
}

TEST_CASE("Nothing needs nobody else; another currency, or a second one, is a manager's", "[casework]") {
  CHECK(AuthorityFor({}, AuthorityBands()) == A::kSpecialist);
  CHECK(AuthorityFor({Usd(1)}, AuthorityBands()) == A::kManager);
  CHECK(AuthorityFor({Cny(1), Usd(1)}, AuthorityBands()) == A::kManager);
  AuthorityBands dollars;
  dollars.currency = *Currency::Parse("USD");
  CHECK(AuthorityFor({Usd(1)}, dollars) == A::kSpecialist);
}

TEST_CASE("Each authority includes those before it, legal only itself", "[casework]") {
  for (const Named<A>& have : kWords<A>) {
    for (const Named<A>& need : kWords<A>) {
      const bool legal = have.value == A::kLegal || need.value == A::kLegal;
      CHECK(Suffices(have.value, need.value) == (legal ? have.value == need.value : have.value >= need.value));
      CHECK(Stronger(have.value, need.value) == std::max(have.value, need.value));
    }
  }
}

TEST_CASE("One level up ends at the manager, and legal stays legal", "[casework]") {
  CHECK(NextLevel(A::kSpecialist) == A::kSupervisor);
  CHECK(NextLevel(A::kSupervisor) == A::kManager);
  CHECK(NextLevel(A::kManager) == A::kManager);
  CHECK(NextLevel(A::kLegal) == A::kLegal);
}

TEST_CASE("Sums are kept by currency, in order, without zeros", "[casework]") {
  std::vector<Money> sums;
  for (const Money& amount : {Usd(5), Cny(0), Cny(7), Usd(-5), Cny(3)}) REQUIRE(AddTo(&sums, amount).ok());
  CHECK(sums == std::vector<Money>{Cny(10)});
  REQUIRE(AddTo(&sums, Usd(1)).ok());
  CHECK(sums == std::vector<Money>{Cny(10), Usd(1)});
  CHECK(ReasonOf(AddTo(&sums, Cny(std::numeric_limits<int64_t>::max()))) == "MONEY_OVERFLOW");
}

}  // namespace
}  // namespace redress::casework
