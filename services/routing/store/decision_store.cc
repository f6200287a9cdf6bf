#include "services/routing/store/decision_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/pg/exec.h"
#include "libs/proto/values.h"
#include "services/routing/store/columns.h"

namespace redress::routing {
namespace {

void Render(const Candidate& candidate, Exclusion excluded_by, v1::AssignmentDecision::Candidate* proto) {
  proto->set_agent(absl::StrCat("agents/", candidate.agent));
  proto->set_excluded_by(std::string(Word(excluded_by)));
  proto->set_open_count(candidate.open_count);
  proto->set_case_limit(candidate.case_limit);
  proto->set_present(candidate.present);
  proto->set_in_team(candidate.in_team);
  proto->set_has_skills(candidate.has_skills);
  proto->set_supervisor(candidate.supervisor);
  proto->set_proposer(candidate.proposer);
  proto->set_preferred(candidate.preferred);
  proto->set_declined_recently(candidate.declined_recently);
  proto->set_let_offer_expire(candidate.let_offer_expire);
  if (candidate.last_given_time != BusinessTime()) *proto->mutable_last_given_time() = ToProto(candidate.last_given_time);
}

}  // namespace

void InsertDecisions(pqxx::transaction_base& transaction, absl::Span<const PlannedOffer* const> decided,
                     const AssignPolicy& policy, BusinessTime now) {
  if (decided.empty()) return;
  TextColumn item, agent;
  BytesColumn detail;
  for (const PlannedOffer* offer : decided) {
    v1::AssignmentDecision proto;
    for (size_t i = 0; i < offer->candidates.size(); ++i) {
      Render(offer->candidates[i], offer->decision.excluded_by[i], proto.add_candidates());
    }
    if (!offer->agent.empty()) proto.set_tie_break(std::string(Word(offer->decision.tie_break)));
    proto.set_severity(static_cast<type::v1::Severity>(offer->item->severity));
    proto.set_supervisors_only(offer->item->supervisors_only);
    proto.set_supervisor_reserve_percent(policy.supervisor_reserve_percent);
    item.Add(offer->item->id), agent.Add(offer->agent), detail.Add(proto.SerializeAsString());
  }
  pg::Exec(transaction,
           "INSERT INTO assignment_decision (item, decision_us, agent, detail)"
           " SELECT item, $4::bigint, nullif(agent, ''), detail FROM unnest($1::text[], $2::text[], $3::bytea[]) u(item, agent, "
           "detail)",
           item.Literal(), agent.Literal(), detail.Literal(), now.micros());
}

std::vector<StoredDecision> ListDecisions(pqxx::transaction_base& transaction, const std::string& item, int64_t before,
                                          int limit) {
  const pqxx::result rows = pg::Exec(transaction,
                                     "SELECT decision, decision_us, coalesce(agent, ''), detail FROM assignment_decision"
                                     " WHERE item = $1 AND ($2::bigint = 0 OR decision < $2) ORDER BY decision DESC LIMIT $3",
                                     item, before, limit);
  std::vector<StoredDecision> decisions;
  for (const pqxx::row& row : rows) {
    StoredDecision stored{row[0].as<int64_t>(), {}};
    stored.decision.ParseFromString(pg::BytesOf(row[3]));
    stored.decision.set_work_item(absl::StrCat("workItems/", item));
    *stored.decision.mutable_decision_time() = ToProto(BusinessTime::FromUnixMicros(row[1].as<int64_t>()));
    if (row[2].c_str()[0] != '\0') stored.decision.set_agent(absl::StrCat("agents/", row[2].c_str()));
    decisions.push_back(std::move(stored));
  }
  return decisions;
}

std::vector<Candidate> CandidatesOf(const v1::AssignmentDecision& decision) {
  std::vector<Candidate> candidates;
  for (const v1::AssignmentDecision::Candidate& proto : decision.candidates()) {
    Candidate candidate;
    candidate.agent = std::string(absl::StripPrefix(proto.agent(), "agents/"));
    candidate.present = proto.present();
    candidate.in_team = proto.in_team();
    candidate.has_skills = proto.has_skills();
    candidate.supervisor = proto.supervisor();
    candidate.proposer = proto.proposer();
    candidate.preferred = proto.preferred();
    candidate.open_count = proto.open_count();
    candidate.case_limit = proto.case_limit();
    candidate.declined_recently = proto.declined_recently();
    candidate.let_offer_expire = proto.let_offer_expire();
    if (proto.has_last_given_time()) candidate.last_given_time = TimeOf(proto.last_given_time());
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

}  // namespace redress::routing
