// What casework answers: the case and what belongs to it as messages of redress.casework.v1, bare ids as resource names. What a
// party is shown who comes by a link is decided here and nowhere else. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/uuid.h"
#include "redress/casework/v1/aids.pb.h"
#include "redress/casework/v1/case.pb.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/domain/link.h"
#include "services/casework/domain/next_step.h"
#include "services/casework/domain/scripts.h"
#include "services/casework/store/audit_store.h"

namespace redress::casework {

// Who looks at a case.
struct View {
  absl::optional<Link> link;               // by which a party looks; absent: staff, who see everything
  std::vector<std::string> earlier_cases;  // numbers of the same customer's, newest first, for staff
  bool service = false;                    // outreach looks, to tell the customer
};

// For a party: name, state, and the one thing that its link is about, while that is the present one. Of a plan a customer is
// shown what is promised and how far it is done, not who does it nor what stands behind it; of a request not the answer, for a
// link may be passed on.
// For outreach: what tells which notice is due, when and by which way (state, tag, severity, channel, times, complaints,
// callbacks, how it ended), and every word that is the customer's to read: what it was asked, what it was offered, why it was
// refused. What people found, asked of others and said among themselves is not told it: checklist, signals, tasks, approvals,
// others' evidence, answers, who proposed and who does a step.
v1::Case ToProto(const CaseFile& file, const View& view);

v1::TimelineEntry ToProto(const AuditEntry& entry);
v1::NextStep ToProto(const NextStep& step);
// `version`: of the library that it is from.
v1::Script ToProto(const Script& script, const std::string& version);
v1::Delegation ToProto(const Uuid& id, const Delegation& delegation);
v1::VerifyAuditResponse ToProto(const AuditReport& report);

// The parts of a case as staff see them.
v1::ChecklistItem ToProto(const CheckItem& item);
v1::EvidenceRequest ToProto(const EvidenceRequest& request);
v1::Task ToProto(const Task& task);
v1::PlanStep ToProto(const PlanStep& step);
v1::Plan ToProto(const Plan& plan);
v1::ApprovalRequest ToProto(const Approval& approval);
v1::Closing ToProto(const Closing& closing);

}  // namespace redress::casework
