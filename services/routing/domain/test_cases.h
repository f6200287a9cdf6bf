// For tests of the folds: a case `c1` with one item in any state, and what intake and casework may say of it.
#pragma once

#include <string>
#include <vector>

#include "services/routing/domain/case_fold.h"

namespace redress::routing {

inline const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
inline const BusinessTime kThen = kNow - absl::Minutes(3);  // when what is told happened

inline FoldFacts TestFacts() {
  FoldFacts facts;
  facts.known_teams = {"logistics", "marketing", "intake", "managers", "legal", "dept-warehouse"};
  facts.owners["a-li"] = {.supervisor = false, .teams = {"logistics"}};
  facts.owners["a-boss"] = {.supervisor = true, .teams = {"logistics", "marketing"}};
  return facts;
}

inline CaseInput Complaint(const std::string& number, const std::string& of_case, Severity severity = Severity::kOrdinary) {
  CaseInput input;
  input.cause = "complaints/" + number;
  input.partition = 7;
  input.case_number = of_case;
  input.complaint = number;
  input.channel = 1;
  input.received_time = kNow - absl::Minutes(1);
  input.prediction = {
      .missing = false, .tag = {"LOGISTICS", "LOST"}, .team = "logistics", .severity = severity, .serialized = "p-" + number};
  return input;
}

inline CaseInput Urge(const std::string& of_case) {
  CaseInput input;
  input.cause = "complaints/" + of_case + "/contacts/1";
  input.partition = 7;
  input.case_number = of_case;
  input.channel = 4;
  input.received_time = kNow;
  return input;
}

inline CaseNews News(CaseNews::Kind kind, const std::string& of_case = "c1") {
  CaseNews news;
  news.kind = kind;
  news.partition = 7;
  news.case_number = of_case;
  news.time = kThen;
  return news;
}

// An item of c1 about the case itself, with a-li unless it is queued.
inline WorkItem ItemIn(ItemState state, const std::string& agent = "a-li") {
  WorkItem item;
  item.id = "c1-1";
  item.case_number = item.complaint = "c1";
  item.partition = 7;
  item.state = state;
  item.team = "logistics";
  item.tag = {"LOGISTICS", "LOST"};
  item.prediction = "p-c1";
  item.severity = Severity::kUrgent;
  item.channel = 1;
  item.received_time = kNow - absl::Hours(3);
  item.version = 5;
  if (state != ItemState::kQueued) item.agent = agent;
  if (state == ItemState::kOffered) {
    item.offer_time = kNow - absl::Seconds(10);
    item.offer_expire_time = kNow + absl::Seconds(50);
  }
  if (state == ItemState::kAccepted || state == ItemState::kDone) item.accept_time = kNow - absl::Hours(2);
  if (state == ItemState::kDone) item.done_time = kNow - absl::Hours(1);
  return item;
}

inline KnownCases Known(std::vector<WorkItem> items) {
  KnownCases known;
  for (WorkItem& item : items) known.items[item.case_number].push_back(std::move(item));
  return known;
}

// A fold of these alone.
inline Folded FoldAll(std::vector<CaseMessage> messages, KnownCases known = {}, const FoldFacts& facts = TestFacts()) {
  return Fold(&messages, std::move(known), facts, kNow);
}

// What was stored together with what the fold makes of it.
inline KnownCases After(KnownCases known, const Folded& folded) {
  for (const WorkItem& item : folded.created) known.items[item.case_number].push_back(item);
  for (const Change& change : folded.changed) {
    for (WorkItem& item : known.items[change.next.case_number]) {
      if (item.id == change.next.id) item = change.next;
    }
  }
  for (const CaseStanding& standing : folded.standings) known.standings[standing.number] = standing;
  return known;
}

inline std::vector<Fact::Kind> KindsOf(const Folded& folded) {
  std::vector<Fact::Kind> kinds;
  for (const CaseFact& fact : folded.facts) kinds.push_back(fact.fact.kind);
  return kinds;
}

}  // namespace redress::routing
