#include "services/routing/domain/case_fold.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <tuple>

#include "services/routing/domain/test_cases.h"

namespace redress::routing {
namespace {

using N = CaseNews::Kind;

CaseNews WithSubject(N kind, const std::string& subject) {
  CaseNews news = News(kind);
  news.subject = subject;
  return news;
}

CaseNews MovedTo(bool waiting) {
  CaseNews news = News(N::kMoved);
  news.waiting = waiting;
  return news;
}

CaseNews Tagged() {
  CaseNews news = News(N::kTagged);
  news.tag = {"MARKETING", ""};
  news.team = "marketing";
  return news;
}

// The life of a case, as casework tells it.
std::vector<CaseMessage> Life() {
  CaseNews callback = WithSubject(N::kCallbackMade, "0");
  callback.settled = true;
  return {News(N::kOpened),
          MovedTo(true),
          MovedTo(false),
          Tagged(),
          WithSubject(N::kApprovalRequested, "a1"),
          WithSubject(N::kApprovalEnded, "a1"),
          MovedTo(true),
          MovedTo(false),
          News(N::kCallbackDue),
          callback,
          News(N::kClosed),
          News(N::kReopened),
          WithSubject(N::kApprovalRequested, "a2")};
}

// What is left to do, however it came to that.
using Left = std::tuple<ItemKind, std::string, std::string, bool, bool, Severity>;
std::vector<Left> LeftToDo(const KnownCases& known) {
  std::vector<Left> left;
  for (const auto& [number, items] : known.items) {
    for (const WorkItem& item : items) {
      if (!IsOpen(item)) continue;
      left.emplace_back(item.kind, item.subject, item.team, item.supervisors_only, item.waiting, item.severity);
    }
  }
  std::sort(left.begin(), left.end());
  return left;
}

// One after the other, each a batch of its own.
KnownCases OneByOne(const std::vector<CaseMessage>& messages) {
  KnownCases known;
  for (const CaseMessage& message : messages) known = After(known, FoldAll({message}, known));
  return known;
}

TEST_CASE("Cutting a batch in two changes nothing", "[routing]") {
  std::vector<CaseMessage> messages = {Complaint("c1", "c1"), Complaint("c2", "c1", Severity::kUrgent), Urge("c1")};
  const std::vector<CaseMessage> life = Life();
  messages.insert(messages.end(), life.begin(), life.end());
  messages.push_back(Complaint("c4", "c4"));
  const KnownCases whole = After({}, FoldAll(messages));
  for (size_t cut = 0; cut <= messages.size(); ++cut) {
    KnownCases known;
    known = After(known, FoldAll({messages.begin(), messages.begin() + static_cast<int64_t>(cut)}, known));
    known = After(known, FoldAll({messages.begin() + static_cast<int64_t>(cut), messages.end()}, known));
    REQUIRE(known.items.size() == whole.items.size());
    for (const auto& [number, items] : whole.items) {
      REQUIRE(known.items[number].size() == items.size());
      for (size_t i = 0; i < items.size(); ++i) {
        CHECK(known.items[number][i].id == items[i].id);
        CHECK(known.items[number][i].state == items[i].state);
        CHECK(known.items[number][i].version == items[i].version);
        CHECK(known.items[number][i].raise_count == items[i].raise_count);
        CHECK(known.items[number][i].team == items[i].team);
      }
    }
  }
}

// Intake's events keep their order and casework's keep theirs; between them only what casework had heard of comes before it.
TEST_CASE("In whatever order two streams are heard, the same is left to do", "[routing]") {
  const std::vector<CaseMessage> intake = {Complaint("c1", "c1"), Complaint("c2", "c1", Severity::kUrgent), Urge("c1")};
  const std::vector<CaseMessage> casework = Life();
  std::mt19937 random(GENERATE(range(1u, 60u)));
  std::vector<CaseMessage> heard = {intake[0]};  // what opened the case was heard by casework before it said anything
  size_t i = 1, c = 0;
  while (i < intake.size() || c < casework.size()) {
    // The customer came again while the case was open; casework had heard that before it reopened it.
    const bool must_hear = c == casework.size() || (c >= 10 && i < intake.size());
    const bool next_of_intake = i < intake.size() && (must_hear || random() % 4 == 0);
    heard.push_back(next_of_intake ? intake[i++] : casework[c++]);
  }
  const std::vector<Left> expected = {
      Left{ItemKind::kHandleCase, "", "marketing", true, false, Severity::kUrgent},
      Left{ItemKind::kApprove, "a2", "marketing", true, false, Severity::kUrgent},
  };
  CHECK(LeftToDo(OneByOne(heard)) == expected);
  CHECK(LeftToDo(After({}, FoldAll(heard))) == expected);
}

TEST_CASE("A complaint that comes again is left to supervisors whether it or the reopening is heard first", "[routing]") {
  const std::vector<CaseMessage> before = {Complaint("c1", "c1"), News(N::kOpened), News(N::kClosed)};
  CaseNews reopened = News(N::kReopened);
  reopened.complaint = "c2";
  std::vector<CaseMessage> one = before, other = before;
  one.insert(one.end(), {Complaint("c2", "c1", Severity::kUrgent), reopened});
  other.insert(other.end(), {reopened, Complaint("c2", "c1", Severity::kUrgent)});
  const std::vector<Left> left = LeftToDo(OneByOne(one));
  REQUIRE(left.size() == 1);
  CHECK(left == LeftToDo(OneByOne(other)));
  CHECK(std::get<3>(left[0]));
}

}  // namespace
}  // namespace redress::routing
