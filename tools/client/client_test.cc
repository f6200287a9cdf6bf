#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/client/http_error.h"
#include "tools/client/spans.h"
#include "tools/client/words.h"

namespace redress::client {
namespace {

using Spans = google::protobuf::RepeatedPtrField<type::v1::Span>;

Spans Of(std::vector<std::pair<int, int>> bounds) {
  Spans spans;
  for (const auto& [begin, end] : bounds) {
    type::v1::Span& span = *spans.Add();
    span.set_begin(begin);
    span.set_end(end);
  }
  return spans;
}

}  // namespace

TEST_CASE("CutSpans counts code points and stays inside of the text", "[client]") {
  using Pieces = std::vector<std::string>;
  CHECK(CutSpans("快递3天没到👍", Of({{4, 6}, {0, 3}, {6, 7}})) == Pieces{"没到", "快递3", "👍"});
  CHECK(CutSpans("快递", Of({{1, 99}, {5, 9}, {-3, 1}, {2, 1}, {0, 0}})) == Pieces{"递", "快"});
  CHECK(CutSpans("", Of({{0, 1}})).empty());
}

TEST_CASE("Words of enums are those of the domain, without prefix", "[client]") {
  CHECK(Word(type::v1::CHANNEL_PLATFORM_ENTRY) == "PLATFORM_ENTRY");
  CHECK(Word(routing::v1::WorkItem::STATE_ACCEPTED) == "ACCEPTED");
  CHECK(Word(intake::v1::CONTACT_KIND_URGE) == "URGE");
  CHECK(Word(type::v1::SEVERITY_UNSPECIFIED).empty());
  CHECK(FromWord<type::v1::Channel>("app") == type::v1::CHANNEL_APP);
  CHECK(FromWord<type::v1::Channel>("CHANNEL_APP") == type::v1::CHANNEL_APP);
  CHECK_FALSE(FromWord<type::v1::Channel>("UNSPECIFIED"));
  CHECK_FALSE(FromWord<type::v1::Channel>("FAX"));
  CHECK(WordsOf(*type::v1::Severity_descriptor()) == std::vector<std::string>{"ORDINARY", "URGENT", "CRITICAL"});
}

TEST_CASE("The JSON of a failed call becomes the same error as gRPC's", "[client]") {
  const absl::Status status = FromHttpError(400, R"({"code": 3, "message": "1 field", "details": [
      {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "INVALID_FIELDS", "domain": "redress"},
      {"@type": "type.googleapis.com/google.rpc.BadRequest",
       "fieldViolations": [{"field": "complaint.text", "description": "must not be empty"}]}]})");
  CHECK(absl::IsInvalidArgument(status));
  CHECK(ReasonOf(status) == "INVALID_FIELDS");
  CHECK(ViolationsOf(status) == std::vector<FieldViolation>{{"complaint.text", "must not be empty"}});
  CHECK(ReasonOf(FromHttpError(502, "<html>")) == "HTTP_502");
}

}  // namespace redress::client
