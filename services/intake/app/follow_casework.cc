#include "services/intake/app/follow_casework.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "libs/base/status_macros.h"
#include "services/intake/app/fact_events.h"
#include "services/intake/store/case_store.h"

namespace redress::intake {
namespace {

constexpr char kActor[] = "services/casework";
constexpr char kReason[] = "casework opened a case of its own";

void Stand(pqxx::work& transaction, absl::Span<const CaseNews> news) {
  std::vector<int64_t> cases;
  for (const CaseNews& one : news) cases.push_back(one.case_number);
  const Standings before = ReadStandings(transaction, cases);
  Standings after = before;
  for (const CaseNews& one : news) after[one.case_number] = After(after[one.case_number], one);
  PutStandings(transaction, after);
}

absl::Status Leave(pqxx::work& transaction, const LinkedComplaint& linked, BusinessTime time,
                   std::vector<events::NewEvent>* said) {
  const ComplaintFacts& facts = linked.row.facts;
  RETURN_IF_ERROR(InsertLink(transaction, {.number = facts.number,
                                           .version = linked.row.link_version + 1,
                                           .case_number = facts.number,
                                           .actor = kActor,
                                           .reason = kReason,
                                           .time = time}));
  MoveMatters(transaction, facts.number, facts.case_number);
  said->push_back(ComplaintUnlinkedEvent(facts, linked.evidence_count, time));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<events::NewEvent>> FollowCasework(pqxx::work& transaction, absl::Span<const CaseNews> news,
                                                             absl::Span<const OwnCase> opened) {
  if (!news.empty()) Stand(transaction, news);
  std::vector<int64_t> numbers;
  absl::flat_hash_map<int64_t, BusinessTime> times;
  for (const OwnCase& one : opened) {
    if (times.emplace(one.complaint, one.time).second) numbers.push_back(one.complaint);
  }
  std::vector<events::NewEvent> said;
  ASSIGN_OR_RETURN(const std::vector<LinkedComplaint> linked, ReadLinked(transaction, numbers));
  for (const LinkedComplaint& one : linked) {
    RETURN_IF_ERROR(Leave(transaction, one, times.at(one.row.facts.number), &said));
  }
  return said;
}

}  // namespace redress::intake
