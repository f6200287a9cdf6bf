#include "libs/base/signed_link.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress {
namespace {

const BusinessTime kUntil = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
constexpr char kNumber[] = "261122-00012345-21";

TEST_CASE("A link reads back as it was written", "[base]") {
  const std::string subject = GENERATE("", "e1", "2");
  const SignedLink link{kNumber, "ANSWER_SURVEY", subject, kUntil};
  CHECK(ParseSignedLink(FormatLink(link)).value() == link);
}

TEST_CASE("What is written in another way than ours is no link", "[base]") {
  const std::string text = GENERATE("", "links", "agents/a-li", "links/261122-00012345-21/ANSWER_SURVEY/1",
                                    "links/261122-00012345-22/ANSWER_SURVEY/1/5", "links/261122 00012345 21/ANSWER_SURVEY/1/5",
                                    "links/261122-00012345-21/answer/1/5", "links/261122-00012345-21//1/5",
                                    "links/261122-00012345-21/ANSWER_SURVEY//5", "links/261122-00012345-21/ANSWER_SURVEY/1/05",
                                    "links/261122-00012345-21/ANSWER_SURVEY/1/+5", "links/261122-00012345-21/ANSWER_SURVEY/1/5/",
                                    "Links/261122-00012345-21/A/1/5");
  INFO(text);
  CHECK(ReasonOf(ParseSignedLink(text).status()) == "NOT_A_LINK");
}

TEST_CASE("A link is for its case, its action and its subject, and until its time", "[base]") {
  const SignedLink link{kNumber, "ANSWER_SURVEY", "1", kUntil};
  const BusinessTime before = kUntil - absl::Microseconds(1);
  CHECK(CheckUse(link, {kNumber, "ANSWER_SURVEY", "1"}, before).ok());
  CHECK(ReasonOf(CheckUse(link, {"261122-00012399-55", "ANSWER_SURVEY", "1"}, before)) == "LINK_OF_ANOTHER_CASE");
  CHECK(ReasonOf(CheckUse(link, {kNumber, "JUDGE_INTENT", "1"}, before)) == "LINK_FOR_ANOTHER_ACTION");
  CHECK(ReasonOf(CheckUse(link, {kNumber, "ANSWER_SURVEY", "2"}, before)) == "LINK_FOR_ANOTHER_ACTION");
  CHECK(ReasonOf(CheckUse(link, {kNumber, "ANSWER_SURVEY", "1"}, kUntil)) == "LINK_EXPIRED");
  CHECK(CheckLook(link, kNumber, before).ok());
}

}  // namespace
}  // namespace redress
