// One batch of submissions on its way through the database; used by one committing thread at a time (app/submit.h).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/intake/app/submit.h"

namespace redress::intake {

class SubmitBatch {
 public:
  SubmitBatch(SubmitParts& parts, NumberSource& numbers) : parts_(parts), numbers_(numbers) {}

  // Answers every command.
  void Run(absl::Span<SubmitCommand> commands);

 private:
  // Answers all commands and returns OK, or answers none.
  absl::Status Store(absl::Span<SubmitCommand> commands);
  absl::Status Number(absl::Span<const SubmitCommand> commands, NewBatch& batch);
  void AddFacts(const SubmitCommand& command, NewComplaint& complaint) const;
  absl::StatusOr<std::vector<KeyHandle>> KeysOf(const NewBatch& batch);
  void SealAll(absl::Span<const SubmitCommand> commands, const std::vector<KeyHandle>& keys, NewBatch& batch) const;
  absl::StatusOr<std::vector<StoreResult>> StoreSealed(absl::Span<const SubmitCommand> commands, NewBatch& batch);
  void AnswerAll(absl::Span<SubmitCommand> commands, const NewBatch& batch, const std::vector<StoreResult>& results);
  void Answer(SubmitCommand& command, SubmitOutcome outcome, absl::StatusOr<Complaint> answer);

  SubmitParts& parts_;
  NumberSource& numbers_;
};

}  // namespace redress::intake
