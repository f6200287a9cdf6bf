#include "tools/agents/staff.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::agents {
namespace {

constexpr absl::Duration kRefresh = absl::Seconds(1);
constexpr absl::Duration kOutsidePause = absl::Milliseconds(700);
constexpr absl::Duration kAfterFailure = absl::Seconds(1);
constexpr absl::Duration kTokenLife = absl::Hours(24 * 30);

}  // namespace

absl::Status Staff::TakeIn(const routing::v1::Agent& agent) {
  client::Claims claims;
  claims.subject = agent.name();
  claims.roles = RolesOf(agent);
  claims.teams.assign(agent.teams().begin(), agent.teams().end());
  claims.ttl = kTokenLife;
  ASSIGN_OR_RETURN(std::string token, signer_.Mint(claims));
  auto player = std::make_unique<AgentPlayer>(session_, options_, book_, agent, std::move(token));
  const std::lock_guard lock(mutex_);
  due_.insert({MachineClock::Now(), player.get()});
  players_[agent.name()] = std::move(player);
  changed_.notify_one();
  return absl::OkStatus();
}

void Staff::Refresh() {
  routing::v1::ListAgentsRequest request;
  request.set_page_size(500);
  request.set_filter("presence = ONLINE");
  do {
    const auto page = session_.Call<routing::v1::ListAgentsResponse>("redress.routing.v1.RoutingService.ListAgents", request);
    if (!page.ok()) return Complain(page.status());
    for (const routing::v1::Agent& agent : page->agents()) {
      bool known = false;
      {
        const std::lock_guard lock(mutex_);
        known = players_.count(agent.name()) > 0;
      }
      if (known) continue;
      if (absl::Status status = TakeIn(agent); !status.ok()) return Complain(status);
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
}

void Staff::Complain(const absl::Status& status) {
  const std::lock_guard lock(mutex_);
  if (complaints_.insert(absl::StrCat(status.raw_code(), ReasonOf(status))).second) {
    std::cerr << "agents: " << absl::StatusCodeToString(status.code()) << ": " << status.message() << "\n";
  }
}

void Staff::Work(Stopper& stopper) {
  while (!stopper.stopping()) {
    std::unique_lock lock(mutex_);
    const MachineTime until = due_.empty() ? MachineClock::Now() + kRefresh : due_.begin()->at;
    if (until > MachineClock::Now()) {
      changed_.wait_until(lock, std::min(until, MachineClock::Now() + kRefresh).point());
      continue;
    }
    AgentPlayer* const player = due_.begin()->player;
    due_.erase(due_.begin());
    lock.unlock();
    Counts counts;
    const absl::StatusOr<MachineTime> next = player->Step(&counts);
    if (!next.ok()) Complain(next.status());
    lock.lock();
    due_.insert({next.ok() ? *next : MachineClock::Now() + kAfterFailure, player});
    counts_.accepted += counts.accepted;
    counts_.declined += counts.declined;
    counts_.moves += counts.moves;
    counts_.refused += counts.refused;
    counts_.done += counts.done;
    counts_.lost += counts.lost;
    changed_.notify_one();
  }
}

void Staff::PlayOutside(Stopper& stopper) {
  do {
    if (absl::Status status = outside_.Look(); !status.ok()) Complain(status);
  } while (!stopper.WaitFor(kOutsidePause));
}

void Staff::Run(int threads, Stopper& stopper) {
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t) pool.emplace_back([&] { Work(stopper); });
  pool.emplace_back([&] { PlayOutside(stopper); });
  do {
    Refresh();
  } while (!stopper.WaitFor(kRefresh));
  changed_.notify_all();
  for (std::thread& thread : pool) thread.join();
}

Counts Staff::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace redress::agents
