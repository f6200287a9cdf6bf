#include "tests/torture/proof.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "tests/support/child_process.h"

namespace redress::torture {
namespace {

constexpr char kItems[] =
    "SELECT concat_ws(' ', item, case_number, complaint, kind, team, severity, channel, vip_level, tag_l1, tag_l2, raise_count,"
    " received_us) FROM routing.work_item ORDER BY 1";

}  // namespace

bool Settle(const Places& places, absl::Duration patience) {
  return test::Eventually(patience, [&] { return CountBehind(places.pg, Routing()) == "0"; });
}

FaultList ProveStored(const Places& places, const std::vector<std::string>& names) {
  FaultList faults;
  const std::vector<std::string> rows =
      Column(places.pg, "SELECT 'complaints/' || intake.number_text(number) FROM intake.complaint");
  const std::set<std::string> stored(rows.begin(), rows.end());
  const std::set<std::string> distinct(names.begin(), names.end());
  if (distinct.size() != names.size()) {
    faults.push_back(absl::StrCat(names.size() - distinct.size(), " requests share a complaint, or were not acknowledged"));
  }
  int lost = 0;
  for (const std::string& name : distinct) {
    lost += static_cast<int>(1 - stored.count(name));
  }
  if (lost > 0) {
    faults.push_back(absl::StrCat("acknowledged and lost: ", lost));
  }
  if (rows.size() != names.size()) {
    faults.push_back(absl::StrCat("stored ", rows.size(), " of ", names.size()));
  }
  return faults;
}

FaultList ProveItems(const Places& places) {
  static constexpr Check kChecks[] = {
      {"cases without exactly one item",
       "SELECT count(*) FROM (SELECT DISTINCT intake.number_text(case_number) AS n FROM intake.complaint) c"
       " FULL JOIN (SELECT case_number AS n, count(*) AS k FROM routing.work_item WHERE kind IN ('HANDLE_CASE', 'TRIAGE') GROUP "
       "BY 1) w"
       " USING (n) WHERE k IS DISTINCT FROM 1"},
      {"approvals and calls back without exactly one item",
       "SELECT (SELECT count(*) FROM casework.approval a WHERE (SELECT count(*) FROM routing.work_item w"
       "   WHERE w.case_number = a.case_number AND w.kind = 'APPROVE' AND w.subject = a.approval) <> 1)"
       " + (SELECT count(*) FROM (SELECT case_number, count(DISTINCT round) AS rounds FROM casework.callback GROUP BY 1) b"
       "   WHERE (SELECT count(*) FROM routing.work_item w WHERE w.case_number = b.case_number AND w.kind = 'CALL_BACK') <> "
       "rounds)"},
      {"complaints that routing did not count once",
       "WITH said AS (SELECT 'complaints/' || intake.number_text(number) AS cause FROM intake.complaint),"
       " heard AS (SELECT cause FROM routing.case_input WHERE cause LIKE 'complaints/%')"
       " SELECT (SELECT count(*) FROM (TABLE said EXCEPT TABLE heard) x) + (SELECT count(*) FROM (TABLE heard EXCEPT TABLE said) "
       "y)"},
      {"items raised too often or too seldom",
       "SELECT count(*) FROM routing.work_item w JOIN (SELECT case_number, count(*) AS n FROM routing.case_input"
       " WHERE cause LIKE 'complaints/%' GROUP BY 1) c USING (case_number)"
       " WHERE w.kind IN ('HANDLE_CASE', 'TRIAGE') AND w.raise_count <> c.n - 1"},
      {"items without exactly one word of their creation",
       "SELECT (SELECT count(*) FROM routing.work_item) - (SELECT count(*) FROM routing.event WHERE type LIKE "
       "'%.WorkItemCreated')"},
      {"a matter that opened two cases",
       "SELECT count(*) FROM (SELECT o.order_index FROM intake.complaint_order o JOIN intake.complaint c USING (number)"
       " GROUP BY 1 HAVING count(DISTINCT c.case_number) > 1) x"},
  };
  return RunChecks(places.pg, kChecks);
}

FaultList ProveAssignments(const Places& places, const std::vector<std::pair<std::string, std::string>>& accepted) {
  static constexpr Check kChecks[] = {
      {"items with two owners",
       "SELECT count(*) FROM (SELECT item FROM routing.assignment WHERE released_us IS NULL GROUP BY 1 HAVING count(*) > 1) x"},
      {"items that were given while somebody had them",
       "SELECT count(*) FROM (SELECT released_us, lead(assignment) OVER (PARTITION BY item ORDER BY assignment) AS next"
       " FROM routing.assignment) x WHERE next IS NOT NULL AND released_us IS NULL"},
      {"places that were given while in use",
       "SELECT count(*) FROM (SELECT released_us, lead(assignment) OVER (PARTITION BY agent, slot ORDER BY assignment) AS next"
       " FROM routing.assignment) x WHERE next IS NOT NULL AND released_us IS NULL"},
      {"places above the limit, ever",  // but of a case that came back to its owner
       "SELECT count(*) FROM routing.assignment s JOIN routing.agent a USING (agent) WHERE s.slot > a.case_limit"
       " AND s.resume_us IS NULL"},
      {"items that disagree with their place",
       "SELECT count(*) FROM routing.work_item w LEFT JOIN routing.assignment s ON s.item = w.item AND s.released_us IS NULL"
       " WHERE (w.state IN ('OFFERED', 'ACCEPTED')) <> (s.item IS NOT NULL)"
       " OR (s.item IS NOT NULL AND (s.agent <> w.agent OR s.state <> w.state::text))"},
      {"offers without exactly one word of them",
       "SELECT (SELECT count(*) FROM routing.assignment WHERE expire_us IS NOT NULL)"
       " - (SELECT count(*) FROM routing.event WHERE type LIKE '%.WorkItemOffered')"},
      {"acceptances without a word of them, or with two different ones",  // with another tag it is said again, as of then
       "SELECT (SELECT count(*) FROM routing.assignment WHERE accept_us IS NOT NULL)"
       " - (SELECT count(*) FROM (SELECT DISTINCT subject, time FROM routing.event WHERE type LIKE '%.WorkItemAccepted') x)"},
  };
  FaultList faults = RunChecks(places.pg, kChecks);
  const std::vector<std::string> rows =
      Column(places.pg, "SELECT item || ' ' || agent FROM routing.assignment WHERE accept_us IS NOT NULL");
  const std::set<std::string> stored(rows.begin(), rows.end());
  for (const auto& [item, agent] : accepted) {
    if (stored.count(absl::StrCat(item, " ", agent)) == 0) {
      faults.push_back(absl::StrCat("acknowledged acceptance lost: ", item, " of ", agent));
    }
  }
  return faults;
}

FaultList ProveReplay(const Places& places, const std::string& other_pg) {
  return Differences(places.pg, other_pg, kItems);
}

}  // namespace redress::torture
