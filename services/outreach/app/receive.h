// Makes notices of what other services said, in the transaction that hears it, and of time that passes (progress). A fact that is
// heard again changes nothing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/outreach/app/context.h"
#include "services/outreach/store/case_store.h"

namespace redress::outreach {

// One event: news of a case, or something that was given or taken back.
struct Heard {
  absl::optional<News> news;
  absl::optional<Given> given;
  std::string taken_back;  // a grant
};

// In order; events to be said go to `said`.
absl::Status Receive(pqxx::work& transaction, const Context& context, const std::vector<Heard>& heard,
                     std::vector<events::NewEvent>* said);

// Progress notices that are due now; how many were made.
absl::StatusOr<int> MakeProgress(const Context& context, int limit = 100);

}  // namespace redress::outreach
