// What intake and routing tell of cases, applied in the transaction of the consumer that read it: complaints open, join or reopen
// a case, predictions and owners are noted. Each input counts once, however often it is told: a complaint belongs to one case,
// and what is known already changes nothing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/app/context.h"
#include "services/casework/domain/handling.h"

namespace redress::casework {

struct CaseInput {
  enum class Kind { kComplaint, kPrediction, kOwner };
  Kind kind = Kind::kComplaint;
  ComplaintFacts complaint;  // kComplaint: all; kPrediction: `complaint`; kOwner: `case_number`
  Prediction prediction;     // kPrediction
  std::string agent;         // kOwner: bare id
};

// Applies the inputs in their order and adds what happened to `said`. A complaint about a merged case joins the one that took it
// in; one that comes too late after the end of its case opens a case under its own number. FAILED_PRECONDITION, reason
// CASE_UNKNOWN: a prediction or an owner for a case that was never opened (its events came out of order).
absl::Status Receive(pqxx::work& transaction, const Context& context, absl::Span<const CaseInput> inputs,
                     std::vector<events::NewEvent>* said);

}  // namespace redress::casework
