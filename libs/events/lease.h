// Leases on partitions: who works on which, so that replicas do not do the same work twice. They only save trouble; correctness
// rests on fenced offsets and on the publisher's script. Each owner holds its fair share; a dead owner's leases pass on when they
// expire. Validity is measured on the monotonic clock from *before* the request. Not thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/machine_time.h"
#include "libs/pg/pool.h"

namespace redress::events {

class LeaseSet {
 public:
  // `name`: what is leased (`consume/routing`, `publish`); `partitions`: 0 … partitions − 1 are shared out.
  LeaseSet(pg::Pool& pool, std::string name, int partitions, absl::Duration ttl = absl::Seconds(5));

  // Renews what is held, takes what is free up to the fair share, gives back what exceeds it. Call every ttl / 3.
  absl::Status Renew();
  // Gives everything back at once (orderly stop).
  void Release();

  // The partitions held now, ascending; empty once the lease is over.
  const std::vector<int>& held();
  bool Holds(int partition);
  // True when it is time to call Renew.
  bool Due() const { return MachineClock::Now() >= renew_at_; }
  const std::string& owner() const { return owner_; }

 private:
  pg::Pool& pool_;
  const std::string name_;
  const std::string owner_;
  const int partitions_;
  const absl::Duration ttl_;
  std::vector<int> held_;
  MachineTime valid_until_;
  MachineTime renew_at_;
};

}  // namespace redress::events
