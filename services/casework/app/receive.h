// What intake, routing and outreach tell of cases, applied in the transaction of the consumer that read it: complaints open,
// join, reopen or leave a case, predictions, owners and readers are noted. Each input counts once, however often it is told: a
// complaint belongs to one case, and what is known already changes nothing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/app/context.h"
#include "services/casework/domain/ending.h"
#include "services/casework/domain/handling.h"

namespace redress::casework {

struct CaseInput {
  enum class Kind {
    kComplaint,   // was stored
    kUnlinked,    // was taken out of the case `former_case`, to one of its own
    kPrediction,  // of a complaint
    kTriaged,     // an agent said what a case is about
    kOwner,       // an agent has the case
    kLeft,        // an agent has it no more
    kReader,      // an agent may read it: was offered or has a work item of it
    kSurvey,      // the customer answered one
    kJudged,      // the customer said whether an answer solved its question
  };
  Kind kind = Kind::kComplaint;
  ComplaintFacts complaint;  // kComplaint, kUnlinked: all; kPrediction: `complaint`; else `case_number`
  std::string former_case;   // kUnlinked
  Prediction prediction;     // kPrediction
  Tag tag;                   // kTriaged
  std::string agent;         // kTriaged, kOwner, kLeft, kReader: bare id
  SurveyAnswer survey;       // kSurvey
  bool solved = false;       // kJudged
};

// Applies the inputs in their order and adds what happened to `said`. A complaint about a merged case joins the one that took it
// in; one that comes too late after the end of its case opens a case under its own number. FAILED_PRECONDITION, reason
// CASE_UNKNOWN: a prediction or an owner for a case that was never opened (its events came out of order).
absl::Status Receive(pqxx::work& transaction, const Context& context, absl::Span<const CaseInput> inputs,
                     std::vector<events::NewEvent>* said);

}  // namespace redress::casework
