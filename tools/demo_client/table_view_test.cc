#include "tools/demo_client/table_view.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tools/demo_client/test_results.h"

namespace redress::demo {
namespace {

std::string Shown(const std::vector<Result>& results) {
  std::ostringstream out;
  PrintTable(out, results, {});
  return out.str();
}

}  // namespace

TEST_CASE("The table shows the words that decided, cut from the caller's own text", "[demo]") {
  const std::string table = Shown({StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED")});
  CHECK(table.find("LOGISTICS/DELAYED 0.93  三天        URGENT    emotion:furious  logistics  a-wang-lei  1 min 5 s / 15 min") !=
        std::string::npos);
}

TEST_CASE("Triage, rejected lines and what is stuck are shown as such", "[demo]") {
  Result triage = StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED");
  triage.watched.prediction.set_abstained(true);
  triage.watched.stuck = "QUEUED for teams/intake: 3 AT_CAPACITY";
  triage.watched.item.set_state(routing::v1::WorkItem::STATE_QUEUED);
  const std::string table = Shown({triage, RejectedResult(9, "channel: is required")});
  CHECK(table.find("triage (LOGISTICS/DELAYED 0.93?)") != std::string::npos);
  CHECK(table.find("Rejected lines: 1\n  line 9\n    channel: is required\n") != std::string::npos);
  CHECK(table.find("261122-00000001-23  QUEUED for teams/intake: 3 AT_CAPACITY") != std::string::npos);
}

}  // namespace redress::demo
