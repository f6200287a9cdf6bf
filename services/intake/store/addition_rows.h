// Rows of contacts and evidence as they come from the database; shared by the reader and by the writer of additions.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/pg/pqxx_compat.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

// Select lists over `contact c` and `evidence e`, in the order that the functions below read.
const std::string& ContactColumns();
const std::string& EvidenceColumns();

absl::StatusOr<std::vector<ContactRow>> ContactsOf(const pqxx::result& rows);
absl::StatusOr<std::vector<EvidenceRow>> EvidenceOf(const pqxx::result& rows);

}  // namespace redress::intake
