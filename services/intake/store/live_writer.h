// Stores what connectors state of live channels: request id, row and event in one transaction. The same call or turn again gives
// what was stored first. Thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"
#include "services/intake/store/addition_writer.h"

namespace redress::intake {

// What both kinds of facts have.
struct LiveRow {
  Uuid id;
  std::string key;  // fingerprint of what makes it unique
  absl::optional<int64_t> number;
  std::string source;
  std::string reporter;
  BusinessTime create_time;
};
struct CallRow {
  LiveRow row;
  int outcome = 0;
  BusinessTime offered_time;
  BusinessTime outcome_time;
  int talk_seconds = 0;
};
struct TurnRow {
  LiveRow row;
  int channel = 0;
  int speaker = 0;
  BusinessTime spoken_time;
};

template <class Row>
struct LiveResult {
  Row row;
  bool added = false;
};

class LiveWriter {
 public:
  explicit LiveWriter(pg::Pool& pool) : pool_(pool) {}

  // ALREADY_EXISTS, reason FACT_ALREADY_REPORTED, where something else was said of the same one; ALREADY_EXISTS, reason
  // REQUEST_ID_REUSED. ABORTED, reason ETAG_MISMATCH, where the complaint does not belong to the event's case any more; nothing
  // is stored then.
  absl::StatusOr<LiveResult<CallRow>> Add(const AdditionRequest& request, const CallRow& call, const events::NewEvent& event);
  absl::StatusOr<LiveResult<TurnRow>> Add(const AdditionRequest& request, const TurnRow& turn, const events::NewEvent& event);

 private:
  template <class Row>
  absl::StatusOr<LiveResult<Row>> AddOne(const AdditionRequest& request, const Row& fact, const events::NewEvent& event);

  pg::Pool& pool_;
};

}  // namespace redress::intake
