#include "services/compensation/app/abuse.h"

#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/obs/log.h"

namespace redress::compensation {
namespace {

AbuseFlag FlagOf(const AbuseFinding& finding, BusinessTime now) {
  AbuseFlag flag;
  flag.id = Uuid::NewOrdered().ToString();
  flag.finding = finding;
  flag.raise_time = now;
  return flag;
}

}  // namespace

std::vector<AbuseFlag> LookAtCustomer(pqxx::transaction_base& transaction, const AbuseTerms& terms, BusinessTime now,
                                      Quotation* quotation) {
  if (quotation->customer.empty()) return {};
  const CustomerCounted counted = CountCustomer(transaction, quotation->customer, quotation->case_number, terms, now);
  const std::vector<AbuseFinding> findings = SignsOf(counted.counts, terms);
  ShowSigns(findings, terms, quotation);
  std::vector<AbuseFlag> flags;
  flags.reserve(findings.size());
  for (const AbuseFinding& finding : findings) {
    AbuseFlag flag = FlagOf(finding, now);
    flag.partition = counted.partition;
    flag.case_number = quotation->case_number;
    flag.quotation = quotation->id;
    flag.customer = quotation->customer;
    flags.push_back(std::move(flag));
  }
  return flags;
}

std::vector<AbuseFinding> LookAtAgent(pqxx::transaction_base& transaction, const AbuseTerms& terms, const Quotation& quotation,
                                      const std::string& agent, BusinessTime now) {
  return SignsOf(CountAgent(transaction, quotation.customer, agent, terms, now), terms);
}

std::vector<AbuseFlag> FlagsOf(const Grant& grant, const std::vector<AbuseFinding>& findings) {
  std::vector<AbuseFlag> flags;
  flags.reserve(findings.size());
  for (const AbuseFinding& finding : findings) {
    AbuseFlag flag = FlagOf(finding, grant.commit_time);
    flag.partition = grant.partition;
    flag.case_number = grant.case_number;
    flag.quotation = grant.quotation;
    flag.grant = grant.id;
    flag.customer = grant.customer;
    flag.agent = grant.proposer;
    flags.push_back(std::move(flag));
  }
  return flags;
}

std::vector<AbuseFlag> RaiseFlags(pqxx::transaction_base& transaction, const std::vector<AbuseFlag>& flags,
                                  std::vector<events::NewEvent>* said) {
  std::vector<AbuseFlag> raised;
  for (const AbuseFlag& flag : flags) {
    if (!InsertFlag(transaction, flag)) continue;
    said->push_back(EventOf(flag));
    raised.push_back(flag);
  }
  return raised;
}

void Tell(const Context& context, const std::vector<AbuseFlag>& flags) {
  for (const AbuseFlag& flag : flags) {
    context.flagged(flag.finding.sign);
    obs::Log(obs::Level::kWarning, "abuse_flagged", {{"flag", obs::Id(flag.id)}, {"sign", obs::Id(Word(flag.finding.sign))}});
  }
}

absl::StatusOr<std::vector<AbuseFlag>> ReadFlags(pg::Pool& pool, const FlagQuery& query) {
  absl::StatusOr<std::vector<AbuseFlag>> flags;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    flags = ListFlags(transaction, query);
    return flags.status();
  }));
  return flags;
}

}  // namespace redress::compensation
