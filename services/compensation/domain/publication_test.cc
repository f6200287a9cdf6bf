#include "services/compensation/domain/publication.h"

#include <catch2/catch.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::compensation {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

Publication Of(int64_t number, int64_t version, absl::Duration from = -absl::Hours(1)) {
  Publication publication;
  publication.number = number;
  publication.version = version;
  publication.from = kNow + from;
  return publication;
}

int64_t Decides(const std::vector<Publication>& publications, const PolicyQuestion& question = {"c-1", {}}) {
  return VersionFor(publications, question, kNow).value_or(0);
}

TEST_CASE("The latest publication that covers a question decides it", "[compensation]") {
  CHECK(Decides({}) == 0);
  CHECK(Decides({Of(1, 1), Of(2, 2)}) == 2);
  CHECK(Decides({Of(1, 1), Of(2, 2, absl::Seconds(1))}) == 1);
  CHECK(Decides({Of(1, 1), Of(2, 2, absl::ZeroDuration())}) == 2);
  Publication over = Of(2, 2);
  over.until = kNow;
  CHECK(Decides({Of(1, 1), over}) == 1);
  over.until = kNow + absl::Microseconds(1);
  CHECK(Decides({Of(1, 1), over}) == 2);
  Publication taken_back = Of(3, 3);
  taken_back.cancel_time = kNow;
  CHECK(Decides({Of(1, 1), Of(2, 2), taken_back}) == 2);
}

TEST_CASE("A scope covers what agrees with every word of it", "[compensation]") {
  Publication scoped = Of(2, 2);
  scoped.scope.region = "CN_31";
  scoped.scope.seller_tier = "GOLD";
  CHECK(Decides({Of(1, 1), scoped}, {"c-1", {"APP", "CN_31", "GOLD"}}) == 2);
  CHECK(Decides({Of(1, 1), scoped}, {"c-1", {"APP", "CN_31", ""}}) == 1);
  CHECK(Decides({Of(1, 1), scoped}, {"c-1", {"", "", ""}}) == 1);
}

TEST_CASE("A share takes about so many cases, the same ones always, and no question about everybody", "[compensation]") {
  Publication canary = Of(2, 2);
  canary.share_percent = 20;
  int taken = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string number = absl::StrCat("c-", i);
    const bool in = InShare(number, canary);
    CHECK(in == InShare(number, canary));
    taken += in ? 1 : 0;
  }
  CHECK(taken > 1'800);
  CHECK(taken < 2'200);
  CHECK(Decides({Of(1, 1), canary}, {}) == 1);
}

PolicyVersion Written(const std::string& approver = "") {
  PolicyVersion version;
  version.sha256 = std::string(64, 'a');
  version.author = "agents/a-li";
  version.approver = approver;
  return version;
}

TEST_CASE("A second person says yes, once, to what was read", "[compensation]") {
  const std::string sha(64, 'a');
  CHECK(CheckApprovable(Written(), "agents/m-zhao", sha).ok());
  CHECK(ReasonOf(CheckApprovable(Written(), "agents/a-li", sha)) == "APPROVAL_SELF_GIVEN");
  CHECK(ReasonOf(CheckApprovable(Written("agents/m-zhao"), "agents/m-wu", sha)) == "ALREADY_APPROVED");
  CHECK(ReasonOf(CheckApprovable(Written(), "agents/m-zhao", std::string(64, 'b'))) == "ETAG_MISMATCH");
}

TEST_CASE("Only what was approved is published, and not into the past", "[compensation]") {
  CHECK(CheckPublishable(Written("agents/m-zhao"), Of(0, 1, absl::ZeroDuration()), kNow).ok());
  CHECK(ReasonOf(CheckPublishable(Written(), Of(0, 1, absl::ZeroDuration()), kNow)) == "NOT_APPROVED");
  CHECK(ReasonOf(CheckPublishable(Written("agents/m-zhao"), Of(0, 1, -absl::Microseconds(1)), kNow)) == "INVALID_FIELDS");
  Publication never = Of(0, 1, absl::Hours(1));
  never.until = never.from;
  CHECK(ReasonOf(CheckPublishable(Written("agents/m-zhao"), never, kNow)) == "INVALID_FIELDS");
}

TEST_CASE("The latest that stands is taken back, the first one never", "[compensation]") {
  Publication gone = Of(3, 3);
  gone.cancel_time = kNow;
  const std::vector<Publication> all = {Of(1, 1), Of(2, 2), gone};
  CHECK(FindRollback(all, 0)->number == 2);
  CHECK(FindRollback(all, 2)->number == 2);
  CHECK(ReasonOf(FindRollback(all, 3).status()) == "NOTHING_TO_ROLL_BACK");
  CHECK(ReasonOf(FindRollback(all, 1).status()) == "NOTHING_TO_ROLL_BACK");
  CHECK(ReasonOf(FindRollback(all, 4).status()) == "PUBLICATION_NOT_FOUND");
  CHECK(ReasonOf(FindRollback({Of(1, 1)}, 0).status()) == "NOTHING_TO_ROLL_BACK");
}

}  // namespace
}  // namespace redress::compensation
