// What the component tests of compensation share: one private PostgreSQL a program, a fresh schema a test, a stepped business
// time, and a shop that keeps books of its own and fails as it is told. Helpers throw where a test cannot go on.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/compensation/app/claims.h"
#include "services/compensation/app/context.h"
#include "services/compensation/app/grants.h"
#include "services/compensation/app/pay.h"
#include "services/compensation/app/quote.h"
#include "services/compensation/app/verify.h"
#include "services/compensation/domain/dmn_policy.h"
#include "tests/support/private_servers.h"

namespace redress::test {

namespace comp = ::redress::compensation;

PrivatePostgres& CompensationPostgres();
// A pool on a schema of that name, or, where it is empty, on a fresh one, migrated.
std::unique_ptr<pg::Pool> CompensationPool(const std::string& schema = "");

// What happens to one question of ours.
enum class ShopFault {
  kNone,        // done at once
  kPending,     // received, done at a later look
  kRefuse,      // refused for good
  kLostGoing,   // we see an error; the shop received nothing
  kLostComing,  // we see an error; the shop did it
};

// A shop with books: an operation asked for twice under one id is done once, another body under it is refused.
class FakeShop final : public comp::Shop {
 public:
  // `orders/{n}`: one line of so many fen and two pieces, delivered a day ago, four days late.
  void AddOrder(const std::string& name, int64_t paid, BusinessTime now);
  // Chooses the fault of an `Ask` (`asking`) or a look-up of this grant; none by default. Called from many threads.
  std::function<ShopFault(const std::string& id, bool asking)> fault;

  absl::StatusOr<std::vector<comp::Order>> ReadOrders(const std::vector<std::string>& names, Deadline deadline) override;
  absl::StatusOr<comp::Outcome> Ask(const comp::Grant& grant, const comp::Terms& terms) override;
  absl::StatusOr<absl::optional<comp::Outcome>> LookUp(const std::string& grant_id) override;
  absl::Status VisitBooks(Deadline deadline, absl::FunctionRef<void(const comp::BookedOperation&)> visit) override;

  // How often an id was done (0 or 1, whatever is asked), and what was done in all.
  int64_t TotalDone() const;
  size_t operations() const;
  void Forge(const std::string& id, int64_t minor);

 private:
  struct Operation {
    comp::Outcome outcome;
    Money amount;
  };
  ShopFault FaultOf(const std::string& id, bool asking) const { return fault == nullptr ? ShopFault::kNone : fault(id, asking); }

  mutable absl::Mutex mutex_;
  std::map<std::string, comp::Order> orders_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Operation> operations_ ABSL_GUARDED_BY(mutex_);
};

// One replica's view of a schema of its own.
struct CompensationDesk {
  // `change` edits the terms of the default policy.
  explicit CompensationDesk(const std::function<void(comp::Terms*)>& change = [](comp::Terms*) {});

  // A new request id.
  comp::Request NewRequest();
  // What the policy offers the case for a line of the order; the order is made when it is new.
  comp::Quotation Quote(const std::string& case_number, const std::string& order, const comp::Tag& cause = {"LOGISTICS", "LOST"},
                        const std::string& customer = "");
  // The option of that kind.
  static comp::Option Find(const comp::Quotation& quotation, comp::RemedyKind kind);
  comp::GrantCommand Command(const comp::Quotation& quotation, comp::RemedyKind kind, const std::string& proposer = "a-li");
  // The same with a manager's yes.
  comp::GrantCommand Approved(const comp::Quotation& quotation, comp::RemedyKind kind, const std::string& proposer = "a-li");
  absl::StatusOr<comp::GrantView> Commit(const comp::GrantCommand& command);
  // Quotes and commits.
  absl::StatusOr<comp::GrantView> Give(const std::string& case_number, const std::string& order, comp::RemedyKind kind,
                                       const std::string& customer = "");
  // What casework tells of an ended case; nothing: nobody is charged.
  void Find(const std::string& case_number, int closing, absl::optional<comp::ChargedParty> party,
            const std::string& charger = "agents/a-li");
  // The claims of a case, newest first.
  std::vector<comp::PartyClaim> Claims(const std::string& case_number);
  // Every grant whose turn it is, and those that wait for a look, as if time had passed.
  comp::PayResult Pay();
  void PayUntilSettled();
  comp::Grant Get(const std::string& id);
  // Runs a query and returns its first field.
  std::string Ask(const std::string& sql);
  // What is wrong with the books, with the platform's beside them; empty when all is well.
  std::vector<std::string> Faults();

  std::unique_ptr<pg::Pool> pool;
  SteppedTimeSource time{BusinessTime::FromUnixMicros(1'764'000'000'000'000)};
  std::shared_ptr<comp::DmnPolicy> policy;
  std::unique_ptr<comp::OnePolicy> policies;
  FakeShop shop;
  std::unique_ptr<comp::Context> context;
};

}  // namespace redress::test
