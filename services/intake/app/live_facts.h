// What connectors state of live channels: load the complaint that it is about, if it is, and commit. Thread safe.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/time.h"
#include "services/intake/app/vaulting.h"
#include "services/intake/domain/live_fact.h"
#include "services/intake/store/complaint_reader.h"
#include "services/intake/store/live_writer.h"

namespace redress::intake {

// The caller of `request` is the reporter.
struct ReportCallCommand {
  AdditionRequest request;
  CallFact said;
};
struct ReportTurnCommand {
  AdditionRequest request;
  TurnFact said;
};

struct LiveParts {
  LiveWriter& writer;
  ComplaintReader& reader;
  const Vaulting& vaulting;
  const TimeSource& time;
  std::function<void(absl::Span<const int>)> committed;
};

class LiveFacts {
 public:
  explicit LiveFacts(LiveParts parts) : parts_(std::move(parts)) {}

  // As stored, now or before. NOT_FOUND, reason COMPLAINT_NOT_FOUND; ALREADY_EXISTS, reasons FACT_ALREADY_REPORTED and
  // REQUEST_ID_REUSED. Whose complaint it is does not matter: nothing of it is told, and an exchange knows the number that an
  // agent typed in.
  absl::StatusOr<CallRow> Report(const ReportCallCommand& command);
  absl::StatusOr<TurnRow> Report(const ReportTurnCommand& command);

 private:
  template <class Row, class MakeEvent>
  absl::StatusOr<Row> Add(const AdditionRequest& request, const Row& row, const MakeEvent& make_event);

  LiveParts parts_;
};

}  // namespace redress::intake
