#include "tests/component/analytics_suite.h"

#include "absl/strings/str_cat.h"
#include "libs/base/hash.h"
#include "libs/pg/pqxx_compat.h"
#include "libs/proto/values.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "redress/sla/v1/sla_events.pb.h"
#include "services/analytics/bind.h"

namespace redress::test {
namespace {

constexpr const char* kSources[] = {"intake", "routing", "casework", "compensation", "sla", "outreach"};
constexpr int kPartitions = 64;

namespace cw = casework::v1;

}  // namespace

AnalyticsSuite& TheAnalytics() {
  static AnalyticsSuite suite;
  return suite;
}

AnalyticsSuite::AnalyticsSuite() {
  time_ = std::move(SharedTimeSource::Open(folder_.path() + "/business_time", SharedTimeSource::Access::kStep)).value();
  time_->Set(kStart + absl::Hours(24 * 60));
  Start();
}

void AnalyticsSuite::BindLog(const std::string& source) {
  Must(process_->Bind(source, [&](rpc::Host& host) {
    Log& log = logs_[source];
    log.pool = &host.Make<pg::Pool>(pg::PoolOptions{.connection = postgres_.connection(), .schema = source});
    log.spine = &host.Make<events::Spine>(host, *log.pool, events::SpineOptions{.redis = {.address = redis_.address()}});
    return absl::OkStatus();
  }));
}

void AnalyticsSuite::Start() {
  rpc::HostConfig host;
  host.business_time = absl::StrCat("file:", folder_.path(), "/business_time");
  process_ = std::move(rpc::Process::Create(host)).value();
  for (const char* source : kSources) BindLog(source);
  analytics::Config config;
  config.pg.connection = postgres_.connection();
  config.redis.address = redis_.address();
  config.analytics.sources = "intake, routing, casework, compensation, sla, outreach";
  config.analytics.look_every = absl::Milliseconds(20);
  config.analytics.rebuild_lease = absl::Seconds(1);
  Must(process_->Bind("analytics", [&](rpc::Host& h) { return analytics::Bind(config, h); }));
  Must(process_->Start());
  if (!process_->WaitReady(Deadline::After(kPatience))) throw std::runtime_error("not ready");
}

void AnalyticsSuite::Restart() {
  process_ = nullptr;
  Start();
}

std::string AnalyticsSuite::Token(const std::string& subject, const std::string& role) const {
  rpc::TokenClaims claims;
  claims.subject = subject;
  claims.roles = {role};
  claims.issued = SystemTimeSource().Now().ToAbsl();
  claims.expires = claims.issued + absl::Hours(1);
  return process_->SignForTest(claims).value();
}

std::string AnalyticsSuite::Sql(const std::string& statement) {
  pqxx::connection connection(postgres_.connection());
  pqxx::work work(connection);
  const pqxx::result rows = work.exec(statement);
  work.commit();
  return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
}

template <class Message>
void AnalyticsSuite::Say(const std::string& source, const CaseStory& story, Message message) {
  const Log& log = logs_.at(source);
  const std::vector<events::NewEvent> said = {{.partition = PartitionOf(story.number, kPartitions),
                                               .type = message.GetTypeName(),
                                               .subject = "cases/" + story.number,
                                               .time = story.received,
                                               .data = message.SerializeAsString(),
                                               .after = std::vector<events::Position>()}};
  Must(log.pool->Transact([&](pqxx::work& transaction) { return events::Append(transaction, said); }));
  log.spine->Committed(said);
}

void AnalyticsSuite::TellCall(const CallStory& story) {
  intake::v1::CallReported call;
  call.set_call("calls/" + story.number);
  if (story.complained) call.set_complaint("complaints/" + story.number);
  if (story.complained) call.set_case_("cases/" + story.number);
  call.set_outcome(story.answered ? intake::v1::CALL_OUTCOME_ANSWERED : intake::v1::CALL_OUTCOME_ABANDONED);
  *call.mutable_offered_time() = ToProto(story.offered);
  *call.mutable_outcome_time() = ToProto(story.offered + absl::Seconds(story.waited_s));
  CaseStory of;
  of.number = story.number;
  of.received = story.offered;
  Say("intake", of, call);
}

void AnalyticsSuite::Tell(const CaseStory& story) {
  const std::string name = "cases/" + story.number;
  const auto at = [&](int hours) { return ToProto(story.received + absl::Hours(hours)); };
  const auto of_case = [&](auto message) {
    message.set_case_(name);
    return message;
  };
  intake::v1::ComplaintReceived received;
  received.set_complaint("complaints/" + story.number);
  received.set_channel(story.channel);
  received.set_seller(story.seller);
  received.set_customer("0123456789abcdef0123456789abcdef");
  *received.mutable_received_time() = at(0);
  Say("intake", story, of_case(received));
  if (story.acceptance >= 0) {
    sla::v1::ClockStopped stopped;
    stopped.set_clock(name + "/clocks/acceptance");
    stopped.set_kind(sla::v1::CLOCK_KIND_ACCEPTANCE);
    stopped.set_met(story.acceptance == 1);
    *stopped.mutable_start_time() = at(0);
    *stopped.mutable_stop_time() = at(1);
    Say("sla", story, of_case(stopped));
  }
  if (story.surveyed) {  // heard before the case itself, perhaps
    outreach::v1::NoticeSent sent;
    sent.set_notice(name + "/notices/survey-1");
    sent.set_kind(outreach::v1::NOTICE_KIND_SURVEY);
    sent.set_way(outreach::v1::NOTICE_WAY_SMS);
    *sent.mutable_send_time() = at(61);
    Say("outreach", story, of_case(sent));
  }
  if (story.score > 0) {
    outreach::v1::SurveyAnswered answered;
    answered.set_closing(1);
    answered.set_score(story.score);
    Say("outreach", story, of_case(answered));
  }
  cw::CaseOpened opened;
  opened.set_complaint(received.complaint());
  *opened.mutable_received_time() = *opened.mutable_open_time() = at(0);
  Say("casework", story, of_case(opened));
  cw::CaseTagged tagged;
  tagged.mutable_tag()->set_l1(story.l1);
  tagged.mutable_tag()->set_l2(story.l2);
  Say("casework", story, of_case(tagged));
  if (story.granted > 0) {
    compensation::v1::GrantCommitted committed;
    committed.set_grant("grants/" + story.number);
    committed.set_kind(compensation::v1::REMEDY_KIND_COUPON);
    committed.mutable_amount()->set_currency_code("CNY");
    committed.mutable_amount()->set_amount_minor(story.granted);
    *committed.mutable_commit_time() = at(12);
    Say("compensation", story, of_case(committed));
    if (story.grant_fails) {
      compensation::v1::GrantFailed failed;
      failed.set_grant(committed.grant());
      failed.set_failure_reason("OUT_OF_STOCK");
      Say("compensation", story, of_case(failed));
    }
  }
  routing::v1::WorkItemCreated item;
  item.set_work_item("workItems/" + story.number + "-1");
  item.set_kind("HANDLE_CASE");
  item.set_team("teams/logistics");
  item.set_severity(type::v1::SEVERITY_ORDINARY);
  if (story.malicious) {
    auto* const signal = item.mutable_prediction()->add_signals();
    signal->set_kind("malicious_risk");
    signal->set_value("suspected");
  }
  Say("routing", story, of_case(item));
  if (story.told_after_h >= 0) {
    cw::ChecklistCompleted checked;
    *checked.mutable_complete_time() = at(story.told_after_h - 1);
    Say("casework", story, of_case(checked));
    cw::CustomerTold told;
    *told.mutable_tell_time() = at(story.told_after_h);
    Say("casework", story, of_case(told));
  }
  if (story.resolved_after_h >= 0) {
    cw::CaseStateChanged moved;
    moved.set_to_state(cw::Case::STATE_CALLBACK_DUE);
    *moved.mutable_change_time() = at(story.resolved_after_h);
    Say("casework", story, of_case(moved));
  }
  if (story.closed_after_h >= 0) {
    cw::CaseClosed closed;
    closed.set_state(cw::Case::STATE_CLOSED);
    closed.mutable_closing()->set_finding(story.finding);
    *closed.mutable_close_time() = at(story.closed_after_h);
    Say("casework", story, of_case(closed));
  }
  if (!story.reopened.empty()) {
    cw::CaseReopened reopened;
    reopened.set_reason(story.reopened);
    Say("casework", story, of_case(reopened));
    cw::CaseStateChanged moved;
    moved.set_to_state(cw::Case::STATE_REOPENED);
    *moved.mutable_change_time() = at(100);
    Say("casework", story, of_case(moved));
  }
  if (!story.merged_into.empty()) {
    cw::CaseMerged merged;
    merged.set_into("cases/" + story.merged_into);
    Say("casework", story, of_case(merged));
  }
}

void AnalyticsSuite::WaitUntilHeard() {
  const auto heard = [&] {
    for (const char* source : kSources) {
      const std::string behind = Sql(absl::StrCat("SELECT count(*) FROM (SELECT partition, max(sequence) AS head FROM ", source,
                                                  ".event GROUP BY 1) h WHERE head > coalesce(",
                                                  "(SELECT max(o.\"to\") FROM analytics.consumer_offset o WHERE o.source = '",
                                                  source, "' AND o.partition = h.partition), 0)"));
      if (behind != "0") return false;
    }
    return true;
  };
  if (!Eventually(kPatience, heard)) throw std::runtime_error("not everything is heard");
}

v1::Rebuild AnalyticsSuite::RebuildAndWait(bool swap) {
  v1::RebuildFactsRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_swap(swap);
  v1::GetRebuildRequest get;
  get.set_name(Call(&Stub::RebuildFacts, request).name());
  v1::Rebuild rebuild;
  const auto over = [&] { return (rebuild = Call(&Stub::GetRebuild, get)).has_end_time(); };
  if (!Eventually(kPatience, over)) throw std::runtime_error("the rebuild does not end: " + rebuild.ShortDebugString());
  return rebuild;
}

}  // namespace redress::test
