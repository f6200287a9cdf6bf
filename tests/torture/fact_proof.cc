#include "tests/torture/fact_proof.h"

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "redress/analytics/v1/analytics_service.grpc.pb.h"
#include "tests/torture/calls.h"

namespace redress::torture {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(4);  // for a machine that does other things too

}  // namespace

FaultList ProveFacts(const std::string& pg) {
  static constexpr Check kChecks[] = {
      {"complaints that are not counted as they are",
       "SELECT count(*) FROM (SELECT intake.number_text(number) AS complaint, received_time, vip_level FROM intake.complaint) c"
       " FULL JOIN analytics.complaint_fact f USING (complaint)"
       " WHERE (c.received_time, c.vip_level) IS DISTINCT FROM (f.received_time, f.vip_level)"},
      {"cases that are not counted as they are",
       "SELECT count(*) FROM casework.case_file c FULL JOIN analytics.case_fact f USING (case_number)"
       " WHERE (c.state, c.tag_l1, c.tag_l2, c.reopen_count) IS DISTINCT FROM (f.state, f.l1, f.l2, f.reopen_count)"},
      {"cases whose plans and steps are not counted as they are",
       "SELECT count(*) FROM analytics.case_fact f WHERE plan_count <> (SELECT count(*) FROM casework.plan p"
       " WHERE p.case_number = f.case_number) OR step_done_count <> (SELECT count(*) FROM casework.step s"
       " WHERE s.case_number = f.case_number AND s.state = 'DONE') OR callback_count <> (SELECT count(*) FROM casework.callback b"
       " WHERE b.case_number = f.case_number)"},
      {"cases whose items and offers are not counted as they are",
       "SELECT count(*) FROM analytics.route_fact f WHERE item_count <> (SELECT count(*) FROM routing.work_item w"
       " WHERE w.case_number = f.case_number) OR offer_count <> (SELECT count(*) FROM routing.assignment a JOIN "
       "routing.work_item w"
       " USING (item) WHERE w.case_number = f.case_number AND a.expire_us IS NOT NULL)"},
      {"grants that are not counted as they are",
       "SELECT count(*) FROM (SELECT id::text AS grant_id, state, kind, amount_minor FROM compensation.remedy_grant) g"
       " FULL JOIN analytics.grant_fact f USING (grant_id)"
       " WHERE (g.state, g.kind, g.amount_minor) IS DISTINCT FROM (f.state, f.kind, f.amount_minor)"},
      {"clocks that are not counted as they are",
       "SELECT count(*) FROM (SELECT case_number || '/' || clock AS clock, (ARRAY['RUNNING', 'PAUSED', 'MET', 'BREACHED',"
       " 'CANCELLED'])[state] AS state, start_us FROM sla.clock) k FULL JOIN analytics.clock_fact f USING (clock)"
       " WHERE k.state IS DISTINCT FROM f.state OR (f.state IN ('RUNNING', 'MET')"
       " AND k.start_us <> (extract(epoch FROM f.start_time) * 1000000)::bigint)"},
      {"notices that are not counted as they are",
       "SELECT count(*) FROM (SELECT case_number || '/' || id AS notice, state, reason, possible_duplicate FROM outreach.notice"
       " WHERE state NOT IN ('PENDING', 'SENDING')) n FULL JOIN analytics.notice_fact f USING (notice)"
       " WHERE (n.state, n.reason) IS DISTINCT FROM (f.state, f.reason)"
       " OR (n.state = 'SENT' AND n.possible_duplicate <> f.possible_duplicate)"},
  };
  FaultList faults = RunChecks(pg, kChecks);
  if (AskOne(pg, "SELECT count(*) FROM analytics.clock_fact") == "0") faults.emplace_back("there are no facts");
  return faults;
}

FaultList ProveRebuild(const test::Suite& suite) {
  using analytics::v1::Rebuild;
  const auto stub = analytics::v1::AnalyticsService::NewStub(ChannelTo(suite.Addresses("analytics").at(0)));
  const std::string token = suite.Token("agents/torture-manager", "MANAGER");
  Stopper never;
  analytics::v1::RebuildFactsRequest request;
  request.set_request_id(Uuid::Random().ToString());
  Rebuild rebuild;
  grpc::Status status =
      UntilAnswered(token, never, [&](grpc::ClientContext* context) { return stub->RebuildFacts(context, request, &rebuild); });
  const bool ended =
      status.ok() && test::Eventually(kPatience, [&] {
        analytics::v1::GetRebuildRequest get;
        get.set_name(rebuild.name());
        status =
            UntilAnswered(token, never, [&](grpc::ClientContext* context) { return stub->GetRebuild(context, get, &rebuild); });
        return !status.ok() || rebuild.state() == Rebuild::STATE_SUCCEEDED || rebuild.state() == Rebuild::STATE_FAILED;
      });
  if (!status.ok()) return {Describe(status)};
  if (!ended || rebuild.state() != Rebuild::STATE_SUCCEEDED) {
    return {absl::StrCat("the rebuild has not ended well: ", rebuild.failure_reason())};
  }
  FaultList faults;
  for (const auto& table : rebuild.tables()) {
    if (table.difference_count() != 0 || table.hash() != table.rebuilt_hash())
      faults.push_back("not what the logs make of it: " + table.ShortDebugString());
  }
  if (rebuild.identical() != faults.empty()) faults.emplace_back("the rebuild contradicts itself");
  if (rebuild.row_count() == 0) faults.emplace_back("the rebuild made nothing");
  return faults;
}

}  // namespace redress::torture
