// Quotations as they were given: written once, read whole. Functions run in the caller's transaction; SQL failures are thrown, as
// libpqxx does, and become a status in the pool.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/options.h"

namespace redress::compensation {

void InsertQuotation(pqxx::transaction_base& transaction, const Quotation& quotation);

// Many in one statement.
void InsertQuotations(pqxx::transaction_base& transaction, absl::Span<const Quotation* const> quotations);

// By bare id, a UUID. NOT_FOUND, reason QUOTATION_NOT_FOUND.
absl::StatusOr<Quotation> GetQuotation(pqxx::transaction_base& transaction, const std::string& id);

// Columns 0 … 15 of a row as an option: option_id, kind, order_name, line, currency, amount_minor, quantity, required, within_ms,
// rules, reason_zh, reason_en, ground, line_paid_minor, line_quantity, order_paid_minor.
Option OptionOf(const pqxx::row& row);

}  // namespace redress::compensation
