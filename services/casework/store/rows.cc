#include "services/casework/store/rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/pg/arrays.h"

namespace redress::casework {
namespace {

constexpr Column kCaseColumns[] = {
    {"case_number", "text"},      {"partition", "smallint"},        {"state", "text"},
    {"waiting_from", "text"},     {"merged_from", "text"},          {"tag_l1", "text"},
    {"tag_l2", "text"},           {"tag_confirmed", "boolean"},     {"severity", "smallint"},
    {"channel", "smallint"},      {"vip_level", "smallint"},        {"customer", "text"},
    {"media", "boolean"},         {"manager_escalated", "boolean"}, {"owner", "text"},
    {"merged_into", "text"},      {"reopen_count", "integer"},      {"received_us", "bigint"},
    {"open_us", "bigint"},        {"execute_us", "bigint"},         {"close_us", "bigint"},
    {"finding", "text"},          {"responsible_party", "text"},    {"root_cause", "text"},
    {"remedy_sought", "text"},    {"remedies_granted", "text[]"},   {"rejection_reason", "text"},
    {"closed_by", "text"},        {"review_due", "boolean"},        {"version", "bigint"},
    {"audit_sequence", "bigint"}, {"audit_hash", "text"},
};
constexpr Column kCheckColumns[] = {
    {"case_number", "text"}, {"kind", "text"},       {"result", "text"},
    {"finding", "text"},     {"checked_by", "text"}, {"check_us", "bigint"},
};
constexpr Column kEvidenceColumns[] = {
    {"case_number", "text"},  {"request", "text"},  {"party", "text"}, {"question", "text"}, {"default_on_silence", "text"},
    {"request_us", "bigint"}, {"due_us", "bigint"}, {"state", "text"}, {"answer", "text"},   {"end_us", "bigint"},
};
constexpr Column kTaskColumns[] = {
    {"case_number", "text"}, {"task", "text"},     {"department", "text"}, {"contact", "text"}, {"request", "text"},
    {"assign_us", "bigint"}, {"due_us", "bigint"}, {"overdue", "boolean"}, {"answer", "text"},  {"answer_us", "bigint"},
};
constexpr Column kPlanColumns[] = {
    {"case_number", "text"},     {"plan", "integer"},          {"proposer", "text"},           {"hash", "text"},
    {"total_minor", "bigint[]"}, {"total_currency", "text[]"}, {"required_authority", "text"}, {"answer", "text"},
    {"propose_us", "bigint"},    {"answer_us", "bigint"},
};
constexpr Column kStepColumns[] = {
    {"case_number", "text"},    {"plan", "integer"},          {"position", "smallint"}, {"kind", "text"},
    {"owner", "text"},          {"due_us", "bigint"},         {"quotation", "text"},    {"option", "text"},
    {"description", "text"},    {"subject", "text"},          {"detail", "text"},       {"remedy", "text"},
    {"amount_minor", "bigint"}, {"currency", "text"},         {"state", "text"},        {"effect", "text"},
    {"failure_reason", "text"}, {"result_reference", "text"}, {"done_us", "bigint"},
};
constexpr Column kApprovalColumns[] = {
    {"case_number", "text"},  {"approval", "text"},    {"plan_hash", "text"}, {"proposer", "text"}, {"required", "text"},
    {"state", "text"},        {"approver", "text"},    {"delegator", "text"}, {"used", "text"},     {"reason", "text"},
    {"request_us", "bigint"}, {"expire_us", "bigint"}, {"end_us", "bigint"},
};
constexpr Column kCallbackColumns[] = {
    {"case_number", "text"}, {"round", "integer"}, {"attempt", "smallint"},
    {"outcome", "text"},     {"agent", "text"},    {"call_us", "bigint"},
};
constexpr Column kTimerColumns[] = {{"case_number", "text"}, {"kind", "text"}, {"id", "text"}, {"due_us", "bigint"}};
constexpr Column kAuditColumns[] = {
    {"case_number", "text"}, {"sequence", "bigint"}, {"audit_us", "bigint"},
    {"actor", "text"},       {"what", "text"},       {"from_word", "text"},
    {"to_word", "text"},     {"why_hash", "text"},   {"shown_to_customer", "boolean"},
    {"hash", "text"},
};

// Reads the cells of a row from left to right. The schema's CHECKs see to it that every word is one.
class Reader {
 public:
  explicit Reader(const pqxx::row& row) : row_(row) {}
  std::string Text() { return Next().c_str(); }
  template <class Number>
  Number As() {
    return Next().as<Number>();
  }
  template <class E>
  E Of() {
    return ValueOf<E>(Next().c_str()).value();
  }
  template <class E>
  absl::optional<E> OfOrNothing() {
    return ValueOf<E>(Next().c_str());
  }
  BusinessTime Time() { return BusinessTime::FromUnixMicros(As<int64_t>()); }
  absl::optional<BusinessTime> TimeOrNothing() {
    const pqxx::field field = Next();
    if (field.is_null()) return absl::nullopt;
    return BusinessTime::FromUnixMicros(field.as<int64_t>());
  }

 private:
  pqxx::field Next() { return row_[at_++]; }
  const pqxx::row& row_;
  pqxx::row::size_type at_ = 0;
};

Currency CurrencyOf(const std::string& code) {
  return Currency::Parse(code).value_or(Currency());
}

template <class E>
absl::string_view WordOrNothing(const absl::optional<E>& value) {
  return value.has_value() ? Word(*value) : absl::string_view();
}

void AddClosing(Cells* cells, const Closing& closing) {
  std::vector<std::string> granted;
  for (const RemedyKind kind : closing.remedies_granted) granted.emplace_back(Word(kind));
  cells->TextOrNull(WordOrNothing(closing.finding)).TextOrNull(WordOrNothing(closing.responsible_party));
  cells->Text(closing.root_cause).Text(closing.remedy_sought).Texts(granted).Text(closing.rejection_reason);
  cells->Text(closing.closed_by).Flag(closing.review_due);
}

absl::optional<Closing> ReadClosing(Reader* reader) {
  Closing closing;
  closing.finding = reader->OfOrNothing<Finding>();
  closing.responsible_party = reader->OfOrNothing<Party>();
  closing.root_cause = reader->Text();
  closing.remedy_sought = reader->Text();
  for (const std::string& word : pg::ParseTextArray(reader->Text())) {
    closing.remedies_granted.push_back(ValueOf<RemedyKind>(word).value());
  }
  closing.rejection_reason = reader->Text();
  closing.closed_by = reader->Text();
  closing.review_due = reader->As<bool>();
  if (closing.closed_by.empty()) return absl::nullopt;
  return closing;
}

}  // namespace

const Table kCaseTable = {"case_file", 1, "case_number", kCaseColumns};
const Table kCheckTable = {"check_item", 2, "kind", kCheckColumns};
const Table kEvidenceTable = {"evidence_request", 2, "length(request), request", kEvidenceColumns};
const Table kTaskTable = {"task", 2, "length(task), task", kTaskColumns};
const Table kPlanTable = {"plan", 2, "plan", kPlanColumns};
const Table kStepTable = {"step", 3, "plan, position", kStepColumns};
const Table kApprovalTable = {"approval", 2, "length(approval), approval", kApprovalColumns};
const Table kCallbackTable = {"callback", 3, "round, attempt", kCallbackColumns};
const Table kTimerTable = {"timer", 3, "due_us, kind, id", kTimerColumns};
const Table kAuditTable = {"audit", 2, "sequence", kAuditColumns};

Cells CellsOf(const CaseFile& file) {
  Cells cells;
  cells.Text(file.number).Number(file.partition).Text(Word(file.state)).Text(Word(file.waiting_from));
  cells.Text(Word(file.merged_from)).Text(file.tag.l1).Text(file.tag.l2).Flag(file.tag_confirmed);
  cells.Number(static_cast<int>(file.severity)).Number(file.channel).Number(file.vip_level).Text(file.customer);
  cells.Flag(file.media).Flag(file.manager_escalated).Text(file.owner).TextOrNull(file.merged_into);
  cells.Number(file.reopen_count).Time(file.received_time).Time(file.open_time).Time(file.execute_time).Time(file.close_time);
  AddClosing(&cells, file.closing.value_or(Closing()));
  cells.Number(file.version).Number(file.audit.sequence).Text(file.audit.hash);
  return cells;
}

CaseFile CaseOf(const pqxx::row& row) {
  Reader reader(row);
  CaseFile file;
  file.number = reader.Text();
  file.partition = reader.As<int>();
  file.state = reader.Of<CaseState>();
  file.waiting_from = reader.Of<CaseState>();
  file.merged_from = reader.Of<CaseState>();
  file.tag.l1 = reader.Text();
  file.tag.l2 = reader.Text();
  file.tag_confirmed = reader.As<bool>();
  file.severity = static_cast<Severity>(reader.As<int>());
  file.channel = reader.As<int>();
  file.vip_level = reader.As<int>();
  file.customer = reader.Text();
  file.media = reader.As<bool>();
  file.manager_escalated = reader.As<bool>();
  file.owner = reader.Text();
  file.merged_into = reader.Text();
  file.reopen_count = reader.As<int>();
  file.received_time = reader.Time();
  file.open_time = reader.Time();
  file.execute_time = reader.TimeOrNothing();
  file.close_time = reader.TimeOrNothing();
  file.closing = ReadClosing(&reader);
  file.version = reader.As<int64_t>();
  file.audit.sequence = reader.As<int64_t>();
  file.audit.hash = reader.Text();
  return file;
}

Cells CellsOf(const std::string& number, const CheckItem& item) {
  Cells cells;
  cells.Text(number).Text(Word(item.kind)).Text(Word(item.result)).Text(item.finding).Text(item.checked_by);
  return cells.Time(item.check_time);
}

CheckItem CheckOf(const pqxx::row& row) {
  Reader reader(row);
  reader.Text();
  CheckItem item;
  item.kind = reader.Of<CheckKind>();
  item.result = reader.Of<CheckResult>();
  item.finding = reader.Text();
  item.checked_by = reader.Text();
  item.check_time = reader.TimeOrNothing();
  return item;
}

Cells CellsOf(const std::string& number, const EvidenceRequest& request) {
  Cells cells;
  cells.Text(number).Text(request.id).Text(Word(request.party)).Text(request.question).Text(request.default_on_silence);
  cells.Time(request.request_time).Time(request.due_time).Text(Word(request.state)).Text(request.answer);
  return cells.Time(request.end_time);
}

EvidenceRequest EvidenceOf(const pqxx::row& row) {
  Reader reader(row);
  reader.Text();
  EvidenceRequest request;
  request.id = reader.Text();
  request.party = reader.Of<Party>();
  request.question = reader.Text();
  request.default_on_silence = reader.Text();
  request.request_time = reader.Time();
  request.due_time = reader.Time();
  request.state = reader.Of<EvidenceState>();
  request.answer = reader.Text();
  request.end_time = reader.TimeOrNothing();
  return request;
}

Cells CellsOf(const std::string& number, const Task& task) {
  Cells cells;
  cells.Text(number).Text(task.id).Text(Word(task.department)).Text(task.contact).Text(task.request);
  return cells.Time(task.assign_time).Time(task.due_time).Flag(task.overdue).Text(task.answer).Time(task.answer_time);
}

Task TaskOf(const pqxx::row& row) {
  Reader reader(row);
  reader.Text();
  Task task;
  task.id = reader.Text();
  task.department = reader.Of<Department>();
  task.contact = reader.Text();
  task.request = reader.Text();
  task.assign_time = reader.Time();
  task.due_time = reader.Time();
  task.overdue = reader.As<bool>();
  task.answer = reader.Text();
  task.answer_time = reader.TimeOrNothing();
  return task;
}

Cells CellsOf(const std::string& number, const Plan& plan) {
  std::vector<int64_t> minor;
  std::vector<std::string> currencies;
  for (const Money& total : plan.totals) minor.push_back(total.minor), currencies.emplace_back(total.currency.code());
  Cells cells;
  cells.Text(number).Number(plan.number).Text(plan.proposer).Text(plan.hash).Numbers(minor).Texts(currencies);
  return cells.Text(Word(plan.required_authority)).Text(Word(plan.answer)).Time(plan.propose_time).Time(plan.answer_time);
}

Plan PlanOf(const pqxx::row& row) {
  Reader reader(row);
  reader.Text();
  Plan plan;
  plan.number = reader.As<int>();
  plan.proposer = reader.Text();
  plan.hash = reader.Text();
  const std::vector<int64_t> minor = pg::ParseIntArray(reader.Text());
  const std::vector<std::string> currencies = pg::ParseTextArray(reader.Text());
  for (size_t i = 0; i < minor.size(); ++i) plan.totals.push_back({minor[i], CurrencyOf(currencies[i])});
  plan.required_authority = reader.Of<Authority>();
  plan.answer = reader.Of<PlanAnswer>();
  plan.propose_time = reader.Time();
  plan.answer_time = reader.TimeOrNothing();
  return plan;
}

Cells CellsOf(const std::string& number, int plan, int position, const PlanStep& step) {
  Cells cells;
  cells.Text(number).Number(plan).Number(position).Text(Word(step.kind)).Text(step.owner).Time(step.due_time);
  cells.Text(step.quotation).Text(step.option).Text(step.description).Text(step.subject).Text(step.detail);
  cells.Text(Word(step.remedy)).Number(step.amount.minor).Text(step.amount.currency.code()).Text(Word(step.state));
  return cells.Text(step.effect).Text(step.failure_reason).Text(step.result_reference).Time(step.done_time);
}

PlanStep StepOf(const pqxx::row& row) {
  Reader reader(row);
  reader.Text();
  reader.As<int>();
  PlanStep step;
  step.id = absl::StrCat("s", reader.As<int>());
  step.kind = reader.Of<StepKind>();
  step.owner = reader.Text();
  step.due_time = reader.Time();
  step.quotation = reader.Text();
  step.option = reader.Text();
  step.description = reader.Text();
  step.subject = reader.Text();
  step.detail = reader.Text();
  step.remedy = reader.Of<RemedyKind>();
  step.amount.minor = reader.As<int64_t>();
  step.amount.currency = CurrencyOf(reader.Text());
  step.state = reader.Of<StepState>();
  step.effect = reader.Text();
  step.failure_reason = reader.Text();
  step.result_reference = reader.Text();
  step.done_time = reader.TimeOrNothing();
  return step;
}

int PlanOfStep(const pqxx::row& row) {
  return row[1].as<int>();
}

Cells CellsOf(const std::string& number, const Approval& approval) {
  Cells cells;
  cells.Text(number).Text(approval.id).Text(approval.plan_hash).Text(approval.proposer).Text(Word(approval.required));
  cells.Text(Word(approval.state)).Text(approval.approver).Text(approval.delegator).Text(Word(approval.used));
  return cells.Text(approval.reason).Time(approval.request_time).Time(approval.expire_time).Time(approval.end_time);
}

Approval ApprovalOf(const pqxx::row& row) {
  Reader reader(row);
  reader.Text();
  Approval approval;
  approval.id = reader.Text();
  approval.plan_hash = reader.Text();
  approval.proposer = reader.Text();
  approval.required = reader.Of<Authority>();
  approval.state = reader.Of<ApprovalState>();
  approval.approver = reader.Text();
  approval.delegator = reader.Text();
  approval.used = reader.Of<Authority>();
  approval.reason = reader.Text();
  approval.request_time = reader.Time();
  approval.expire_time = reader.Time();
  approval.end_time = reader.TimeOrNothing();
  return approval;
}

Cells CellsOf(const std::string& number, const Callback& callback) {
  Cells cells;
  cells.Text(number).Number(callback.round).Number(callback.attempt).Text(Word(callback.outcome)).Text(callback.agent);
  return cells.Time(callback.call_time);
}

Callback CallbackOf(const pqxx::row& row) {
  Reader reader(row);
  reader.Text();
  Callback callback;
  callback.round = reader.As<int>();
  callback.attempt = reader.As<int>();
  callback.outcome = reader.Of<CallbackOutcome>();
  callback.agent = reader.Text();
  callback.call_time = reader.Time();
  return callback;
}

Cells CellsOf(const std::string& number, const Timer& timer) {
  Cells cells;
  return cells.Text(number).Text(Word(timer.kind)).Text(timer.id).Time(timer.due_time);
}

Cells CellsOf(const std::string& number, const AuditEntry& entry) {
  const AuditDraft& draft = entry.draft;
  Cells cells;
  cells.Text(number).Number(entry.sequence).Time(draft.time).Text(draft.actor).Text(draft.what).Text(draft.from);
  return cells.Text(draft.to).Text(entry.why_hash).Flag(draft.shown_to_customer).Text(entry.hash);
}

}  // namespace redress::casework
