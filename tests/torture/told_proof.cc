#include "tests/torture/told_proof.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace redress::torture {
namespace {

// How often a message of a notice may have been taken.
struct Bounds {
  int least = 0;
  int most = 0;
};

Bounds BoundsOf(const std::string& state, bool mail, bool doubtful, int attempts) {
  if (attempts == 0) return {0, 0};
  const bool sent = state == "SENT" || state == "DELIVERED";
  return {sent ? 1 : 0, mail && doubtful ? attempts : 1};
}

}  // namespace

FaultList ProveTold(const std::string& pg) {
  static constexpr Check kChecks[] = {
      {"complaints that were not acknowledged once",
       "SELECT count(*) FROM intake.complaint c WHERE (SELECT count(*) FROM outreach.notice n WHERE n.kind = 'ACCEPTED'"
       " AND n.complaint = intake.number_text(c.number) AND n.state = 'SENT') <> 1"},
      {"plans that were not offered once",
       "SELECT count(*) FROM casework.plan p WHERE (SELECT count(*) FROM outreach.notice n WHERE n.case_number = p.case_number"
       " AND n.kind = 'PLAN_OFFERED' AND n.subject = p.plan::text) <> 1"},
      {"cases that were called back and whose result was not told once",
       "SELECT count(*) FROM (SELECT DISTINCT case_number FROM casework.callback) b WHERE (SELECT count(*) FROM outreach.notice n"
       " WHERE n.case_number = b.case_number AND n.kind = 'RESULT' AND n.state = 'SENT') <> 1"},
      // A plan may be answered while nobody knows yet whether its notice was taken: it is not handed over again, and stays
      // unknown.
      {"notices that were given up",
       "SELECT count(*) FROM outreach.notice n WHERE state IN ('FAILED', 'USELESS') OR (reason = 'OUTCOME_UNKNOWN' AND NOT ("
       " kind = 'PLAN_OFFERED' AND EXISTS (SELECT FROM casework.plan p WHERE p.case_number = n.case_number"
       " AND p.plan::text = n.subject AND p.answer <> 'NONE')))"},
      {"things sent or ended of which that was not said once",
       "SELECT abs((SELECT count(*) FROM outreach.notice WHERE state NOT IN ('PENDING', 'SENDING'))"
       " - (SELECT count(*) FROM outreach.event WHERE type IN ('redress.outreach.v1.NoticeSent',"
       " 'redress.outreach.v1.NoticeEnded')))"},
      {"things given that outreach did not hear of once",
       "SELECT count(*) FROM (SELECT id::text AS grant_id FROM compensation.remedy_grant WHERE state = 'PAID') g"
       " FULL JOIN outreach.given o USING (grant_id) WHERE g.grant_id IS NULL OR o.case_number IS NULL"},
  };
  return RunChecks(pg, kChecks);
}

FaultList ProveTaken(const std::string& pg, const Taken& taken) {
  FaultList faults;
  Taken left = taken;
  for (const auto& row : Ask(pg,
                             "SELECT 'cases/' || case_number || '/notices/' || id, way, state, possible_duplicate, attempts"
                             " FROM outreach.notice")) {
    for (const char* way : {"SMS", "PUSH", "EMAIL"}) {
      const std::string id = absl::StrCat(row[0].c_str(), "/", absl::AsciiStrToLower(way));
      const bool chosen = std::string(row[1].c_str()) == way;
      const bool mail = std::string(way) == "EMAIL";
      const bool doubtful = row[3].as<bool>();
      Bounds bounds = BoundsOf(row[2].c_str(), mail, doubtful, row[4].as<int>());
      // The way may have changed while nobody knew whether the first one had brought it.
      if (!chosen) bounds = {0, doubtful ? bounds.most : 0};
      const auto found = left.find(id);
      const int times = found == left.end() ? 0 : found->second;
      if (times < bounds.least || times > bounds.most) {
        faults.push_back(
            absl::StrCat(id, " (", row[2].c_str(), ") was taken ", times, " times, not ", bounds.least, " to ", bounds.most));
      }
      left.erase(id);
    }
  }
  for (const auto& [id, times] : left) faults.push_back("taken, and of no notice: " + id);
  if (taken.empty()) faults.emplace_back("nothing was taken");
  return faults;
}

FaultList ProveSameNotices(const std::string& pg, const std::string& other_pg) {
  FaultList faults = Differences(pg, other_pg,
                                 "SELECT concat_ws(' ', case_number, customer, channel, regulator, complaint, severity, tag,"
                                 " phase, reopens, received_us, intent) FROM outreach.case_view ORDER BY 1");
  Append(Differences(pg, other_pg,
                     "SELECT concat_ws(' ', case_number, id, kind, subject, complaint, asks, create_us) FROM outreach.notice"
                     " WHERE kind <> 'PROGRESS' ORDER BY 1"),
         &faults);
  Append(Differences(pg, other_pg,
                     "SELECT concat_ws(' ', grant_id, case_number, kind, currency, amount_minor, reference, pay_us)"
                     " FROM outreach.given ORDER BY 1"),
         &faults);
  return faults;
}

int CountCopies(const Taken& taken) {
  int copies = 0;
  for (const auto& [id, times] : taken) copies += times - 1;
  return copies;
}

}  // namespace redress::torture
