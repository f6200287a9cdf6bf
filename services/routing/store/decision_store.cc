#include "services/routing/store/decision_store.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/pg/exec.h"
#include "libs/proto/values.h"
#include "services/routing/store/columns.h"

namespace redress::routing {
namespace {

bool SameAt(const PlannedOffer& one, const PlannedOffer& other, size_t i) {
  return one.candidates[i] == other.candidates[i] && one.decision.excluded_by[i] == other.decision.excluded_by[i];
}

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

// How many candidates of two decisions differ, or nothing where these are not about the same agents.
absl::optional<size_t> Differences(const PlannedOffer& one, const PlannedOffer& other) {
  if (one.candidates.size() != other.candidates.size()) return absl::nullopt;
  size_t count = 0;
  for (size_t i = 0; i < one.candidates.size(); ++i) {
    if (one.candidates[i].agent != other.candidates[i].agent) return absl::nullopt;
    count += !SameAt(one, other, i);
  }
  return count;
}

// A decision and the one of the same round, if any, whose candidates its own are compared with.
struct Telling {
  const PlannedOffer* offer;
  const PlannedOffer* basis;
};

// Within a round the decisions of a team differ by little more than who got the item before. Each is told by its differences from
// an earlier one, for as long as that makes both of them together the shortest: `d` differences each after the last of `d` such
// decisions are d²/2 candidates, against all of them once more.
std::vector<Telling> TellingsOf(absl::Span<const PlannedOffer* const> decided) {
  std::vector<Telling> tellings;
  tellings.reserve(decided.size());
  absl::flat_hash_map<std::string, const PlannedOffer*> basis_of;  // by team
  for (const PlannedOffer* offer : decided) {
    const PlannedOffer*& basis = basis_of[offer->item->team];
    const absl::optional<size_t> count = basis == nullptr ? absl::nullopt : Differences(*offer, *basis);
    const bool apart = count.has_value() && *count * *count <= 2 * offer->candidates.size();
    if (!apart) basis = offer;
    tellings.push_back({offer, apart ? basis : nullptr});
  }
  return tellings;
}

std::string DetailOf(const Telling& telling, const AssignPolicy& policy) {
  const PlannedOffer& offer = *telling.offer;
  v1::AssignmentDecision proto;
  for (size_t i = 0; i < offer.candidates.size(); ++i) {
    if (telling.basis != nullptr && SameAt(offer, *telling.basis, i)) continue;
    Render(offer.candidates[i], offer.decision.excluded_by[i], proto.add_candidates());
  }
  if (!offer.agent.empty()) proto.set_tie_break(std::string(Word(offer.decision.tie_break)));
  proto.set_severity(static_cast<type::v1::Severity>(offer.item->severity));
  proto.set_supervisors_only(offer.item->supervisors_only);
  proto.set_supervisor_reserve_percent(policy.supervisor_reserve_percent);
  return proto.SerializeAsString();
}

// Stores those that have a basis, or those that have none; adds to `places` where each is.
void Insert(pqxx::transaction_base& transaction, absl::Span<const Telling> tellings, bool with_basis, const AssignPolicy& policy,
            BusinessTime now, absl::flat_hash_map<std::string, int64_t>* places) {
  TextColumn item, agent;
  BytesColumn detail;
  NumberColumn basis;
  for (const Telling& telling : tellings) {
    if ((telling.basis != nullptr) != with_basis) continue;
    item.Add(telling.offer->item->id), agent.Add(telling.offer->agent), detail.Add(DetailOf(telling, policy));
    basis.Add(with_basis ? places->at(telling.basis->item->id) : 0);
  }
  if (item.values.empty()) return;
  const pqxx::result rows =
      pg::Exec(transaction,
               "INSERT INTO assignment_decision (item, decision_us, agent, detail, basis)"
               " SELECT u.item, $5::bigint, nullif(u.agent, ''), u.detail, nullif(u.basis, 0)"
               " FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[]) u(item, agent, detail, basis)"
               " RETURNING item, decision",
               item.Texts(), agent.Texts(), detail.Bytes(), basis.Literal(), now.micros());
  for (const pqxx::row& row : rows) (*places)[row[0].c_str()] = row[1].as<int64_t>();
}

}  // namespace

void InsertDecisions(pqxx::transaction_base& transaction, absl::Span<const PlannedOffer* const> decided,
                     const AssignPolicy& policy, BusinessTime now) {
  const std::vector<Telling> tellings = TellingsOf(decided);
  absl::flat_hash_map<std::string, int64_t> places;
  for (const bool with_basis : {false, true}) Insert(transaction, tellings, with_basis, policy, now, &places);
}

namespace {

// Adds the candidates that are as in the decision that this one was compared with, in their order.
void Complete(const std::string& basis_detail, v1::AssignmentDecision* decision) {
  v1::AssignmentDecision basis;
  basis.ParseFromString(basis_detail);
  absl::flat_hash_map<std::string, v1::AssignmentDecision::Candidate> own;
  for (const v1::AssignmentDecision::Candidate& candidate : decision->candidates()) own[candidate.agent()] = candidate;
  decision->clear_candidates();
  for (v1::AssignmentDecision::Candidate& candidate : *basis.mutable_candidates()) {
    const auto found = own.find(candidate.agent());
    *decision->add_candidates() = found == own.end() ? std::move(candidate) : found->second;
  }
}

}  // namespace

std::vector<StoredDecision> ListDecisions(pqxx::transaction_base& transaction, const std::string& item, int64_t before,
                                          int limit) {
  const pqxx::result rows = pg::Exec(transaction,
                                     "SELECT d.decision, d.decision_us, coalesce(d.agent, ''), d.detail,"
                                     " (SELECT b.detail FROM assignment_decision b WHERE b.decision = d.basis)"
                                     " FROM assignment_decision d WHERE d.item = $1 AND ($2::bigint = 0 OR d.decision < $2)"
                                     " ORDER BY d.decision DESC LIMIT $3",
                                     item, before, limit);
  std::vector<StoredDecision> decisions;
  for (const pqxx::row& row : rows) {
    StoredDecision stored{row[0].as<int64_t>(), {}};
    stored.decision.ParseFromString(pg::BytesOf(row[3]));
    if (!row[4].is_null()) Complete(pg::BytesOf(row[4]), &stored.decision);
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
