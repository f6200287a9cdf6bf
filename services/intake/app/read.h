// Reads: load, open, and show no more than the reader may see. Personal data in clear is handed out only after the reading was
// recorded. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/intake/app/vaulting.h"
#include "services/intake/domain/access.h"
#include "services/intake/domain/list_query.h"
#include "services/intake/store/complaint_reader.h"

namespace redress::intake {

// The masked complaints that answer repeated submissions.
struct FormerAnswers {
  absl::Status status;
  absl::flat_hash_map<int64_t, Complaint> complaints;

  absl::StatusOr<Complaint> Of(int64_t number) const;
};
FormerAnswers ReadFormer(ComplaintReader& reader, const Vaulting& vaulting, const std::vector<int64_t>& numbers);

template <class T, class Key>
struct Page {
  std::vector<T> items;
  absl::optional<Key> next;  // where the next page begins; absent: that was all
};

struct PageRequest {
  absl::optional<Uuid> after;
  int limit = 50;
};

class ComplaintReads {
 public:
  ComplaintReads(ComplaintReader& reader, const Vaulting& vaulting, const TimeSource& time)
      : reader_(reader), vaulting_(vaulting), time_(time) {}

  // NOT_FOUND, reason COMPLAINT_NOT_FOUND, also for what the reader may not see.
  absl::StatusOr<ComplaintRow> Find(const Reader& reader, const ComplaintNumber& number);
  absl::StatusOr<Complaint> Get(const Reader& reader, const ComplaintNumber& number, const FullView& view);
  // Newest first, masked. `below`: what the page before ended with.
  absl::StatusOr<Page<Complaint, ListPosition>> List(const Reader& reader, const ListQuery& query,
                                                     absl::optional<ListPosition> below, int limit);
  absl::StatusOr<Page<Contact, Uuid>> ListContacts(const Reader& reader, const ComplaintNumber& number, const FullView& view,
                                                   const PageRequest& page);
  absl::StatusOr<Page<Evidence, Uuid>> ListEvidence(const Reader& reader, const ComplaintNumber& number, const FullView& view,
                                                    const PageRequest& page);
  // The clear content for one of our services, aligned with `numbers`; nothing where a complaint is missing or erased. Recorded
  // as one reading.
  absl::StatusOr<std::vector<absl::optional<Complaint>>> ReadContent(const std::string& service, const std::string& purpose,
                                                                     const std::vector<ComplaintNumber>& numbers);

 private:
  // Complaints with their evidence, in the order of `numbers`; missing ones are left out.
  absl::StatusOr<std::vector<Complaint>> Load(const std::vector<int64_t>& numbers);
  absl::Status Record(const Reader& reader, const FullView& view, const std::vector<int64_t>& numbers);

  ComplaintReader& reader_;
  const Vaulting& vaulting_;
  const TimeSource& time_;
};

}  // namespace redress::intake
