// The platform tells what became of what it was asked for: heard at once, without a look; told twice or not at all, nothing is
// different.
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "tests/component/compensation_suite.h"

namespace redress::test {
namespace {

using Suite = CompensationSuite;

std::string EntriesOf(const v1::Grant& grant) {
  return absl::StrCat("SELECT string_agg(reason, ' ' ORDER BY entry) FROM compensation.ledger_entry WHERE grant_id = '",
                      grant.name().substr(grant.name().find('/') + 1), "'");
}

TEST_CASE("A grant is known to be paid without a look, by the platform's report alone", "[compensation]") {
  Suite suite({.reports = true, .look_every = absl::Hours(1)});
  // The answer says that it is pending; or there is no answer.
  for (const auto kind : {Fault::KIND_LATE, Fault::KIND_ERROR_AFTER}) {
    suite.SetFault(kind, 1);
    const v1::Grant grant = suite.Give(absl::StrCat("told-", kind));
    suite.WaitUntilAsked(grant.name());
    suite.Advance(absl::Hours(2));
    CHECK_FALSE(suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID}).result_reference().empty());
    suite.ClearFaults();
  }
  CHECK(suite.Faults().empty());
}

TEST_CASE("A refusal is heard by report as well", "[compensation]") {
  Suite suite({.reports = true, .look_every = absl::Hours(1)});
  suite.SetFault(Fault::KIND_LATE, 1);
  suite.SetFault(Fault::KIND_REFUSE, 1);
  const v1::Grant grant = suite.Give("refused");
  suite.WaitUntilAsked(grant.name());
  suite.Advance(absl::Hours(2));
  CHECK(suite.WaitFor(grant.name(), {v1::Grant::STATE_FAILED}).failure_reason() == "REFUSED");
  CHECK(suite.Ask(EntriesOf(grant)) == "COMMITTED FAILED");
  CHECK(suite.Faults().empty());
}

TEST_CASE("A report that comes twice changes nothing the second time", "[compensation]") {
  Suite suite({.reports = true});
  suite.SetFault(Fault::KIND_DUPLICATE_REPORT);
  suite.SetFault(Fault::KIND_LATE, 3);
  for (int i = 0; i < 6; ++i) {
    const v1::Grant grant = suite.Give(absl::StrCat("twice-", i));
    suite.WaitUntilAsked(grant.name());
    suite.Advance(absl::Hours(2));
    const v1::Grant paid = suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID});
    suite.WaitUntilReported();
    CHECK(suite.Get(grant.name()).etag() == paid.etag());
    CHECK(suite.Ask(EntriesOf(grant)) == "COMMITTED PAID");
  }
  CHECK(suite.Ask("SELECT count(*) FROM compensation.event WHERE type LIKE '%.GrantPaid'") == "6");
  CHECK(suite.Faults().empty());
}

TEST_CASE("A report that is lost is made up for by a look", "[compensation]") {
  Suite suite({.reports = true});
  suite.SetFault(Fault::KIND_LOST_REPORT);
  for (const auto kind : {Fault::KIND_LATE, Fault::KIND_ERROR_AFTER, Fault::KIND_ERROR_BEFORE}) {
    suite.SetFault(kind, 1);
    const v1::Grant grant = suite.Give(absl::StrCat("lost-", kind));
    suite.WaitUntilAsked(grant.name());
    suite.Advance(absl::Hours(2));
    suite.WaitFor(grant.name(), {v1::Grant::STATE_PAID});
    CHECK(suite.Ask(EntriesOf(grant)) == "COMMITTED PAID");
  }
  CHECK(suite.Faults().empty());
}

}  // namespace
}  // namespace redress::test
