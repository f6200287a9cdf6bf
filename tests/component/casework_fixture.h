// What the component tests of casework share: one private PostgreSQL a program, a fresh schema a test with casework's tables, a
// business time that stands still, and a case with one of everything.
#pragma once

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "libs/base/error.h"
#include "services/casework/app/backends.h"
#include "services/casework/app/change_case.h"
#include "services/casework/app/once.h"
#include "services/casework/store/audit_store.h"
#include "services/casework/store/case_reading.h"
#include "services/casework/store/migrations.h"
#include "tests/support/private_servers.h"

namespace redress::test {

using namespace casework;  // NOLINT: whoever includes this is about it

inline constexpr char kNumber[] = "261122-00012345-21";
inline const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

inline void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

inline PrivatePostgres& CaseworkPostgres() {
  static PrivatePostgres* const postgres = new PrivatePostgres();
  static const struct Ender {
    ~Ender() { delete postgres; }
  } ender;
  return *postgres;
}

// What a change says, by the numbers of its facts.
inline std::vector<events::NewEvent> EventsOf(const Change& change) {
  std::vector<events::NewEvent> events;
  for (const Fact& fact : change.facts) {
    events::NewEvent event;
    event.partition = change.next.partition;
    event.type = absl::StrCat("test.Fact", static_cast<int>(fact.kind));
    event.subject = absl::StrCat("cases/", change.next.number);
    event.time = fact.time;
    event.data = fact.id;
    events.push_back(event);
  }
  return events;
}

// These tests ask nobody; whoever does is told so.
class NobodyElse final : public Backends {
 public:
  absl::StatusOr<std::vector<ClaimedOrders>> ReadClaims(const std::vector<std::string>&, Deadline) override { return None(); }
  absl::StatusOr<std::vector<OrderFacts>> ReadOrders(const std::vector<std::string>&, Deadline) override { return None(); }
  absl::StatusOr<compensation::v1::Quotation> Quote(const QuoteQuestion&, Deadline) override { return None(); }
  absl::StatusOr<std::vector<QuotedOption>> ReadQuotations(const std::vector<std::string>&, Deadline) override { return None(); }
  StepOutcome Ask(const StepOrder&) override { return {}; }

 private:
  static absl::Status None() { return absl::UnavailableError("nobody else runs in this test"); }
};

// A schema of its own with casework's tables.
struct CaseworkDesk {
  CaseworkDesk() {
    static std::atomic<int> count{0};
    pg::PoolOptions options;
    options.connection = CaseworkPostgres().connection();
    options.schema = absl::StrCat("casework_", ++count);
    options.statements = ReadStatements();
    pool = std::make_unique<pg::Pool>(options);
    Must(pg::Migrate(options.connection, options.schema, pg::Concat({events::BaseMigrations(), casework::Migrations()})));
    Must(events::OpenLog(*pool, "casework").status());
    context = std::make_unique<Context>(Context{*pool, time, vault, CasePolicy(), scripts, others, &EventsOf, [](auto) {}});
  }

  template <class Result, class Body>
  absl::StatusOr<Result> Run(Body body) {
    absl::StatusOr<Result> result = absl::UnknownError("not run");
    const absl::Status status = pool->Transact([&](pqxx::work& transaction) {
      result = body(transaction);
      return result.status();
    });
    if (!status.ok()) return status;
    return result;
  }
  absl::StatusOr<CaseFile> Insert(const CaseFile& file) {
    return Run<CaseFile>([&](pqxx::work& work) { return InsertCase(work, vault, file, {Entry("CASE_OPENED")}); });
  }
  absl::StatusOr<CaseFile> Get(const std::string& number = kNumber) {
    return Run<CaseFile>([&](pqxx::work& work) { return GetCase(work, vault, number); });
  }
  absl::StatusOr<CaseFile> Update(const CaseFile& seen, const CaseFile& next) {
    return Run<CaseFile>([&](pqxx::work& work) { return UpdateCase(work, vault, seen, next, {Entry("CHANGED")}); });
  }
  AuditReport Verify(const std::string& number = "") {
    return Run<AuditReport>([&](pqxx::work& work) { return VerifyAudit(work, vault, number); }).value();
  }
  absl::Status Exec(const std::string& sql) {
    return pool->Transact([&](pqxx::work& transaction) {
      transaction.exec(sql);
      return absl::OkStatus();
    });
  }
  std::string Ask(const std::string& sql) {
    std::string answer;
    Must(pool->Read([&](pqxx::transaction_base& transaction) {
      answer = transaction.exec(sql)[0][0].c_str();
      return absl::OkStatus();
    }));
    return answer;
  }

  static AuditDraft Entry(const std::string& what, const std::string& why = "客户来电 \"急\" \\ '{x}'") {
    AuditDraft draft;
    draft.time = kNow;
    draft.actor = "agents/a-li";
    draft.what = what;
    draft.why = why;
    return draft;
  }

  std::unique_ptr<pg::Pool> pool;
  SteppedTimeSource time{kNow};
  const vault::KeyRing ring = vault::KeyRing::Ephemeral();
  const Vaulting vault{ring};
  ScriptLibrary scripts;
  NobodyElse others;
  std::unique_ptr<Context> context;
};

inline CaseFile NewCase(const std::string& number = kNumber) {
  CaseFile file;
  file.number = number;
  file.partition = 7;
  file.complaints = {number};
  file.tag = {"LOGISTICS", "LOST"};
  file.severity = Severity::kUrgent;
  file.channel = 1;
  file.vip_level = 2;
  file.customer = std::string(32, 'f');
  file.received_time = kNow - absl::Minutes(5);
  file.open_time = kNow;
  return file;
}

inline PlanStep RemedyStep() {
  PlanStep step;
  step.kind = StepKind::kRemedy;
  step.owner = "a-li";
  step.due_time = kNow + absl::Hours(24);
  step.quotation = "quotations/q-1";
  step.option = "1";
  step.description = "全额退款，原路返回";
  return step;
}

inline Plan RefundPlan(int number = 1) {
  QuotedOption option;
  option.quotation = "quotations/q-1";
  option.option = "1";
  option.quotation_hash = std::string(64, 'a');
  option.case_number = kNumber;
  option.amount = {120'00, Currency::Cny()};
  option.expire_time = kNow + absl::Hours(24 * 7);
  PlanDraft draft;
  draft.case_number = kNumber;
  draft.number = number;
  draft.proposer = "a-li";
  draft.steps = {RemedyStep()};
  draft.quoted = {option};
  return Propose(draft, AuthorityBands(), casework::OfferPolicy(), kNow).value();
}

// One of everything, as far on as it goes.
inline CaseFile FullCase() {
  CaseFile file = NewCase();
  file.state = CaseState::kClosed;
  file.complaints.push_back("261122-00012399-55");
  file.tag_confirmed = file.media = file.manager_escalated = true;
  file.signals = {{"emotion", "upset"}, {"escalation_risk", "media"}};
  file.owner = "a-li";
  for (CheckItem& item : file.checklist) {
    item = {item.kind, CheckResult::kContradicted, "{\"quote\", NULL}", "agents/a-li", kNow};
  }
  const AskingPolicy policy;
  EvidenceRequest asked = AskEvidence({Party::kSeller, "有库存吗？", "没有库存", {}}, 1, file.severity, policy, kNow).value();
  file.evidence_requests = {Answer(asked, "有", kNow + absl::Hours(1)).value()};
  const Task task = AssignTask({Department::kHr, "hr-7", "核实", {}}, 1, file.severity, policy, kNow).value();
  file.tasks = {MarkOverdue(task, task.due_time).value()};
  file.plans = {RefundPlan(1), RefundPlan(2)};
  file.plans[0].answer = PlanAnswer::kDeclined;
  file.plans[0].answer_time = kNow;
  file.plans[1].steps[0].state = StepState::kDone;
  file.plans[1].steps[0].effect = "grants/g-1";
  file.plans[1].steps[0].result_reference = "RF-1";
  file.plans[1].steps[0].done_time = kNow;
  const Approval approval = AskApproval(file.plans[1], 1, file.severity, ApprovalPolicy(), kNow);
  file.approvals = {Decide(approval, {"a-sun", Authority::kSupervisor, {}}, {approval.plan_hash, true, ""}, kNow).value()};
  file.callbacks = {{0, 1, CallbackOutcome::kNotReached, "a-li", kNow}, {0, 2, CallbackOutcome::kSatisfied, "a-li", kNow}};
  Closing closing;
  closing.finding = Finding::kSubstantiated;
  closing.responsible_party = Party::kCarrier;
  closing.root_cause = "PARCEL_LOST";
  closing.remedy_sought = "REFUND";
  closing.remedies_granted = {RemedyKind::kRefund, RemedyKind::kCoupon};
  closing.closed_by = "agents/a-li";
  closing.review_due = true;
  closing.number = 2;
  file.closing = closing;
  file.reopen_count = 1;
  file.survey_reopened = true;
  file.execute_time = kNow;
  file.close_time = kNow + absl::Hours(1);
  return file;
}

}  // namespace redress::test
