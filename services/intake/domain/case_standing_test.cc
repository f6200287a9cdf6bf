#include "services/intake/domain/case_standing.h"

#include <catch2/catch.hpp>

namespace redress::intake {
namespace {

using Kind = CaseNews::Kind;
const BusinessTime kThen = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

TEST_CASE("Each news does its part to a case, and does it once", "[intake]") {
  const CaseStanding open, over{kThen, {}}, part{{}, 7}, part_and_over{kThen, 7};
  using Row = std::tuple<CaseStanding, CaseNews, CaseStanding>;
  const auto [before, news, after] = GENERATE_COPY(table<CaseStanding, CaseNews, CaseStanding>({
      Row{open, {Kind::kClosed, 1, kThen}, over},
      Row{over, {Kind::kClosed, 1, kThen}, over},
      Row{over, {Kind::kReopened, 1}, open},
      Row{open, {Kind::kReopened, 1}, open},
      Row{open, {Kind::kMerged, 1, kThen, 7}, part},
      Row{over, {Kind::kMerged, 1, kThen, 7}, part_and_over},
      Row{part, {Kind::kUnmerged, 1}, open},
      Row{part_and_over, {Kind::kUnmerged, 1}, open},
      Row{part_and_over, {Kind::kUnmerged, 1, kThen, 0, false}, over},
  }));
  CHECK(After(before, news) == after);
  CHECK(After(after, news) == after);
}

TEST_CASE("A case of which nothing was told is open", "[intake]") {
  CHECK(CaseStanding().open());
  CHECK_FALSE(CaseStanding{kThen, {}}.open());
  CHECK_FALSE(CaseStanding{{}, 7}.open());
}

}  // namespace
}  // namespace redress::intake
