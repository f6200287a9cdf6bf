#include "services/intake/app/submit.h"

#include <utility>

#include "libs/base/error.h"
#include "services/intake/app/submit_batch.h"

namespace redress::intake {
namespace {

constexpr absl::Duration kFullQueueRetry = absl::Milliseconds(200);

}  // namespace

Submitter::Submitter(SubmitParts parts, GroupCommitOptions options)
    : parts_(std::move(parts)),
      numbers_(parts_.writer),
      queue_(options, [this](std::vector<SubmitCommand> batch) { Commit(std::move(batch)); }) {}

void Submitter::Submit(SubmitCommand command) {
  if (!queue_.TryPush(command)) Refuse(command);
}

void Submitter::SubmitAll(std::vector<SubmitCommand> commands) {
  if (commands.empty() || queue_.TryPushAll(absl::MakeSpan(commands))) return;
  for (SubmitCommand& command : commands) Refuse(command);
}

void Submitter::Refuse(SubmitCommand& command) {
  parts_.metrics.Count(command.said.channel, SubmitOutcome::kQueueFull);
  command.done(WithRetryDelay(Error(absl::StatusCode::kUnavailable, "QUEUE_FULL", "too many submissions wait for their commit"),
                              kFullQueueRetry));
}

void Submitter::Commit(std::vector<SubmitCommand> batch) {
  parts_.metrics.QueueDepth(queue_.depth());
  SubmitBatch(parts_, numbers_).Run(absl::MakeSpan(batch));
}

}  // namespace redress::intake
