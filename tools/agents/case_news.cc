#include "tools/agents/case_news.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "redress/events/v1/events.pb.h"

namespace redress::agents {
namespace {

constexpr char kFeed[] = "redress.events.v1.EventFeedService.";
constexpr int kPage = 1'000;

client::CallOptions To(const std::string& source) {
  client::CallOptions options;
  options.owner = source;
  options.direct = true;
  return options;
}

}  // namespace

absl::StatusOr<std::vector<int64_t>> CaseNews::Heads(const std::string& source) {
  events::v1::GetHeadRequest request;
  request.set_source(source);
  ASSIGN_OR_RETURN(const auto head, session_.Call<events::v1::Head>(absl::StrCat(kFeed, "GetHead"), request, To(source)));
  return std::vector<int64_t>(head.sequences().begin(), head.sequences().end());
}

absl::Status CaseNews::Begin() {
  for (Log& log : logs_) {
    ASSIGN_OR_RETURN(log.read, Heads(log.source));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::set<std::string>> CaseNews::Read() {
  std::set<std::string> cases;
  for (const Log& log : logs_) {
    ASSIGN_OR_RETURN(const std::vector<int64_t> heads, Heads(log.source));
    RETURN_IF_ERROR(ReadUpTo(log.source, heads, &cases));
  }
  return cases;
}

absl::Status CaseNews::ReadUpTo(const std::string& source, const std::vector<int64_t>& heads, std::set<std::string>* cases) {
  for (Log& log : logs_) {
    if (source != log.source) continue;
    log.read.resize(heads.size());
    for (size_t partition = 0; partition < heads.size(); ++partition) {
      RETURN_IF_ERROR(ReadPartition(&log, static_cast<int>(partition), heads[partition], cases));
    }
  }
  return absl::OkStatus();
}

absl::Status CaseNews::ReadPartition(Log* log, int partition, int64_t head, std::set<std::string>* cases) {
  int64_t& read = log->read[static_cast<size_t>(partition)];
  while (read < head) {
    events::v1::ReadEventsRequest request;
    request.set_source(log->source);
    request.set_partition(partition);
    request.set_after_sequence(read);
    request.set_page_size(kPage);
    ASSIGN_OR_RETURN(const auto page,
                     session_.Call<events::v1::ReadEventsResponse>(absl::StrCat(kFeed, "ReadEvents"), request, To(log->source)));
    if (page.events().empty()) break;
    for (const events::v1::Envelope& event : page.events()) {
      if (absl::StartsWith(event.subject(), "cases/")) cases->insert(event.subject());
      read = event.sequence();
    }
  }
  return absl::OkStatus();
}

}  // namespace redress::agents
