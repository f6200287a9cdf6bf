// Recomputes the chain of the books and its seals. Finds, mends nothing.
#pragma once

#include "libs/pg/pqxx_compat.h"
#include "services/compensation/app/verify.h"

namespace redress::compensation {

// Adds what is found. In a transaction that sees one snapshot. Entries that are not linked yet, but will be, are no fault.
void CheckChain(pqxx::transaction_base& transaction, Verification* found);

}  // namespace redress::compensation
