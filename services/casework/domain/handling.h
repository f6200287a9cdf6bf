// The case from its opening to its investigation: what intake, classification and routing tell of it, and what its owner does
// with it meanwhile. Each function is a decision: the case as it is in, a Change or a refusal out. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/casework/domain/change.h"

namespace redress::casework {

// A complaint as intake tells of it.
struct ComplaintFacts {
  std::string complaint;    // number
  std::string case_number;  // of the case that it opens or belongs to
  int partition = 0;
  int channel = 0;
  int vip_level = 0;
  std::string customer;  // keyed fingerprint
  BusinessTime received_time;
};

// What classification says of a complaint.
struct Prediction {
  Tag tag;
  bool abstained = false;  // the tag is no more than a guess
  Severity severity = Severity::kOrdinary;
  bool media = false;  // by signal, too
  std::vector<Signal> signals;
};

// A new case.
Change OpenCase(const ComplaintFacts& complaint, BusinessTime now);
// A further complaint: joins a live case, reopens one that ended lately. Nothing to do for one that the case has already. Where
// DecideAgain says kRelated or kFollow, FAILED_PRECONDITION, reason CASE_NOT_LIVE: the caller asks elsewhere.
absl::StatusOr<Change> TakeComplaint(const CaseFile& file, const ComplaintFacts& complaint, const CasePolicy& policy,
                                     BusinessTime now);
// The prediction for one of its complaints. What a person said of the tag stands; severity only rises, and signals are only
// added.
Change Predict(const CaseFile& file, const Prediction& prediction, BusinessTime now);
// A person said in triage what it is about: the tag of record. Nothing to do for a case that is over.
Change DecideTag(const CaseFile& file, const Tag& tag, const std::string& agent, BusinessTime now);
// An agent accepted the work item of the case. Nothing to do for a case that is over.
Change SetOwner(const CaseFile& file, const std::string& agent, BusinessTime now);
// `agent` handed the case on, or went away. Nothing to do where somebody else has it by now, or it is over.
Change LeaveOwner(const CaseFile& file, const std::string& agent, BusinessTime now);
// A supervisor undid the link of a complaint: it goes, to a case of its own. Nothing to do for one that the case has not, nor for
// the one that opened it.
Change RemoveComplaint(const CaseFile& file, const std::string& complaint, BusinessTime now);

// Moves that need nothing but a reason: to VERIFYING and INVESTIGATING. States that stand for something done are reached by doing
// it: FAILED_PRECONDITION, reason ILLEGAL_TRANSITION.
absl::StatusOr<Change> Advance(const CaseFile& file, CaseState to, const Because& because);
// What the platform tells, of a case that is being worked on; see Fill.
absl::StatusOr<Change> FillChecklist(const CaseFile& file, const Claims& claims, const std::vector<OrderFacts>& orders,
                                     const Because& because);
// A person's answer to one item; see Check.
absl::StatusOr<Change> CheckItemOf(const CaseFile& file, CheckItem answer, const Because& because);
// The tag of record; the reason is required where it differs from what is known.
absl::StatusOr<Change> SetTag(const CaseFile& file, const Tag& tag, const Because& because);
// A note of 1 … 2000 code points, at any time; `because.why` is the note.
absl::StatusOr<Change> AddNote(const CaseFile& file, bool shown_to_customer, const Because& because);

}  // namespace redress::casework
