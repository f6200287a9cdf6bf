// One work item on one agent's desk: reads the case, decides what is next (next_move.h), does it through the API with the agent's
// token. What was read (text, quotation) stays in memory only, and is read again by whoever starts anew. A refusal is no failure:
// the case has moved on meanwhile, so it is read again and decided anew.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/agents/next_move.h"
#include "tools/agents/reading.h"
#include "tools/client/session.h"

namespace redress::agents {

// Who sits at the desk.
struct Person {
  std::string name;  // `agents/{agent}`
  std::string token;
  bool supervisor = false;
};

class CaseDesk {
 public:
  // All must outlive the desk.
  CaseDesk(client::Session& session, const Reader& reader, const Person& person, routing::v1::WorkItem item)
      : session_(session), reader_(reader), person_(person), item_(std::move(item)) {}

  const routing::v1::WorkItem& item() const { return item_; }
  const Person& person() const { return person_; }
  // The case as the person may see it now.
  absl::StatusOr<casework::v1::Case> ReadCase() const;
  // What the person does next with it; what has to be read first is read. Never kRead…. `answer_within`: see Desk. `one` is not
  // looked at where the item asks for triage.
  absl::StatusOr<Move> Next(const casework::v1::Case& one, BusinessTime now, absl::optional<absl::Duration> answer_within);
  // Does what Next said of the same case; kDone: says that the item is done, where its case did not; kWait: nothing. A refusal
  // (WasRefused) says that the case is not as it looked; any other error is the suite's, and nothing is known to have been done.
  absl::Status Do(const casework::v1::Case& one, Move move);

 private:
  absl::StatusOr<Move> NextTriage();
  absl::Status ReadComplaint(const std::string& name);
  absl::Status Quote(Move move);
  absl::Status Finish();

  client::Session& session_;
  const Reader& reader_;
  const Person& person_;
  const routing::v1::WorkItem item_;
  absl::optional<Reading> reading_;
  absl::optional<compensation::v1::Quotation> quotation_;
};

// True where the request met another state than was read, or somebody was quicker: nothing went wrong.
bool WasRefused(const absl::Status& status);

}  // namespace redress::agents
