#include "services/outreach/rpc/convert.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::outreach {
namespace {

constexpr char kRequestId[] = "0f8fad5b-d9cb-469f-a165-70867728950e";
constexpr char kCase[] = "cases/261122-00012345-21";
const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

TEST_CASE("Every bad field of an answer to a survey is named at once", "[outreach]") {
  v1::AnswerSurveyRequest request;
  request.set_name(absl::StrCat(kCase, "/surveys/1"));
  request.set_request_id("x");
  request.set_score(6);
  request.set_comment(std::string(1'001, 'x'));
  CHECK(FieldsOf(FromProto(request).status()) == std::vector<std::string>{"request_id", "score", "comment"});
  request.set_request_id(kRequestId);
  request.set_score(5);
  request.set_comment(" 很好 ");
  CHECK(FromProto(request)->command.comment == "很好");
  CHECK(FromProto(request)->command.closing == 1);
}

TEST_CASE("A survey is named by its case and closing", "[outreach]") {
  v1::AnswerSurveyRequest request;
  request.set_request_id(kRequestId);
  request.set_score(1);
  const auto [name, reason] = GENERATE(table<std::string, std::string>({
      {"", "MALFORMED_NAME"},
      {"cases/261122-00012345-21", "MALFORMED_NAME"},
      {"cases/261122-00012345-21/surveys/0", "MALFORMED_NAME"},
      {"cases/261122-00012345-21/surveys/01", "MALFORMED_NAME"},
      {"cases/261122-00012345-22/surveys/1", "WRONG_CHECK_DIGITS"},
      {"complaints/261122-00012345-21/surveys/1", "MALFORMED_NAME"},
  }));
  INFO(name);
  request.set_name(name);
  CHECK(ReasonOf(FromProto(request).status()) == reason);
}

TEST_CASE("A preference names each kind and way once", "[outreach]") {
  v1::SetPreferenceRequest request;
  request.set_name(kCase);
  request.set_request_id(kRequestId);
  request.add_opted_out_kinds(v1::NOTICE_KIND_SURVEY);
  request.add_opted_out_kinds(v1::NOTICE_KIND_SURVEY);
  request.add_opted_out_ways(v1::NOTICE_WAY_UNSPECIFIED);
  CHECK(FieldsOf(FromProto(request).status()) == std::vector<std::string>{"opted_out_kinds[1]", "opted_out_ways[0]"});
}

TEST_CASE("A receipt names a message of ours and what became of it", "[outreach]") {
  v1::ReportReceiptRequest request;
  request.set_reason("not a word");
  CHECK(FieldsOf(FromProto(request).status()) == std::vector<std::string>{"message_id", "outcome", "reason"});
  request.set_message_id("cases/261122-00012345-21/notices/accepted/sms");
  request.set_outcome(v1::ReportReceiptRequest::OUTCOME_DELIVERED);
  request.set_reason("");
  CHECK(FromProto(request)->arrived);
}

TEST_CASE("A preview names a kind, and a language that there is", "[outreach]") {
  v1::PreviewNoticeRequest request;
  request.set_parent(kCase);
  request.set_language_code("fr");
  CHECK(FieldsOf(FromProto(request).status()) == std::vector<std::string>{"kind", "language_code"});
}

TEST_CASE("A customer does what the link is for, staff needs none", "[outreach]") {
  rpc::Caller caller;
  caller.subject = "agents/a-li";
  caller.roles.Add(auth::v1::ROLE_SPECIALIST);
  const LinkedUse use{"261122-00012345-21", kAnswerSurvey, "1"};
  CHECK(CheckLinked(caller, use, kNow).ok());
  rpc::Caller customer;
  customer.roles.Add(auth::v1::ROLE_CUSTOMER);
  customer.subject = FormatLink({use.number, use.action, use.subject, kNow + absl::Hours(1)});
  CHECK(CheckLinked(customer, use, kNow).ok());
  CHECK(ReasonOf(CheckLinked(customer, {use.number, kJudgeIntent, ""}, kNow)) == "LINK_FOR_ANOTHER_ACTION");
  CHECK(ReasonOf(CheckLinked(customer, {"261122-00012399-55", use.action, "1"}, kNow)) == "LINK_OF_ANOTHER_CASE");
  CHECK(ReasonOf(CheckLinked(customer, use, kNow + absl::Hours(1))) == "LINK_EXPIRED");
  // A link of casework's is none of ours.
  customer.subject = FormatLink({use.number, "APPEAL", "", kNow + absl::Hours(1)});
  CHECK(ReasonOf(CheckLinked(customer, use, kNow)) == "NOT_A_LINK");
}

}  // namespace
}  // namespace redress::outreach
