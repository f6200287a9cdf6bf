#include "services/intake/app/live_facts.h"

#include <utility>
#include <vector>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/intake/app/fact_events.h"
#include "services/intake/domain/names.h"

namespace redress::intake {
namespace {

template <class Fact>
LiveRow RowOf(const Fact& said, std::string key, const std::string& reporter, BusinessTime now) {
  LiveRow row;
  row.id = Uuid::NewOrdered();
  row.key = std::move(key);
  if (said.complaint.has_value()) row.number = ToStored(*said.complaint);
  row.source = said.source;
  row.reporter = reporter;
  row.create_time = now;
  return row;
}

// What the fact is told to; nothing for one that is about no complaint.
absl::StatusOr<absl::optional<AddedTo>> TargetOf(ComplaintReader& reader, const absl::optional<int64_t>& number) {
  if (!number.has_value()) return absl::nullopt;
  ASSIGN_OR_RETURN(const std::vector<ComplaintRow> rows, reader.Read({*number}));
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "COMPLAINT_NOT_FOUND", "there is no such complaint");
  const ComplaintFacts& facts = rows.front().facts;
  return AddedTo{facts.number, facts.case_number, facts.partition};
}

}  // namespace

template <class Row, class MakeEvent>
absl::StatusOr<Row> LiveFacts::Add(const AdditionRequest& request, const Row& row, const MakeEvent& make_event) {
  AdditionRequest remembered = request;
  remembered.identity.body_hash = parts_.vaulting.BodyIndex(request.identity.body_hash);
  constexpr int kAttemptsMax = 3;  // a complaint changes its case once or twice in its life: who meets that moment looks again
  for (int attempt = 1;; ++attempt) {
    ASSIGN_OR_RETURN(const absl::optional<AddedTo> to, TargetOf(parts_.reader, row.row.number));
    const events::NewEvent event = make_event(to, row);
    const absl::StatusOr<LiveResult<Row>> stored = parts_.writer.Add(remembered, row, event);
    if (absl::IsAborted(stored.status()) && attempt < kAttemptsMax) continue;
    RETURN_IF_ERROR(stored.status());
    if (stored->added) parts_.committed({event.partition});
    return stored->row;
  }
}

absl::StatusOr<CallRow> LiveFacts::Report(const ReportCallCommand& command) {
  const CallFact& said = command.said;
  const std::string& reporter = command.request.identity.caller;
  CallRow call;
  call.row = RowOf(said, parts_.vaulting.CallIndex(LiveKey(said.source, said.source_id, reporter)), reporter, parts_.time.Now());
  call.outcome = static_cast<int>(said.outcome);
  call.offered_time = said.offered_time;
  call.outcome_time = said.outcome_time;
  call.talk_seconds = said.talk_seconds;
  return Add(command.request, call, CallReportedEvent);
}

absl::StatusOr<TurnRow> LiveFacts::Report(const ReportTurnCommand& command) {
  const TurnFact& said = command.said;
  const std::string& reporter = command.request.identity.caller;
  TurnRow turn;
  turn.row = RowOf(said, parts_.vaulting.TurnIndex(LiveKey(said.source, said.source_id, reporter)), reporter, parts_.time.Now());
  turn.channel = static_cast<int>(said.channel);
  turn.speaker = static_cast<int>(said.speaker);
  turn.spoken_time = said.spoken_time;
  return Add(command.request, turn, ChatTurnReportedEvent);
}

}  // namespace redress::intake
