#include "services/outreach/domain/notice.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::outreach {
namespace {

TEST_CASE("Next allows exactly these transitions and no other", "[outreach]") {
  int allowed = 0;
  for (const NoticeState from : kNoticeStates) {
    for (const NoticeEvent event : kNoticeEvents) {
      const absl::StatusOr<NoticeState> to = Next(from, event);
      if (to.ok()) ++allowed;
      if (!to.ok()) CHECK(ReasonOf(to.status()) == "ILLEGAL_TRANSITION");
    }
  }
  CHECK(allowed == static_cast<int>(kNoticeTransitions.size()));
  CHECK(Next(NoticeState::kPending, NoticeEvent::kHandOver).value() == NoticeState::kSending);
  CHECK(Next(NoticeState::kSending, NoticeEvent::kExpire).value() == NoticeState::kUnknown);
  CHECK_FALSE(Next(NoticeState::kSent, NoticeEvent::kHandOver).ok());
  CHECK_FALSE(Next(NoticeState::kDelivered, NoticeEvent::kGetLost).ok());
}

TEST_CASE("The README holds the drawing of the table", "[outreach]") {
  std::string drawing = "```mermaid\nstateDiagram-v2\n    [*] --> PENDING\n";
  for (const NoticeTransition& transition : kNoticeTransitions) {
    absl::StrAppend(&drawing, "    ", Word(transition.from), " --> ", Word(transition.to), ": ", Word(transition.event), "\n");
  }
  std::ifstream file(REDRESS_SERVICE_DIR "/README.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  INFO(drawing);
  CHECK(text.find(drawing + "```") != std::string::npos);
}

TEST_CASE("Every word is one and reads back", "[outreach]") {
  std::set<absl::string_view> words;
  for (const NoticeKind kind : kNoticeKinds) {
    CHECK(NoticeKindOf(Word(kind)) == kind);
    words.insert(Word(kind));
  }
  for (const NoticeWay way : kNoticeWays) CHECK(NoticeWayOf(Word(way)) == way);
  for (const NoticeState state : kNoticeStates) CHECK(NoticeStateOf(Word(state)) == state);
  CHECK(words.size() == kNoticeKinds.size());
  CHECK_FALSE(NoticeKindOf("").has_value());
  CHECK_FALSE(NoticeWayOf("").has_value());
}

TEST_CASE("A notice is named after its fact, and a message after notice and way", "[outreach]") {
  Notice notice;
  notice.case_number = "261122-00012345-21";
  notice.id = NoticeId(NoticeKind::kPlanOffered, "2");
  CHECK(notice.id == "plan-offered-2");
  CHECK(NoticeId(NoticeKind::kAccepted, "") == "accepted");
  CHECK(MessageId(notice, NoticeWay::kSms) == "cases/261122-00012345-21/notices/plan-offered-2/sms");
  const MessageRef ref = ParseMessageId(MessageId(notice, NoticeWay::kPush)).value();
  CHECK(ref.case_number == notice.case_number);
  CHECK(ref.notice == notice.id);
  CHECK(ref.way == NoticeWay::kPush);
}

TEST_CASE("What is no id of a message of ours is named", "[outreach]") {
  const std::string id =
      GENERATE("", "cases/261122-00012345-21/notices/accepted", "cases/261122-00012345-21/notices//sms",
               "cases/261122-00012345-22/notices/accepted/sms", "cases/261122-00012345-21/notices/accepted/fax",
               "cases/261122-00012345-21/notices/accepted/", "case/261122-00012345-21/notices/accepted/sms");
  INFO(id);
  const absl::Status status = ParseMessageId(id).status();
  REQUIRE(ViolationsOf(status).size() == 1);
  CHECK(ViolationsOf(status)[0].field == "message_id");
}

}  // namespace
}  // namespace redress::outreach
