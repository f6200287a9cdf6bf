// Quotations as they were given: written once, read whole. Functions run in the caller's transaction; SQL failures are thrown, as
// libpqxx does, and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/pg/idempotency.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/options.h"

namespace redress::compensation {

void InsertQuotation(pqxx::transaction_base& transaction, const Quotation& quotation);

// What is to be kept, and the request that it answers.
struct QuotedRequest {
  const pg::RequestKey* request = nullptr;
  const Quotation* quotation = nullptr;
};
// Claims the requests, of which no two are the same, and keeps the quotations of those that are new, in one statement. True:
// kept. Not kept is also what has a customer who shares something with another one, or of whom there are more complaints or
// grants than `terms` allow just now: that is to be quoted alone.
std::vector<bool> KeepQuotations(pqxx::transaction_base& transaction, absl::Span<const QuotedRequest> quoted,
                                 const AbuseTerms& terms, BusinessTime now);

// By bare id, a UUID. NOT_FOUND, reason QUOTATION_NOT_FOUND.
absl::StatusOr<Quotation> GetQuotation(pqxx::transaction_base& transaction, const std::string& id);

// Columns 0 … 15 of a row as an option: option_id, kind, order_name, line, currency, amount_minor, quantity, required, within_ms,
// rules, reason_zh, reason_en, ground, line_paid_minor, line_quantity, order_paid_minor.
Option OptionOf(const pqxx::row& row);

}  // namespace redress::compensation
