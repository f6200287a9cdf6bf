#include "tests/torture/clock_proof.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "redress/sla/v1/sla_events.pb.h"

namespace redress::torture {
namespace {

// `{case}/{clock} warned:50` → how often.
using Said = std::map<std::string, int>;

std::string Bytes(const pqxx::field& hex) {
  const std::string text = hex.c_str();
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (size_t at = 0; at + 1 < text.size(); at += 2)
    bytes.push_back(static_cast<char>(std::stoi(text.substr(at, 2), nullptr, 16)));
  return bytes;
}

// Warnings and breaches by sla's log.
Said SaidInLog(const std::string& pg) {
  Said said;
  for (const auto& row : Ask(pg,
                             "SELECT type, encode(data, 'hex') FROM sla.event WHERE type IN ('redress.sla.v1.ClockWarned',"
                             " 'redress.sla.v1.ClockBreached')")) {
    if (sla::v1::ClockWarned warned; std::string(row[0].c_str()) == "redress.sla.v1.ClockWarned") {
      warned.ParseFromString(Bytes(row[1]));
      ++said[absl::StrCat(warned.clock(), " warned:", warned.percent())];
    } else {
      sla::v1::ClockBreached breached;
      breached.ParseFromString(Bytes(row[1]));
      ++said[absl::StrCat(breached.clock(), " breached")];
    }
  }
  return said;
}

// What the clocks say was said of them. A breach that a late stop took back is not among it; a warning always is.
Said SaidByClocks(const std::string& pg) {
  Said said;
  for (const auto& row : Ask(pg,
                             "SELECT 'cases/' || case_number || '/clocks/' || clock || ' ' || key FROM sla.clock,"
                             " unnest(said) key WHERE key = 'breached' OR key LIKE 'warned:%'")) {
    ++said[row[0].c_str()];
  }
  return said;
}

}  // namespace

FaultList ProveClocks(const std::string& pg) {
  static constexpr Check kChecks[] = {
      {"clocks that a case should have and has not",
       "SELECT count(*) FROM (SELECT DISTINCT intake.number_text(case_number) AS case_number FROM intake.complaint) c"
       " CROSS JOIN (VALUES ('first-response'), ('acceptance'), ('first-feedback'), ('resolution')) v (clock)"
       " LEFT JOIN sla.clock k USING (case_number, clock) WHERE k.state IS NULL"},
      {"refunds without their clock, or clocks without a refund",
       "SELECT count(*) FROM (SELECT 'refund-' || id AS clock FROM compensation.remedy_grant WHERE kind IN ('REFUND',"
       " 'DIFFERENCE')) g FULL JOIN (SELECT clock FROM sla.clock WHERE clock LIKE 'refund-%') k USING (clock)"
       " WHERE k.clock IS NULL OR (SELECT count(*) FROM compensation.remedy_grant WHERE 'refund-' || id = clock) <> 1"},
      {"refunds that are paid and whose clock has not stopped then",
       "SELECT count(*) FROM compensation.remedy_grant g JOIN sla.clock k ON k.clock = 'refund-' || g.id"
       " WHERE g.state = 'PAID' AND k.stop_us IS DISTINCT FROM g.pay_us"},
      {"approvals without their clock",
       "SELECT count(*) FROM casework.approval a WHERE NOT EXISTS (SELECT FROM sla.clock k WHERE k.case_number = a.case_number"
       " AND k.clock = 'approval-' || a.approval)"},
      {"cases that were called back and whose clock has not stopped",
       "SELECT count(*) FROM casework.callback b WHERE NOT EXISTS (SELECT FROM sla.clock k WHERE k.case_number = b.case_number"
       " AND k.clock = 'callback' AND k.stop_us = b.call_us)"},
      {"clocks that are breached and of which that was not said",
       "SELECT count(*) FROM sla.clock WHERE state = 4 AND NOT 'breached' = ANY (said)"},
  };
  FaultList faults = RunChecks(pg, kChecks);
  const Said log = SaidInLog(pg);
  for (const auto& [what, times] : log) {
    if (times != 1) faults.push_back(absl::StrCat("said ", times, " times: ", what));
  }
  for (const auto& [what, times] : SaidByClocks(pg)) {
    if (log.count(what) == 0) faults.push_back(absl::StrCat("never said: ", what));
  }
  if (log.empty()) faults.emplace_back("no promise was warned of or broken");
  return faults;
}

FaultList ProveSameClocks(const std::string& pg, const std::string& other_pg) {
  FaultList faults = Differences(
      pg, other_pg, "SELECT concat_ws(' ', case_number, kind, subject, fact_us, value) FROM sla.case_fact ORDER BY 1");
  Append(Differences(pg, other_pg,
                     "SELECT concat_ws(' ', case_number, clock, kind, state, severity, start_us, coalesce(due_us, 0),"
                     " coalesce(stop_us, 0), target_ms, warned_percent, level, coalesce(next_us, 0)) FROM sla.clock ORDER BY 1"),
         &faults);
  return faults;
}

}  // namespace redress::torture
