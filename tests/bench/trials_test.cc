#include "tests/bench/trials.h"

#include <catch2/catch.hpp>
#include <set>

namespace redress::bench {
namespace {

namespace v1 = compensation::v1;

v1::Quotation AnswerTo(const Trial& trial) {
  v1::Quotation answer;
  answer.add_decisions();
  for (const Trial::Given& given : trial.given) {
    v1::RemedyOption& option = *answer.add_options();
    option.set_kind(given.kind);
    option.mutable_amount()->set_amount_minor(given.amount_minor);
    option.set_required_authority(given.required);
    option.set_reason_zh("因为");
    option.add_rules("goodwill/late");
  }
  return answer;
}

TEST_CASE("No two trials are the same, and most of them get something", "[bench]") {
  const std::vector<Trial> trials = MakeTrials(2'000);
  std::set<std::string> requests;
  size_t with_options = 0;
  for (const Trial& trial : trials) {
    requests.insert(trial.request.SerializeAsString());
    with_options += trial.given.empty() ? 0 : 1;
  }
  CHECK(requests.size() == trials.size());
  CHECK(with_options > trials.size() / 2);
  CHECK(with_options < trials.size());
}

TEST_CASE("An answer with another option, amount or authority, or without an explanation, is not the trial's", "[bench]") {
  const std::vector<Trial> trials = MakeTrials(2);
  const Trial& trial = trials[1];
  REQUIRE_FALSE(trial.given.empty());
  const v1::Quotation good = AnswerTo(trial);
  CHECK(IsAnswer(trial, good));
  v1::Quotation none = good, amount = good, kind = good, authority = good, unexplained = good, undecided = good, more = good;
  none.clear_options();
  amount.mutable_options(0)->mutable_amount()->set_amount_minor(1);
  kind.mutable_options(0)->set_kind(v1::REMEDY_KIND_APOLOGY);
  authority.mutable_options(0)->set_required_authority(v1::AUTHORITY_LEGAL);
  unexplained.mutable_options(0)->clear_reason_zh();
  undecided.clear_decisions();
  *more.add_options() = good.options(0);
  for (const v1::Quotation& bad : {none, amount, kind, authority, unexplained, undecided, more})
    CHECK_FALSE(IsAnswer(trial, bad));
}

}  // namespace
}  // namespace redress::bench
