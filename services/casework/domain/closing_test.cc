#include "services/casework/domain/closing.h"

#include <catch2/catch.hpp>
#include <set>

#include "absl/status/statusor.h"
#include "libs/base/error.h"

namespace redress::casework {
namespace {

using Fields = std::set<std::string>;

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const ClosingFacts kReady = {true, false};

Closing Complete() {
  Closing closing;
  closing.finding = Finding::kPartly;
  closing.responsible_party = Party::kCarrier;
  closing.root_cause = "PACKAGING_TOO_WEAK";
  closing.remedy_sought = "REFUND";
  return closing;
}

Fields FieldsOf(const absl::Status& status) {
  Fields fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.insert(violation.field);
  return fields;
}

TEST_CASE("Every combination of what is missing is refused with exactly that named", "[casework]") {
  for (unsigned missing = 0; missing < 16; ++missing) {
    Closing closing = Complete();
    Fields expected;
    if ((missing & 1) != 0) closing.finding = {}, expected.insert("closing.finding");
    if ((missing & 2) != 0) closing.responsible_party = {}, expected.insert("closing.responsible_party");
    if ((missing & 4) != 0) closing.root_cause = "", expected.insert("closing.root_cause");
    if ((missing & 8) != 0) closing.remedy_sought = "", expected.insert("closing.remedy_sought");
    const absl::StatusOr<CaseEvent> event = CheckClosing(closing, kReady);
    CHECK(event.ok() == (missing == 0));
    CHECK(FieldsOf(event.status()) == expected);
    if (!event.ok()) CHECK(ReasonOf(event.status()) == "CLOSING_INCOMPLETE");
  }
}

TEST_CASE("Every finding closes; not a complaint needs nothing else", "[casework]") {
  for (const Named<Finding>& finding : kWords<Finding>) {
    Closing closing = Complete();
    closing.finding = finding.value;
    const bool dismissed = finding.value == Finding::kNotAComplaint;
    CHECK(CheckClosing(closing, kReady).value() == (dismissed ? CaseEvent::kDismiss : CaseEvent::kClose));
  }
  Closing nothing;
  nothing.finding = Finding::kNotAComplaint;
  CHECK(CheckClosing(nothing, {false, true}).value() == CaseEvent::kDismiss);
}

TEST_CASE("A case is not closed before the customer was called back, or while something is open", "[casework]") {
  CHECK(ReasonOf(CheckClosing(Complete(), {false, false}).status()) == "CALLBACK_MISSING");
  CHECK(ReasonOf(CheckClosing(Complete(), {true, true}).status()) == "OPEN_WORK");
}

TEST_CASE("A cause is a word that can be counted", "[casework]") {
  for (const char* word : {"lower", "TWO WORDS", "9TH", "_X", "包装", "A-B"}) {
    Closing closing = Complete();
    closing.root_cause = word;
    closing.remedy_sought = word;
    CHECK(FieldsOf(CheckClosing(closing, kReady).status()) == Fields{"closing.root_cause", "closing.remedy_sought"});
    closing.finding = Finding::kNotAComplaint;  // needs none, and is no place for other words either
    CHECK(FieldsOf(CheckClosing(closing, kReady).status()) == Fields{"closing.root_cause", "closing.remedy_sought"});
  }
  Closing closing = Complete();
  closing.root_cause = std::string(64, 'A');
  CHECK(CheckClosing(closing, kReady).ok());
  closing.root_cause = std::string(65, 'A');
  CHECK_FALSE(CheckClosing(closing, kReady).ok());
}

TEST_CASE("A review is due for critical, media and escalated cases, and only then", "[casework]") {
  for (const Named<Severity>& severity : kWords<Severity>) {
    for (const bool media : {false, true}) {
      for (const bool escalated : {false, true}) {
        CHECK(ReviewDue({severity.value, media, escalated}) == (severity.value == Severity::kCritical || media || escalated));
      }
    }
  }
}

TEST_CASE("The same matter again joins a live case, reopens one that ended within thirty days, and follows a merged one",
          "[casework]") {
  for (const Named<CaseState>& state : kWords<CaseState>) {
    CAPTURE(state.word);
    const bool over = state.value == CaseState::kClosed || state.value == CaseState::kRejected;
    const Again soon = DecideAgain(state.value, kNow, kNow + kRepeatWithin);
    const Again late = DecideAgain(state.value, kNow, kNow + kRepeatWithin + absl::Microseconds(1));
    CHECK(soon == (over ? Again::kReopen : state.value == CaseState::kMerged ? Again::kFollow : Again::kJoin));
    CHECK(late == (over ? Again::kRelated : soon));
    if (over) CHECK(Next(state.value, CaseEvent::kRepeat).value() == CaseState::kReopened);
  }
}

}  // namespace
}  // namespace redress::casework
