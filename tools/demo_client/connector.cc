#include "tools/demo_client/connector.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "libs/base/status_macros.h"

namespace redress::demo {
namespace {

constexpr char kReportCall[] = "redress.intake.v1.IntakeService.ReportCall";
constexpr char kReportTurn[] = "redress.intake.v1.IntakeService.ReportChatTurn";

}  // namespace

absl::StatusOr<std::unique_ptr<Connector>> Connector::Open(client::Session& session) {
  ASSIGN_OR_RETURN(std::string token, session.TokenOf("CONNECTOR"));
  return std::unique_ptr<Connector>(new Connector(session, std::move(token)));
}

void Connector::Hear(const ComplaintLine& line, const std::string& complaint, BusinessTime now) {
  std::vector<LiveReport> reports = LiveReportsOf(line, complaint, now);
  std::move(reports.begin(), reports.end(), std::back_inserter(waiting_));
  std::stable_sort(waiting_.begin(), waiting_.end(), [](const LiveReport& a, const LiveReport& b) { return a.time < b.time; });
}

absl::optional<BusinessTime> Connector::NextTime() const {
  if (waiting_.empty()) return absl::nullopt;
  return waiting_.front().time;
}

absl::Status Connector::Act(BusinessTime now) {
  while (!waiting_.empty() && waiting_.front().time <= now) {
    const absl::Status status = Say(waiting_.front());
    const bool may_pass = absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status) ||
                          absl::IsAborted(status);
    if (may_pass) return status;
    refused_.Update(status);
    waiting_.erase(waiting_.begin());
  }
  return absl::OkStatus();
}

absl::Status Connector::Say(const LiveReport& report) {
  if (report.is_call()) {
    intake::v1::Call stored;
    return session_.Call(kReportCall, report.call, &stored, {"", token_});
  }
  intake::v1::ChatTurn stored;
  return session_.Call(kReportTurn, report.turn, &stored, {"", token_});
}

}  // namespace redress::demo
