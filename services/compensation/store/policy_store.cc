#include "services/compensation/store/policy_store.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/pg/exec.h"
#include "services/compensation/domain/remedy.h"

namespace redress::compensation {
namespace {

constexpr char kVersions[] =
    "SELECT v.version, v.sha256, v.author, v.note, v.create_us, a.approver, a.approve_us"
    " FROM policy_version v LEFT JOIN policy_approval a USING (version)";

PolicyVersion VersionOf(const pqxx::row& row) {
  PolicyVersion version;
  version.number = row[0].as<int64_t>();
  version.sha256 = row[1].c_str();
  version.author = row[2].c_str();
  version.note = row[3].c_str();
  version.create_time = BusinessTime::FromUnixMicros(row[4].as<int64_t>());
  if (row[5].is_null()) return version;
  version.approver = row[5].c_str();
  version.approve_time = BusinessTime::FromUnixMicros(row[6].as<int64_t>());
  return version;
}

Publication PublicationOf(const pqxx::row& row) {
  Publication publication;
  publication.number = row[0].as<int64_t>();
  publication.version = row[1].as<int64_t>();
  publication.from = BusinessTime::FromUnixMicros(row[2].as<int64_t>());
  if (!row[3].is_null()) publication.until = BusinessTime::FromUnixMicros(row[3].as<int64_t>());
  publication.scope = {row[4].c_str(), row[5].c_str(), row[6].c_str()};
  publication.share_percent = row[7].as<int32_t>();
  publication.publisher = row[8].c_str();
  publication.create_time = BusinessTime::FromUnixMicros(row[9].as<int64_t>());
  if (row[10].is_null()) return publication;
  publication.canceller = row[10].c_str();
  publication.cancel_reason = row[11].c_str();
  publication.cancel_time = BusinessTime::FromUnixMicros(row[12].as<int64_t>());
  return publication;
}

}  // namespace

void LockPolicies(pqxx::transaction_base& transaction) {
  pg::Exec(transaction, "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.policies'))");
}

absl::StatusOr<PolicyVersion> GetPolicyVersion(pqxx::transaction_base& transaction, int64_t number) {
  const pqxx::result rows = pg::Exec(transaction, absl::StrCat(kVersions, " WHERE version = $1"), number);
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "POLICY_NOT_FOUND", "no such version of the policy");
  return VersionOf(rows[0]);
}

PolicyFiles GetPolicyFiles(pqxx::transaction_base& transaction, int64_t number) {
  PolicyFiles files;
  for (const pqxx::row& row :
       pg::Exec(transaction, "SELECT name, body FROM policy_file WHERE version = $1 ORDER BY name COLLATE \"C\"", number)) {
    files.push_back({row[0].c_str(), row[1].c_str()});
  }
  return files;
}

int64_t FindPolicyVersion(pqxx::transaction_base& transaction, const std::string& sha256) {
  const pqxx::result rows = pg::Exec(transaction, "SELECT version FROM policy_version WHERE sha256 = $1", sha256);
  return rows.empty() ? 0 : rows[0][0].as<int64_t>();
}

std::vector<PolicyVersion> ListPolicyVersions(pqxx::transaction_base& transaction, int64_t before, int limit) {
  std::vector<PolicyVersion> versions;
  for (const pqxx::row& row : pg::Exec(
           transaction, absl::StrCat(kVersions, " WHERE $1 = 0 OR version < $1 ORDER BY version DESC LIMIT $2"), before, limit)) {
    versions.push_back(VersionOf(row));
  }
  return versions;
}

int64_t InsertPolicyVersion(pqxx::transaction_base& transaction, const PolicyVersion& version, const PolicyFiles& files) {
  const pqxx::row row = pg::Exec1(transaction,
                                  "INSERT INTO policy_version (version, sha256, author, note, create_us)"
                                  " SELECT coalesce(max(version), 0) + 1, $1, $2, $3, $4 FROM policy_version RETURNING version",
                                  version.sha256, version.author, version.note, version.create_time.micros());
  const auto number = row[0].as<int64_t>();
  for (const PolicyFile& file : files) {
    pg::Exec(transaction, "INSERT INTO policy_file (version, name, body) VALUES ($1, $2, $3)", number, file.name, file.text);
  }
  return number;
}

void InsertPolicyApproval(pqxx::transaction_base& transaction, int64_t number, const std::string& approver, BusinessTime time) {
  pg::Exec(transaction, "INSERT INTO policy_approval (version, approver, approve_us) VALUES ($1, $2, $3)", number, approver,
           time.micros());
}

std::vector<Publication> ListPublications(pqxx::transaction_base& transaction) {
  std::vector<Publication> publications;
  for (const pqxx::row& row :
       pg::Exec(transaction,
                "SELECT p.publication, p.version, p.from_us, p.until_us, p.channel, p.region, p.seller_tier, p.share_percent, "
                "p.publisher,"
                " p.create_us, c.canceller, c.reason, c.cancel_us"
                " FROM policy_publication p LEFT JOIN policy_cancellation c USING (publication) ORDER BY publication")) {
    publications.push_back(PublicationOf(row));
  }
  return publications;
}

int64_t InsertPublication(pqxx::transaction_base& transaction, const Publication& publication) {
  const int64_t until = publication.until.has_value() ? publication.until->micros() : -1;
  const pqxx::row row = pg::Exec1(
      transaction,
      "INSERT INTO policy_publication (publication, version, from_us, until_us, channel, region, seller_tier, share_percent,"
      " publisher, create_us)"
      " SELECT coalesce(max(publication), 0) + 1, $1, $2, nullif($3::bigint, -1), $4, $5, $6, $7, $8, $9 FROM policy_publication "
      "RETURNING publication",
      publication.version, publication.from.micros(), until, publication.scope.channel, publication.scope.region,
      publication.scope.seller_tier, publication.share_percent, publication.publisher, publication.create_time.micros());
  return row[0].as<int64_t>();
}

void InsertCancellation(pqxx::transaction_base& transaction, int64_t number, const std::string& canceller,
                        const std::string& reason, BusinessTime time) {
  pg::Exec(transaction, "INSERT INTO policy_cancellation (publication, canceller, reason, cancel_us) VALUES ($1, $2, $3, $4)",
           number, canceller, reason, time.micros());
}

std::string PublicationStamp(pqxx::transaction_base& transaction) {
  return pg::Exec1(transaction,
                   "SELECT (SELECT count(*) FROM policy_publication) || '/' || (SELECT count(*) FROM policy_cancellation)")[0]
      .c_str();
}

std::vector<VersionSums> SumByVersion(pqxx::transaction_base& transaction, BusinessTime since, Currency currency) {
  std::map<std::string, VersionSums> sums;
  const pqxx::result rows = pg::Exec(
      transaction,
      // Of the alternatives for one line the dearest, and everything else.
      "WITH part AS (SELECT q.quotation, q.policy_version, max(o.amount_minor) AS amount,"
      "   max(array_position(ARRAY['SPECIALIST', 'SUPERVISOR', 'MANAGER', 'LEGAL'], o.required)) AS required"
      "  FROM quotation q LEFT JOIN quotation_option o ON o.quotation = q.quotation AND o.kind <> 'APOLOGY'"
      "  WHERE q.create_us >= $1"
      "  GROUP BY q.quotation, q.policy_version, o.order_name, o.line, o.kind IN ('COUPON'), o.kind IN ('DAMAGES')),"
      " whole AS (SELECT quotation, policy_version, coalesce(sum(amount), 0) AS amount, coalesce(max(required), 0) AS required"
      "  FROM part GROUP BY quotation, policy_version)"
      " SELECT policy_version, required, count(*), sum(amount)::bigint FROM whole GROUP BY policy_version, required",
      since.micros());
  for (const pqxx::row& row : rows) {
    VersionSums& sum = sums[row[0].c_str()];
    const auto required = row[1].as<int>();
    const auto count = row[2].as<int64_t>();
    sum.version = row[0].c_str();
    sum.quotations += count;
    sum.cost = {sum.cost.minor + row[3].as<int64_t>(), currency};
    if (required == 0) {
      sum.empty += count;
    } else {
      sum.approvals.emplace_back(Word(static_cast<Authority>(required)), count);
    }
  }
  std::vector<VersionSums> all;
  all.reserve(sums.size());
  for (auto& [version, sum] : sums) all.push_back(std::move(sum));
  return all;
}

}  // namespace redress::compensation
