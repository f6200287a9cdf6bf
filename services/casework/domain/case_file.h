// The case as one whole: what casework stores of it and decides by. Plain values; ids are bare (`261122-00012345-21`, `a-li`),
// resource names exist only at the edges. What may be done to it is in moves.h; nothing else changes it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "services/casework/domain/approval.h"
#include "services/casework/domain/asking.h"
#include "services/casework/domain/audit.h"
#include "services/casework/domain/callback.h"
#include "services/casework/domain/case_state.h"
#include "services/casework/domain/checklist.h"
#include "services/casework/domain/closing.h"
#include "services/casework/domain/plan.h"
#include "services/casework/domain/signals.h"

namespace redress::casework {

struct Tag {
  std::string l1;  // empty: not known yet
  std::string l2;
  friend bool operator==(const Tag&, const Tag&) = default;
};

struct CaseFile {
  std::string number;  // of the complaint that opened it
  int partition = 0;   // chosen by intake, never changes
  CaseState state = CaseState::kOpen;
  CaseState waiting_from = CaseState::kInvestigating;  // where a case that waits goes on: VERIFYING or INVESTIGATING
  CaseState merged_from = CaseState::kOpen;            // where a case that is MERGED goes back to
  std::vector<std::string> complaints;                 // numbers, the first one first
  Tag tag;
  bool tag_confirmed = false;  // a person said so
  Severity severity = Severity::kOrdinary;
  int channel = 0;              // redress.type.v1.Channel of the first complaint
  int vip_level = 0;            // 0 … 3
  std::string customer;         // keyed fingerprint; empty: anonymous
  std::vector<Signal> signals;  // of its complaints: sorted, each once
  bool media = false;           // exposed in media, by signal
  bool manager_escalated = false;
  std::string owner;  // empty: nobody yet
  Checklist checklist = NewChecklist();
  std::vector<EvidenceRequest> evidence_requests;
  std::vector<Task> tasks;
  std::vector<Plan> plans;          // oldest first; the last one is the present one
  std::vector<Approval> approvals;  // oldest first
  std::vector<Callback> callbacks;
  absl::optional<Closing> closing;
  std::string merged_into;            // empty unless MERGED
  std::vector<std::string> absorbed;  // the cases that it took in
  int reopen_count = 0;
  bool survey_reopened = false;  // it reopened once for what a survey said
  BusinessTime received_time;
  BusinessTime open_time;
  absl::optional<BusinessTime> execute_time;  // when the present plan was done
  absl::optional<BusinessTime> close_time;    // when it was closed or rejected last
  int64_t version = 1;                        // grows with every change; the etag
  AuditHead audit;                            // the end of its audit trail
  std::string wrapped_key;                    // of its words, as it is stored (store/vaulting.h)
  bool words_erased = false;                  // that key was forgotten: what people wrote is empty, and stays so
  friend bool operator==(const CaseFile&, const CaseFile&) = default;
};

}  // namespace redress::casework
