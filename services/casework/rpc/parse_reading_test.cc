#include <catch2/catch.hpp>

#include "libs/proto/values.h"
#include "services/casework/rpc/parse.h"
#include "services/casework/rpc/test_requests.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT

const BusinessTime kUntil = BusinessTime::FromUnixMicros(1'764'000'000'123'456);

TEST_CASE("A case to read is named by its number", "[casework]") {
  v1::GetCaseRequest request;
  request.set_name(kName);
  CHECK(FromProto(request).value() == kNumber);
  request.set_name("cases/261122-00012345-12");
  CHECK(ReasonOf(FromProto(request).status()) == "WRONG_CHECK_DIGITS");
  request.set_name("cases/-");
  CHECK(ReasonOf(FromProto(request).status()) == "MALFORMED_NAME");
}

TEST_CASE("A listing is filtered by state, owner, complaint and time, each once", "[casework]") {
  v1::ListCasesRequest request;
  CaseQuery all = FromProto(request).value();
  CHECK_FALSE(all.state.has_value());
  CHECK(all.owner.empty());
  CHECK(all.complaint.empty());
  CHECK_FALSE(all.open_from.has_value());
  CHECK(all.limit == 100);
  request.set_filter(
      "state = EXECUTING AND owner = \"agents/a-li\" AND complaint = \"complaints/2611220001239953\" AND "
      "open_time >= \"2025-11-24T16:00:00Z\"");
  request.set_page_size(5'000);
  const CaseQuery query = FromProto(request).value();
  CHECK(query.state == CaseState::kExecuting);
  CHECK(query.owner == "a-li");
  CHECK(query.complaint == kOtherNumber);
  CHECK(query.open_from == BusinessTime::FromUnixMicros(1'764'000'000'000'000));
  CHECK(query.limit == 1'000);
  for (const Named<CaseState>& state : kWords<CaseState>) {
    request.set_filter("state = " + std::string(state.word));
    CHECK(FromProto(request)->state == state.value);
  }
}

TEST_CASE("A filter that cannot be is refused, never passed over", "[casework]") {
  for (const char* filter :
       {"state = DONE", "state = STATE_OPEN", "state = OPEN AND state = OPEN", "state != OPEN", "state = OPEN OR state = CLOSED",
        "owner = \"a-li\"", "complaint = \"complaints/261122-00012399-35\"", "complaint = \"cases/261122-00012399-53\"",
        "open_time = \"2025-11-24T16:00:00Z\"", "open_time < \"2025-11-24T16:00:00Z\"", "open_time >= \"2025-11-24\"",
        "open_time >= \"2025-11-24T16:00:00Z\" AND open_time >= \"2025-11-24T16:00:00Z\"", "severity = CRITICAL", "state"}) {
    CAPTURE(filter);
    v1::ListCasesRequest request;
    request.set_filter(filter);
    request.set_page_size(-1);
    CHECK(FieldsOf(FromProto(request).status()) == Fields{"filter", "page_size"});
  }
}

TEST_CASE("A page goes on where the former one ended, with the same filter only", "[casework]") {
  CaseFile last;
  last.number = kNumber;
  last.open_time = kUntil;
  v1::ListCasesRequest request;
  request.set_filter("state = OPEN");
  request.set_page_token(NextPageToken(request, last));
  CHECK(FromProto(request)->after == CaseKey(last));
  request.set_filter("state = CLOSED");
  CHECK(ReasonOf(FromProto(request).status()) == "INVALID_PAGE_TOKEN");

  v1::ListTimelineRequest timeline;
  timeline.set_parent(kName);
  CHECK(FromProto(timeline)->number == kNumber);
  CHECK(FromProto(timeline)->after == 0);
  CHECK(FromProto(timeline)->limit == 100);
  timeline.set_page_size(7);
  timeline.set_page_token(NextPageToken(timeline, 42));
  CHECK(FromProto(timeline)->after == 42);
  CHECK(FromProto(timeline)->limit == 7);
  timeline.set_parent(kOtherName);
  CHECK(ReasonOf(FromProto(timeline).status()) == "INVALID_PAGE_TOKEN");
  timeline.set_parent("cases/261122-00012399-35");
  timeline.set_page_size(-1);
  CHECK(FieldsOf(FromProto(timeline).status()) == Fields{"parent", "page_size"});
  CHECK(ReasonOf(FromProto(timeline).status()) == "WRONG_CHECK_DIGITS");
}

TEST_CASE("A delegation names whom and until when", "[casework]") {
  v1::DelegateApprovalRequest request;
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"request_id", "delegation.delegate", "delegation.expire_time"});
  request.set_request_id(kRequestId);
  request.mutable_delegation()->set_delegate("agents/a-wang");
  *request.mutable_delegation()->mutable_expire_time() = ToProto(kUntil);
  const DelegateDraft draft = FromProto(request).value();
  CHECK(draft.request_id.ToString() == kRequestId);
  CHECK(draft.delegate == "a-wang");
  CHECK(draft.expire_time == kUntil);
  request.mutable_delegation()->mutable_expire_time()->set_nanos(-1);
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"delegation.expire_time"});
}

TEST_CASE("A wish for a link is read in full, and everything amiss is named", "[casework]") {
  v1::IssueLinkRequest request;
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"name", "party", "action", "expire_time"});
  request.set_name(kName);
  request.set_subject("e1");
  *request.mutable_expire_time() = ToProto(kUntil);
  for (const Named<LinkParty>& party : kWords<LinkParty>) {
    for (const Named<LinkAction>& action : kWords<LinkAction>) {
      request.set_party(std::string(party.word));
      request.set_action(std::string(action.word));
      const LinkWish wish = FromProto(request).value();
      CHECK(wish.number == kNumber);
      CHECK(wish.draft.party == party.value);
      CHECK(wish.draft.action == action.value);
      CHECK(wish.draft.subject == "e1");
      CHECK(wish.draft.expire_time == kUntil);
    }
  }
}

TEST_CASE("Scripts are asked for in a language that there is; an audit of one case or of all", "[casework]") {
  v1::SuggestScriptsRequest scripts;
  scripts.set_name(kName);
  for (const char* language : {"", "zh", "en"}) {
    scripts.set_language(language);
    CHECK(FromProto(scripts)->number == kNumber);
    CHECK(FromProto(scripts)->language == language);
  }
  scripts.set_language("fr");
  scripts.set_name("");
  CHECK(FieldsOf(FromProto(scripts).status()) == Fields{"name", "language"});
  v1::VerifyAuditRequest audit;
  CHECK(FromProto(audit).value().empty());
  audit.set_case_(kName);
  CHECK(FromProto(audit).value() == kNumber);
  audit.set_case_("cases/261122-00012345-12");
  CHECK(ReasonOf(FromProto(audit).status()) == "WRONG_CHECK_DIGITS");
}

}  // namespace
}  // namespace redress::casework
