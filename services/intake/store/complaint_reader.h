// Reads complaints and what was added to them, sealed as they lie in the database; and records who read personal data in clear.
// Thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/pg/pool.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

// A place in the listing of complaints, which goes from the newest time of receipt to the oldest.
struct ListPosition {
  BusinessTime received_time;
  int64_t number = 0;
};

// Which complaints a listing wants. Fingerprints instead of values; empty or absent: any.
struct ListSpec {
  absl::optional<int> channel;
  absl::optional<int64_t> case_number;
  std::string customer;
  std::string order_index;
  std::string submitter;
  absl::optional<BusinessTime> received_from;
  absl::optional<BusinessTime> received_before;
  absl::optional<ListPosition> below;  // what the page before ended with
  int limit = 50;
};

struct ListPage {
  std::vector<int64_t> numbers;       // newest first
  absl::optional<ListPosition> next;  // `below` of the next page; absent: that was all
};

// Additions of one complaint, oldest first, after the one that the page before ended with.
struct AdditionsSpec {
  int64_t number = 0;
  absl::optional<Uuid> after;
  int limit = 50;
};

// One reading of personal data in clear.
struct AccessRecord {
  BusinessTime time;
  std::string reader;
  std::string purpose;  // READ, CLASSIFY, TRAIN, NOTIFY, VERIFY
  std::string reason;   // with READ
  std::vector<int64_t> numbers;
};

class ComplaintReader {
 public:
  explicit ComplaintReader(pg::Pool& pool) : pool_(pool) {}

  // Those that exist, in any order.
  absl::StatusOr<std::vector<ComplaintRow>> Read(const std::vector<int64_t>& numbers);
  // The same within a transaction.
  static absl::StatusOr<std::vector<ComplaintRow>> ReadIn(pqxx::transaction_base& transaction,
                                                          const std::vector<int64_t>& numbers);
  // All evidence of these complaints, by number, oldest first.
  absl::StatusOr<std::vector<EvidenceRow>> ReadEvidence(const std::vector<int64_t>& numbers);
  // A page of them. Listings that no index serves look at 100,000 complaints at most; a page may then be short, or empty, and
  // still have a next one.
  absl::StatusOr<ListPage> List(const ListSpec& spec);
  // The SQL of a listing with these conditions, for tests of its plan.
  static std::string ListSql(const ListSpec& spec);

  // `limit` + 1 rows at most: the one too many tells that there is more.
  absl::StatusOr<std::vector<ContactRow>> ListContacts(const AdditionsSpec& spec);
  absl::StatusOr<std::vector<EvidenceRow>> ListEvidence(const AdditionsSpec& spec);

  // Durable when it returns: data is shown only after that.
  absl::Status RecordAccess(const AccessRecord& record);

 private:
  pg::Pool& pool_;
};

}  // namespace redress::intake
