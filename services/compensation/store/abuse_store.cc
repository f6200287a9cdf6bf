#include "services/compensation/store/abuse_store.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/status_macros.h"
#include "libs/events/making.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "libs/proto/values.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "services/compensation/store/page_key.h"

namespace redress::compensation {
namespace {

// How far a ring is followed: through so many customers in between, over so many links.
constexpr int kRingRounds = 3;
constexpr int kLinksMax = 500;

// The customers who share something with one of these, and what.
std::vector<SharedLink> LinksOf(pqxx::transaction_base& transaction, const std::set<std::string>& customers) {
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT DISTINCT other.customer, other.kind || '/' || other.fingerprint FROM claimant_identifier own"
               " JOIN claimant_identifier other USING (kind, fingerprint) WHERE own.customer = ANY ($1::text[]) LIMIT $2",
               pg::ArrayOf(std::vector<std::string>(customers.begin(), customers.end())), kLinksMax);
  std::vector<SharedLink> links;
  links.reserve(rows.size());
  for (const pqxx::row& row : rows) links.push_back({row[0].c_str(), row[1].c_str()});
  return links;
}

std::vector<std::string> ReadRing(pqxx::transaction_base& transaction, const std::string& customer) {
  std::set<std::string> asked = {customer};
  std::vector<SharedLink> links;
  for (int round = 0; round < kRingRounds; ++round) {
    links = LinksOf(transaction, asked);
    const std::vector<std::string> ring = RingOf(customer, links);
    if (ring.size() == asked.size()) break;
    asked.insert(ring.begin(), ring.end());
  }
  return RingOf(customer, links);
}

int32_t CountGiven(pqxx::transaction_base& transaction, const std::vector<std::string>& ring, BusinessTime since) {
  return pg::
      Exec1(transaction,
            "SELECT count(*)::integer FROM unnest($1::text[]) ring (customer) WHERE EXISTS (SELECT 1 FROM"
            " remedy_grant g WHERE g.customer = ring.customer AND g.customer <> '' AND g.commit_us > $2 AND g.state <> 'FAILED')",
            pg::ArrayOf(ring), since.micros())[0]
          .as<int32_t>();
}

// Counts further than any sign needs, so that a flag shows by how much.
int32_t CustomerBound(const AbuseTerms& terms) {
  return std::max(terms.of(AbuseSign::kCustomerComplaints).allowed, terms.of(AbuseSign::kCustomerGrants).allowed) + 100;
}

AbuseFlag FlagOf(const pqxx::row& row) {
  AbuseFlag flag;
  flag.id = row[0].c_str();
  flag.partition = row[1].as<int32_t>();
  flag.case_number = row[2].c_str();
  flag.quotation = row[3].c_str();
  flag.grant = row[4].is_null() ? "" : row[4].c_str();
  flag.customer = row[5].c_str();
  flag.agent = row[6].c_str();
  flag.finding = {AbuseSignOf(row[7].c_str()).value(), row[8].as<int32_t>(), row[9].as<int32_t>()};
  flag.raise_time = BusinessTime::FromUnixMicros(row[10].as<int64_t>());
  return flag;
}

}  // namespace

void SaveClaimants(pqxx::transaction_base& transaction, absl::Span<const Claimant> claimants) {
  if (claimants.empty()) return;
  std::vector<std::string> complaints, cases, customers, sharers, kinds, fingerprints;
  std::vector<int64_t> partitions, received, first_received;
  for (const Claimant& claimant : claimants) {
    complaints.push_back(claimant.complaint), cases.push_back(claimant.case_number);
    partitions.push_back(claimant.partition), customers.push_back(claimant.customer);
    received.push_back(claimant.receive_time.micros());
    for (const auto& [kind, fingerprint] : claimant.identifiers) {
      sharers.push_back(claimant.customer), kinds.push_back(kind), fingerprints.push_back(fingerprint);
      first_received.push_back(claimant.receive_time.micros());
    }
  }
  pg::Exec(transaction,
           "INSERT INTO case_claimant (complaint, case_number, partition, customer, receive_us)"
           " SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::bigint[]) ON CONFLICT DO NOTHING",
           pg::ArrayOf(complaints), pg::ArrayOf(cases), pg::ArrayOf(absl::MakeConstSpan(partitions)), pg::ArrayOf(customers),
           pg::ArrayOf(absl::MakeConstSpan(received)));
  // In one order everywhere, the earliest of each first: two replicas that hear of the same customer never wait for each other.
  pg::Exec(transaction,
           "INSERT INTO claimant_identifier (customer, kind, fingerprint, first_us)"
           " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) u (customer, kind, fingerprint, first_us)"
           " ORDER BY customer, kind, fingerprint, first_us ON CONFLICT DO NOTHING",
           pg::ArrayOf(sharers), pg::ArrayOf(kinds), pg::ArrayOf(fingerprints), pg::ArrayOf(absl::MakeConstSpan(first_received)));
}

CustomerCounted CountCustomer(pqxx::transaction_base& transaction, const std::string& customer, const std::string& case_number,
                              const AbuseTerms& terms, BusinessTime now) {
  const BusinessTime since = now - terms.window;
  const pqxx::row row =
      pg::Exec1(transaction, "SELECT partition, complaints, grants, shares FROM customer_counts($1, $2, $3, $4)", customer,
                case_number, since.micros(), CustomerBound(terms));
  CustomerCounted counted{{row[1].as<int32_t>(), row[2].as<int32_t>(), 0}, row[0].as<int32_t>()};
  if (row[3].as<bool>()) {
    const std::vector<std::string> ring = ReadRing(transaction, customer);
    if (ring.size() > 1) counted.counts.ring_given = CountGiven(transaction, ring, since);
  }
  return counted;
}

int32_t AgentBound(const AbuseTerms& terms) {
  return std::max(terms.of(AbuseSign::kSelfDealing).allowed, terms.of(AbuseSign::kAgentVelocity).allowed) + 1;
}

AgentCounts CountAgent(pqxx::transaction_base& transaction, const std::string& customer, const std::string& agent,
                       const AbuseTerms& terms, BusinessTime now) {
  const pqxx::row row = pg::Exec1(transaction, "SELECT to_customer, day FROM agent_counts($1, $2, $3, $4, $5)", customer, agent,
                                  (now - terms.window).micros(), (now - absl::Hours(24)).micros(), AgentBound(terms));
  return {customer.empty() ? 0 : row[0].as<int32_t>() + 1, row[1].as<int32_t>() + 1};
}

bool InsertFlag(pqxx::transaction_base& transaction, const AbuseFlag& flag) {
  const pqxx::result rows =
      pg::Exec(transaction,
               "INSERT INTO abuse_flag (id, partition, case_number, quotation, grant_id, customer, agent, sign, counted, "
               "allowed, raise_us)"
               " VALUES ($1::uuid, $2, $3, $4::uuid, nullif($5, '')::uuid, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
               flag.id, flag.partition, flag.case_number, flag.quotation, flag.grant, flag.customer, flag.agent,
               std::string(Word(flag.finding.sign)), flag.finding.counted, flag.finding.allowed, flag.raise_time.micros());
  return rows.affected_rows() == 1;
}

events::NewEvent EventOf(const AbuseFlag& flag) {
  v1::AbuseFlagged message;
  message.set_abuse_flag(absl::StrCat("abuseFlags/", flag.id));
  message.set_case_(absl::StrCat("cases/", flag.case_number));
  message.set_sign(std::string(Word(flag.finding.sign)));
  message.set_counted(flag.finding.counted);
  message.set_allowed(flag.finding.allowed);
  *message.mutable_raise_time() = ToProto(flag.raise_time);
  return events::MakeEvent(flag.partition, absl::StrCat("cases/", flag.case_number), flag.raise_time, message);
}

absl::StatusOr<std::vector<AbuseFlag>> ListFlags(pqxx::transaction_base& transaction, const FlagQuery& query) {
  std::vector<std::string> conditions = {"true"};
  const auto equal = [&](absl::string_view column, const std::string& value) {
    if (!value.empty()) conditions.push_back(absl::StrCat(column, " = ", transaction.quote(value)));
  };
  equal("f.case_number", query.case_number);
  equal("f.agent", query.agent);
  equal("f.sign", query.sign);
  equal("f.grant_id", query.grant);
  if (!query.after.empty()) {
    ASSIGN_OR_RETURN(std::string after, AfterPageKey(transaction, "f.raise_us, f.id", query.after));
    conditions.push_back(std::move(after));
  }
  const pqxx::result rows = transaction.exec(
      absl::StrCat("SELECT id, partition, case_number, quotation, grant_id, customer, agent, sign, counted, allowed, raise_us "
                   "FROM abuse_flag f WHERE ",
                   absl::StrJoin(conditions, " AND "), " ORDER BY f.raise_us DESC, f.id DESC LIMIT ", query.limit));
  std::vector<AbuseFlag> flags;
  flags.reserve(rows.size());
  for (const pqxx::row& row : rows) flags.push_back(FlagOf(row));
  return flags;
}

std::string FlagKey(const AbuseFlag& flag) {
  return PageKey(flag.raise_time, flag.id);
}

}  // namespace redress::compensation
