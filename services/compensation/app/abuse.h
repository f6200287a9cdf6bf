// Signs of abuse: what is counted when something is asked for or given, and the flags that follow. Nothing is refused here.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"
#include "services/compensation/domain/grant.h"
#include "services/compensation/store/abuse_store.h"

namespace redress::compensation {

// Shows the signs about the customer in the quotation, before it is kept; gives the flags to raise once it is. None for an
// anonymous customer.
std::vector<AbuseFlag> LookAtCustomer(pqxx::transaction_base& transaction, const AbuseTerms& terms, BusinessTime now,
                                      Quotation* quotation);
// The flags about the agent of a grant, and about what it gives whom; to be raised once the grant is kept. Before any lock is
// taken.
std::vector<AbuseFinding> LookAtAgent(pqxx::transaction_base& transaction, const AbuseTerms& terms, const Quotation& quotation,
                                      const std::string& agent, BusinessTime now);
std::vector<AbuseFlag> FlagsOf(const Grant& grant, const std::vector<AbuseFinding>& findings);

// Keeps the flags that are new, with their events; gives those back, to be counted after the commit.
std::vector<AbuseFlag> RaiseFlags(pqxx::transaction_base& transaction, const std::vector<AbuseFlag>& flags,
                                  std::vector<events::NewEvent>* said);
// Counts them, and says them in the log.
void Tell(const Context& context, const std::vector<AbuseFlag>& flags);

absl::StatusOr<std::vector<AbuseFlag>> ReadFlags(pg::Pool& pool, const FlagQuery& query);

}  // namespace redress::compensation
