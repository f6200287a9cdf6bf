// What outreach knows of a case, and what each event of the other services makes of it: notices to be sent, notices that tell
// nothing true any more, when the next progress is due. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/outreach/domain/notice.h"
#include "services/outreach/domain/quiet_hours.h"

namespace redress::outreach {

// As in the contract, number for number.
enum class Severity { kNone = 0, kOrdinary, kUrgent, kCritical };
// Of casework's states those that matter here.
enum class CasePhase {
  kOpen,      // somebody works on it
  kDone,      // executed, the customer is called back
  kOver,      // closed or rejected
  kReopened,  // over once; a supervisor has it
  kMerged,    // part of another case
};

struct CaseView {
  std::string number;
  int partition = 0;
  std::string customer;    // keyed fingerprint; empty: anonymous
  int channel = 0;         // as in the contract
  bool regulator = false;  // it came from an authority
  std::string complaint;   // number of the newest one
  Severity severity = Severity::kNone;
  std::string tag;  // `LOGISTICS/DELAYED`
  CasePhase phase = CasePhase::kOpen;
  int reopens = 0;
  BusinessTime received_time;
  int progress_count = 0;
  absl::optional<BusinessTime> progress_due;
  std::string intent;  // the question that was taken up; empty: none

  bool critical() const { return severity == Severity::kCritical || regulator; }
};

// What an event says.
struct News {
  enum class Kind {
    kReceived,       // a complaint
    kPredicted,      // what classification says of it
    kTagged,         // the tag of record
    kMoved,          // the case is in another phase
    kEvidenceAsked,  // of the customer
    kEvidenceEnded,  // answered, or not in time
    kPlanProposed,
    kPlanAnswered,
    kUnreached,  // called back for the last time, in vain
    kClosed,
    kReopened,
  };
  Kind kind = Kind::kReceived;
  std::string case_number;
  int partition = 0;
  BusinessTime time;      // of the fact
  BusinessTime due_time;  // of kEvidenceAsked
  // kReceived
  std::string complaint;
  std::string customer;
  int channel = 0;
  bool regulator = false;
  bool same_matter = false;
  bool told = false;  // it was received before, and belongs to this case only now
  std::vector<std::string> missing;
  // kPredicted
  Severity severity = Severity::kNone;
  std::string intent;  // the question that can be answered without a person, where nothing speaks against that
  // kTagged
  std::string tag;
  // kMoved
  CasePhase phase = CasePhase::kOpen;
  // What of the case: the id of a request, the number of a plan, the round of calls, the number of a closing (empty: one more
  // than it was reopened).
  std::string subject;
  // kClosed
  bool survey = false;  // a complaint was closed: the customer is asked how satisfied
  bool rejected = false;
};

// The figures of this folding.
struct NoticePolicy {
  // What is promised: the next one by then (domain rules; sla holds us to it).
  absl::Duration progress_every = absl::Hours(24);
  absl::Duration progress_every_critical = absl::Hours(12);
  // A progress is told so long before it is owed: the message takes its time. Half of the rhythm at most.
  absl::Duration progress_ahead = absl::Hours(1);
  QuietHours quiet{absl::UTCTimeZone(), 0, 0};  // a progress that is owed in them is told before; critical cases keep none
  std::string progress_tag = "LOGISTICS/DELAYED";
  absl::Duration survey_after = absl::Hours(24);
};

// A notice to be made. Without quiet hours and the time of its uselessness, which depend on its kind alone.
struct NoticeDraft {
  NoticeKind kind = NoticeKind::kAccepted;
  std::string occurrence;
  std::string subject;
  std::vector<std::string> asks;
  BusinessTime create_time;
  BusinessTime send_after;
  absl::optional<BusinessTime> useless_after;  // nothing: as long after send_after as its kind says
};

// Notices of a kind that tell nothing true any more; those of one subject, or all of the kind.
struct Superseded {
  NoticeKind kind = NoticeKind::kAccepted;
  std::string subject;
};

struct Folded {
  CaseView next;
  std::vector<NoticeDraft> drafts;
  std::vector<Superseded> superseded;
};
Folded Fold(const CaseView& view, const News& news, const NoticePolicy& policy);

// The progress that is due, and the case with the next one; nothing where none is.
struct Progressed {
  CaseView next;
  NoticeDraft draft;
};
absl::optional<Progressed> NextProgress(const CaseView& view, const NoticePolicy& policy, BusinessTime now);

}  // namespace redress::outreach
