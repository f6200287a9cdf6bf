#include "libs/events/lease.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"

namespace redress::events {

LeaseSet::LeaseSet(pg::Pool& pool, std::string name, int partitions, absl::Duration ttl)
    : pool_(pool), name_(std::move(name)), owner_(Uuid::Random().ToString()), partitions_(partitions), ttl_(ttl) {}

absl::Status LeaseSet::Renew() {
  const MachineTime before = MachineClock::Now();
  std::vector<int> held;
  absl::Status status = pool_.Autocommit([&](pqxx::nontransaction& transaction) {
    const pqxx::row row = pg::Exec1(transaction, "SELECT renew_leases($1, $2, $3::interval, $4)", name_, owner_,
                                    absl::StrCat(absl::ToInt64Milliseconds(ttl_), " milliseconds"), partitions_);
    held.clear();
    for (const int64_t partition : pg::ParseIntArray(row[0].c_str())) {
      held.push_back(static_cast<int>(partition));
    }
    return absl::OkStatus();
  });
  renew_at_ = before + ttl_ / 3;
  if (status.ok()) {
    held_ = std::move(held);
    valid_until_ = before + ttl_;
  }
  return status;
}

void LeaseSet::Release() {
  held_.clear();
  // Where the database does not answer they expire.
  (void)pool_.Autocommit(Deadline::After(absl::Seconds(1)), [&](pqxx::nontransaction& transaction) {
    pg::Exec(transaction, "SELECT release_leases($1, $2)", name_, owner_);
    return absl::OkStatus();
  });
}

const std::vector<int>& LeaseSet::held() {
  if (MachineClock::Now() >= valid_until_) {
    held_.clear();
  }
  return held_;
}

bool LeaseSet::Holds(int partition) {
  const std::vector<int>& now = held();
  return std::binary_search(now.begin(), now.end(), partition);
}

}  // namespace redress::events
