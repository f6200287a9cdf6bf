#include "services/outreach/worker/sender.h"

#include "libs/obs/log.h"
#include "services/outreach/app/deliver.h"
#include "services/outreach/app/receive.h"
#include "services/outreach/store/notice_store.h"

namespace redress::outreach {
namespace {

constexpr absl::Duration kAfterFailure = absl::Seconds(1);

}  // namespace

void Sender::Start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Send(); });
  threads_.emplace_back([this] { KeepTime(); });
}

void Sender::Stop() {
  timers_.Stop();
  wakeup_.Stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Sender::Send() {
  absl::Duration pause = absl::ZeroDuration();
  int take = context_.sending.batch;
  while (wakeup_.WaitFor(pause)) pause = RunOnce(&take);
}

absl::Duration Sender::RunOnce(int* take) {
  const absl::StatusOr<Round> round = DeliverRound(context_, *take, [this] { return wakeup_.stopping(); });
  if (!round.ok()) {
    obs::Log(obs::Level::kWarning, "send_round_failed", {{"status", round.status()}});
    return kAfterFailure;
  }
  bool at_once = round->taken >= *take;
  *take = NextTake(*round, *take, context_.sending.batch);
  for (const Delivery& delivery : round->delivered) {
    if (delivery.retry) metrics_.retries.Increment();
    if (delivery.possible_duplicate) metrics_.duplicates.Increment();
    if (delivery.state == NoticeState::kSent) metrics_.latency.Observe(absl::ToDoubleSeconds(delivery.waited));
    at_once = at_once || (delivery.retry && delivery.state == NoticeState::kPending);
  }
  return at_once ? absl::ZeroDuration() : options_.sweep_every;
}

void Sender::KeepTime() {
  do {
    if (const absl::StatusOr<int> made = MakeProgress(context_); !made.ok()) {
      obs::Log(obs::Level::kWarning, "progress_failed", {{"status", made.status()}});
    }
    CountWaiting();
  } while (timers_.WaitFor(options_.sweep_every));
}

void Sender::CountWaiting() {
  Waiting waiting;
  const absl::Status counted = context_.pool.Read([&](pqxx::transaction_base& transaction) {
    waiting = outreach::CountWaiting(transaction, context_.time.Now());
    return absl::OkStatus();
  });
  if (!counted.ok()) return;
  for (const NoticeKind kind : kNoticeKinds) metrics_.Waiting(kind).Set(0);
  for (const auto& [kind, count] : waiting.counts) metrics_.Waiting(kind).Set(static_cast<double>(count));
  metrics_.oldest.Set(absl::ToDoubleSeconds(waiting.oldest));
}

}  // namespace redress::outreach
