#include "libs/events/batch_applier.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "libs/obs/trace.h"

namespace redress::events {
namespace {

constexpr int kBadDeploysMax = 10;

// An event that is said because of one that was heard belongs to its trace, unless the handler knows better.
void InheritTraces(absl::Span<const Event> causes, std::vector<NewEvent>* out) {
  absl::flat_hash_map<absl::string_view, absl::string_view> by_subject;
  for (const Event& event : causes) {
    by_subject[event.subject] = event.traceparent;
  }
  for (NewEvent& event : *out) {
    const auto cause = by_subject.find(event.subject);
    if (event.traceparent.empty() && cause != by_subject.end()) {
      if (const auto trace = obs::TraceContext::Parse(cause->second)) {
        event.traceparent = trace->Child().ToTraceparent();
      }
    }
  }
}

}  // namespace

bool IsTransient(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kResourceExhausted:
      return true;
    default:
      return false;
  }
}

bool IsBadDeploy(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == "SQL_STATEMENT_INVALID" || reason == "WRONG_ISOLATION";
}

BatchApplier::BatchApplier(pg::Pool& pool, Handler& handler, OffsetStore& offsets, const ConsumerOptions& options,
                           Publisher* publisher)
    : pool_(pool), handler_(handler), offsets_(offsets), options_(options), publisher_(publisher), types_(handler.Types()) {}

absl::Status BatchApplier::PrepareSafely(absl::Span<const Event> events) {
  try {
    return events.empty() ? absl::OkStatus() : handler_.Prepare(events);
  } catch (const std::exception&) {
    return Error(absl::StatusCode::kInternal, "HANDLER_EXCEPTION", "the handler threw while it prepared");
  }
}

absl::Status BatchApplier::ApplyAndAppend(pqxx::work& transaction, absl::Span<const Event> events, std::vector<NewEvent>* out) {
  out->clear();
  if (events.empty()) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(handler_.Apply(transaction, events, out));
  InheritTraces(events, out);
  return Append(transaction, out);
}

absl::Status BatchApplier::Try(absl::Span<const Event> events) {
  std::vector<Event> declared;
  for (const Event& event : events) {
    if (Judge(event) == TypeFilter::Verdict::kApply) {
      declared.push_back(event);
    }
  }
  const std::lock_guard<std::mutex> lock(handling_);
  RETURN_IF_ERROR(PrepareSafely(declared));
  std::vector<Event> applied;
  std::vector<NewEvent> out;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    applied.clear();
    ASSIGN_OR_RETURN(const OffsetStore::Subjects parked, offsets_.Claim(transaction, events));
    for (const Event& event : declared) {
      if (parked.contains(event.subject)) {
        RETURN_IF_ERROR(offsets_.Park(transaction, event, "BEHIND_PARKED", /*first=*/false));
      } else {
        applied.push_back(event);
      }
    }
    return ApplyAndAppend(transaction, applied, &out);
  }));
  handler_.Committed(applied);
  if (publisher_ != nullptr) {
    publisher_->CommittedEvents(out);
  }
  return absl::OkStatus();
}

BatchApplier::Result BatchApplier::Park(const Event& event, const absl::Status& why, Advance advance) {
  const std::string reason = absl::StrCat(ReasonOf(why).empty() ? absl::StatusCodeToString(why.code()) : ReasonOf(why));
  bool too_many = false;
  const absl::Status status = pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const OffsetStore::Subjects parked, offsets_.Claim(transaction, {event}));
    const bool first = !parked.contains(event.subject);
    ASSIGN_OR_RETURN(const int recent, offsets_.ParkedLastMinute(transaction, event.partition));
    too_many = first && recent >= options_.parked_subjects_a_minute_max;
    if (too_many) {
      return Error(absl::StatusCode::kFailedPrecondition, "TOO_MANY_PARKED", "too many subjects were parked within a minute");
    }
    return offsets_.Park(transaction, event, first ? reason : "BEHIND_PARKED", first);
  });
  if (too_many) {
    return {Outcome::kStopped, status, event.partition};
  }
  if (!status.ok()) {
    return {ReasonOf(status) == "OFFSET_MOVED" ? Outcome::kMoved : Outcome::kRetryLater, status};
  }
  ++parked_count_;
  obs::Log(obs::Level::kError, "event_parked",
           {{"consumer", obs::Id(options_.name)},
            {"subject", obs::Id(event.subject)},
            {"type", obs::Id(event.type)},
            {"sequence", event.sequence},
            {"error", why}});
  advance({event});
  return {};
}

BatchApplier::Result BatchApplier::Apply(absl::Span<const Event> events, Advance advance) {
  if (events.empty()) {
    return {};
  }
  const absl::Status status = Try(events);
  if (status.ok()) {
    bad_deploys_ = 0;
    advance(events);
    return {};
  }
  if (ReasonOf(status) == "OFFSET_MOVED") {
    return {Outcome::kMoved, status};
  }
  if (IsBadDeploy(status)) {
    return {++bad_deploys_ < kBadDeploysMax ? Outcome::kRetryLater : Outcome::kStopped, status};
  }
  if (IsTransient(status)) {
    return {Outcome::kRetryLater, status};
  }
  if (events.size() == 1) {
    return Park(events[0], status, advance);
  }
  const size_t half = events.size() / 2;
  Result first = Apply(events.first(half), advance);
  return first.outcome == Outcome::kApplied ? Apply(events.subspan(half), advance) : first;
}

}  // namespace redress::events
