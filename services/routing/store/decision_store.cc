#include "services/routing/store/decision_store.h"

#include <google/protobuf/arena.h>

#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/pg/exec.h"
#include "libs/proto/values.h"
#include "services/routing/store/columns.h"

namespace redress::routing {
namespace {

// A decision is told by its differences from the one before it about the same team, as a rule one candidate: whoever got that
// item. Each such chain begins with one that is whole, and is no longer than this, since whoever reads its end reads all of it.
constexpr int kChainMax = 64;

void Render(const Candidate& candidate, Exclusion excluded_by, v1::AssignmentDecision::Candidate* proto) {
  proto->mutable_agent()->assign("agents/").append(candidate.agent);
  const absl::string_view why_not = Word(excluded_by);
  proto->set_excluded_by(why_not.data(), why_not.size());
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

// What a decision is told by: the candidates in which it differs from another one of the same round.
struct Telling {
  int basis = 0;          // the other one's place in what is stored, from 1; 0: there is none, all candidates are told
  std::vector<int> told;  // indices of the candidates
};

// Finds the candidates in which `one` differs. False where the two are not about the same agents.
bool Differ(const PlannedOffer& one, const PlannedOffer& other, std::vector<int>* differences) {
  differences->clear();
  if (one.candidates.size() != other.candidates.size()) return false;
  for (int i = 0; i < static_cast<int>(one.candidates.size()); ++i) {
    if (one.candidates[i] == other.candidates[i] && one.decision.excluded_by[i] == other.decision.excluded_by[i]) continue;
    if (one.candidates[i].agent != other.candidates[i].agent) return false;
    differences->push_back(i);
  }
  return true;
}

// The decisions of a round, one after the other.
class Teller {
 public:
  const Telling& Next(const PlannedOffer& offer) {
    ++place_;
    Last& last = last_of_[offer.item->team];
    const bool apart = last.offer != nullptr && last.length < kChainMax && Differ(offer, *last.offer, &telling_.told) &&
                       2 * telling_.told.size() <= offer.candidates.size();
    telling_.basis = apart ? last.place : 0;
    if (!apart) {
      telling_.told.resize(offer.candidates.size());
      std::iota(telling_.told.begin(), telling_.told.end(), 0);
    }
    last = {&offer, place_, apart ? last.length + 1 : 1};
    return telling_;
  }

 private:
  struct Last {
    const PlannedOffer* offer = nullptr;
    int place = 0;
    int length = 0;  // of the chain that it ends
  };
  int place_ = 0;
  absl::flat_hash_map<std::string, Last> last_of_;  // by team
  Telling telling_;
};

void Render(const PlannedOffer& offer, const std::vector<int>& told, const AssignPolicy& policy, v1::AssignmentDecision* proto) {
  proto->Clear();
  for (const int i : told) Render(offer.candidates[i], offer.decision.excluded_by[i], proto->add_candidates());
  if (!offer.agent.empty()) proto->set_tie_break(std::string(Word(offer.decision.tie_break)));
  proto->set_severity(static_cast<type::v1::Severity>(offer.item->severity));
  proto->set_supervisors_only(offer.item->supervisors_only);
  proto->set_supervisor_reserve_percent(policy.supervisor_reserve_percent);
}

}  // namespace

void InsertDecisions(pqxx::transaction_base& transaction, absl::Span<const PlannedOffer* const> decided,
                     const AssignPolicy& policy, BusinessTime now) {
  if (decided.empty()) return;
  google::protobuf::Arena arena;  // one message after the other, in the same memory
  v1::AssignmentDecision& proto = *google::protobuf::Arena::CreateMessage<v1::AssignmentDecision>(&arena);
  TextColumn item, agent;
  BytesColumn detail;
  NumberColumn basis;
  Teller teller;
  for (const PlannedOffer* offer : decided) {
    const Telling& telling = teller.Next(*offer);
    Render(*offer, telling.told, policy, &proto);
    item.Add(offer->item->id), agent.Add(offer->agent), basis.Add(telling.basis);
    detail.values.push_back(proto.SerializeAsString());
  }
  // Numbered first, in their order, so that each can name the one before it; no number has place 0.
  pg::Exec(transaction,
           "WITH n AS MATERIALIZED (SELECT array_agg(nextval('assignment_decision_decision_seq')) AS numbers"
           "  FROM generate_series(1, cardinality($1::text[])))"
           " INSERT INTO assignment_decision (decision, item, decision_us, agent, detail, basis) OVERRIDING SYSTEM VALUE"
           " SELECT n.numbers[u.place], u.item, $5::bigint, nullif(u.agent, ''), u.detail, n.numbers[u.basis]"
           " FROM n CROSS JOIN unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[]) WITH ORDINALITY"
           "   u(item, agent, detail, basis, place)",
           item.Texts(), agent.Texts(), detail.Bytes(), basis.Literal(), now.micros());
}

namespace {

// A decision as stored.
struct Stored {
  int64_t basis = 0;  // 0: all candidates are in it
  v1::AssignmentDecision decision;
};
using Chains = absl::flat_hash_map<int64_t, Stored>;

// The decisions from which these are told, and those from which they are.
Chains ChainsOf(pqxx::transaction_base& transaction, absl::Span<const int64_t> bases) {
  Chains chains;
  if (bases.empty()) return chains;
  const pqxx::result rows =
      pg::Exec(transaction,
               "WITH RECURSIVE chain AS ("
               "  SELECT decision, basis, detail FROM assignment_decision WHERE decision = ANY ($1::bigint[])"
               "  UNION ALL SELECT b.decision, b.basis, b.detail FROM chain c CROSS JOIN LATERAL"
               "  (SELECT decision, basis, detail FROM assignment_decision WHERE decision = c.basis OFFSET 0) b)"
               " SELECT decision, coalesce(basis, 0), detail FROM chain",
               pg::ArrayOf(bases));
  for (const pqxx::row& row : rows) {
    Stored& stored = chains[row[0].as<int64_t>()];
    stored.basis = row[1].as<int64_t>();
    stored.decision.ParseFromString(pg::BytesOf(row[2]));
  }
  return chains;
}

// Adds the candidates that are as in the decisions before it, in the order of the one that has all.
void Complete(const Chains& chains, int64_t basis, v1::AssignmentDecision* decision) {
  absl::flat_hash_map<std::string, v1::AssignmentDecision::Candidate> latest;
  const auto note = [&latest](const v1::AssignmentDecision& told) {
    for (const v1::AssignmentDecision::Candidate& candidate : told.candidates()) latest.try_emplace(candidate.agent(), candidate);
  };
  note(*decision);
  const Stored* stored = &chains.at(basis);
  for (; stored->basis != 0; stored = &chains.at(stored->basis)) note(stored->decision);
  note(stored->decision);
  decision->clear_candidates();
  for (const v1::AssignmentDecision::Candidate& whole : stored->decision.candidates()) {
    *decision->add_candidates() = latest.at(whole.agent());
  }
}

}  // namespace

std::vector<StoredDecision> ListDecisions(pqxx::transaction_base& transaction, const std::string& item, int64_t before,
                                          int limit) {
  const pqxx::result rows = pg::Exec(transaction,
                                     "SELECT decision, decision_us, coalesce(agent, ''), detail, coalesce(basis, 0)"
                                     " FROM assignment_decision WHERE item = $1 AND ($2::bigint = 0 OR decision < $2)"
                                     " ORDER BY decision DESC LIMIT $3",
                                     item, before, limit);
  std::vector<int64_t> bases;
  for (const pqxx::row& row : rows) {
    if (const int64_t basis = row[4].as<int64_t>(); basis != 0) bases.push_back(basis);
  }
  const Chains chains = ChainsOf(transaction, bases);
  std::vector<StoredDecision> decisions;
  for (const pqxx::row& row : rows) {
    StoredDecision stored{row[0].as<int64_t>(), {}};
    stored.decision.ParseFromString(pg::BytesOf(row[3]));
    if (const int64_t basis = row[4].as<int64_t>(); basis != 0) Complete(chains, basis, &stored.decision);
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
