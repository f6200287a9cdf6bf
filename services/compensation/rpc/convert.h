// Proto ↔ domain: names become bare ids and back; every bad field of a request is named at once. Pure functions; what is allowed
// on business grounds is decided elsewhere.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "libs/rpc/caller.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "redress/compensation/v1/ledger.pb.h"
#include "services/compensation/app/grants.h"
#include "services/compensation/app/quote.h"
#include "services/compensation/app/reading.h"
#include "services/compensation/app/verify.h"

namespace redress::compensation {

v1::Quotation ToProto(const QuotationView& view);
// What the policy would give, which is no quotation of a case and was not kept: its names, hash and expiry are left out. `proto`
// is empty.
void SetEvaluation(const Quotation& made, v1::Quotation* proto);
v1::AbuseFlag ToProto(const AbuseFlag& flag);
v1::Grant ToProto(const GrantView& view);
v1::LedgerEntry ToProto(const StoredEntry& entry);
v1::Account ToProto(const AccountSums& account);
v1::Budget ToProto(const BudgetView& budget);
v1::VerifyLedgerResponse ToProto(const Verification& found);

// The request id along with the command, so that all bad fields are named together.
template <class Command>
struct Parsed {
  Uuid request_id;
  Command command;
};
absl::StatusOr<Parsed<QuoteCommand>> FromProto(const v1::QuoteRequest& request);
absl::StatusOr<Parsed<GrantCommand>> FromProto(const v1::CommitGrantRequest& request);
absl::StatusOr<Parsed<ReverseCommand>> FromProto(const v1::ReverseGrantRequest& request);
// Of which grant, and what.
struct ReportedOutcome {
  std::string grant;
  Outcome outcome;
};
absl::StatusOr<ReportedOutcome> FromProto(const v1::ReportOperationRequest& request);

// A word of the platform, at most 63 of [A-Z0-9_], or nothing.
std::string WordAt(const std::string& word, absl::string_view field, Violations* violations);

// The bare id in `name` (`grants/*`), a UUID. INVALID_ARGUMENT naming `name`.
absl::StatusOr<std::string> UuidIn(const std::string& pattern, const std::string& name);

// Whose grants the caller sees, by the proposer's bare id; empty: everybody's. A SPECIALIST sees its own: which cases it may read
// is known to casework alone.
std::string ProposerSeenBy(const rpc::Caller& caller);
// Of those that the caller sees.
absl::StatusOr<GrantQuery> GrantQueryOf(const v1::ListGrantsRequest& request, const rpc::Caller& caller);
absl::StatusOr<EntryQuery> EntryQueryOf(const v1::ListLedgerEntriesRequest& request);
// `2026-11`, or empty. INVALID_ARGUMENT naming `month`.
absl::StatusOr<std::string> MonthOf(const v1::ListBudgetsRequest& request);

}  // namespace redress::compensation
