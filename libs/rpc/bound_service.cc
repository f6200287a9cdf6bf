#include "libs/rpc/bound_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/obs/log.h"

namespace redress::rpc {
namespace {

constexpr char kSetup[] = "setup";
constexpr absl::Duration kSetupPauseMin = absl::Milliseconds(100);
constexpr absl::Duration kSetupPauseMax = absl::Seconds(5);

}  // namespace

BoundService::BoundService(std::string name, SigningKey key, const AuthConfig& auth, HealthBoard& health)
    : name_(std::move(name)), health_(health), minter_(std::move(key), name_, auth.issuer, auth.audience) {
  health_.Declare(name_, kSetup);
}

BoundService::~BoundService() {
  while (!workers_.empty()) workers_.pop_back();
  while (!kept_.empty()) kept_.pop_back();
}

void BoundService::AddCheck(Step check) {
  health_.Declare(name_, check.name);
  checks_.push_back(std::move(check));
}

Peer& BoundService::PeerOf(const std::string& name, Peer::ChannelSource source) {
  std::unique_ptr<Peer>& peer = peers_[name];
  if (peer == nullptr) peer = std::make_unique<Peer>(name, std::move(source), minter_);
  return *peer;
}

void BoundService::Start(absl::Duration check_interval, std::function<void()> on_ready) {
  Run([this, on_ready = std::move(on_ready)] { RunSetup(on_ready); });
  for (const Step& check : checks_) Run([this, &check, check_interval] { RunCheck(check, check_interval); });
}

void BoundService::Run(std::function<void()> body) {
  Background& background = *background_.emplace_back(std::make_unique<Background>());
  background.thread = std::thread([&background, body = std::move(body)] {
    body();
    background.ended.Notify();
  });
}

void BoundService::RunSetup(const std::function<void()>& on_ready) {
  absl::Duration pause = kSetupPauseMin;
  for (const Step& step : setup_) {
    for (absl::Status status = step.run(); !status.ok(); status = step.run()) {
      obs::Log(obs::Level::kWarning, "setup_waits",
               {{"of", obs::Id(name_)},
                {"step", obs::Id(step.name)},
                {"error", status},
                {"pause_ms", absl::ToInt64Milliseconds(pause)}});
      if (stopper_.WaitFor(pause)) return;
      pause = std::min(pause * 2, kSetupPauseMax);
    }
    if (stopper_.stopping()) return;
    pause = kSetupPauseMin;
  }
  for (const auto& worker : workers_) {
    worker->Start();
    ++workers_started_;
  }
  ready_.store(true, std::memory_order_release);
  health_.Report(name_, kSetup, true);
  obs::Log(obs::Level::kInfo, "ready", {{"of", obs::Id(name_)}});
  on_ready();
}

void BoundService::RunCheck(const Step& check, absl::Duration interval) {
  bool was_well = true;
  do {
    const absl::Status status = check.run();
    if (!status.ok() && was_well) {
      obs::Log(obs::Level::kWarning, "dependency_down",
               {{"of", obs::Id(name_)}, {"dependency", obs::Id(check.name)}, {"error", status}});
    }
    was_well = status.ok();
    health_.Report(name_, check.name, status.ok());
  } while (!stopper_.WaitFor(interval));
}

void BoundService::AskToStop() {
  stopper_.Stop();
  for (const auto& [name, peer] : peers_) peer->Stop();
}

bool BoundService::WaitForBackground(Deadline deadline) {
  while (!background_.empty()) {
    Background& last = *background_.back();
    if (!last.ended.WaitForNotificationWithTimeout(deadline.Remaining())) return false;
    last.thread.join();
    background_.pop_back();
  }
  return true;
}

void BoundService::TellTimeStepped() {
  if (!ready_.load(std::memory_order_acquire)) return;
  for (const auto& worker : workers_) worker->TimeStepped();
}

void BoundService::StopWorkers() {
  while (workers_started_ > 0) workers_[--workers_started_]->Stop();
}

}  // namespace redress::rpc
