#include "services/casework/store/rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/pg/arrays.h"

namespace redress::casework {
namespace {

constexpr Column kEvidenceColumns[] = {
    {"case_number", "text"},  {"request", "text"},  {"party", "text"}, {"question", "bytea"}, {"default_on_silence", "bytea"},
    {"request_us", "bigint"}, {"due_us", "bigint"}, {"state", "text"}, {"answer", "bytea"},   {"end_us", "bigint"},
};
constexpr Column kTaskColumns[] = {
    {"case_number", "text"}, {"task", "text"},     {"department", "text"}, {"contact", "text"}, {"request", "bytea"},
    {"assign_us", "bigint"}, {"due_us", "bigint"}, {"overdue", "boolean"}, {"answer", "bytea"}, {"answer_us", "bigint"},
};
constexpr Column kPlanColumns[] = {
    {"case_number", "text"},     {"plan", "integer"},          {"proposer", "text"},           {"hash", "text"},
    {"total_minor", "bigint[]"}, {"total_currency", "text[]"}, {"required_authority", "text"}, {"answer", "text"},
    {"propose_us", "bigint"},    {"expire_us", "bigint"},      {"answer_us", "bigint"},
};
// The tables let nobody change what was promised, and sealed anew the same words are other bytes: they are written once.
constexpr Column kStepColumns[] = {
    {"case_number", "text"},    {"plan", "integer"},        {"position", "smallint"},
    {"kind", "text"},           {"owner", "text"},          {"due_us", "bigint"},
    {"quotation", "text"},      {"option", "text"},         {"description", "bytea", Written::kOnce},
    {"subject", "text"},        {"detail", "text"},         {"remedy", "text"},
    {"amount_minor", "bigint"}, {"currency", "text"},       {"state", "text"},
    {"effect", "text"},         {"failure_reason", "text"}, {"result_reference", "text"},
    {"done_us", "bigint"},
};
constexpr Column kApprovalColumns[] = {
    {"case_number", "text"},  {"approval", "text"},    {"plan_hash", "text"}, {"proposer", "text"}, {"required", "text"},
    {"state", "text"},        {"approver", "text"},    {"delegator", "text"}, {"used", "text"},     {"reason", "bytea"},
    {"request_us", "bigint"}, {"expire_us", "bigint"}, {"end_us", "bigint"},
};

CaseSeal::Place QuestionOf(const EvidenceRequest& request) {
  return {"evidence_request.question", request.id};
}
CaseSeal::Place DefaultOf(const EvidenceRequest& request) {
  return {"evidence_request.default_on_silence", request.id};
}
CaseSeal::Place AnswerOf(const EvidenceRequest& request) {
  return {"evidence_request.answer", request.id};
}
CaseSeal::Place RequestOf(const Task& task) {
  return {"task.request", task.id};
}
CaseSeal::Place AnswerOf(const Task& task) {
  return {"task.answer", task.id};
}
CaseSeal::Place DescriptionOf(const StepPlace& step) {
  return {"step.description", absl::StrCat(step.plan, "/", step.position)};
}
CaseSeal::Place ReasonOf(const Approval& approval) {
  return {"approval.reason", approval.id};
}

// Plans of before it was kept until when they can be accepted.
constexpr absl::Duration kStoodBefore = absl::Hours(24 * 7);

Currency CurrencyOf(const std::string& code) {
  return Currency::Parse(code).value_or(Currency());
}

}  // namespace

const Table kEvidenceTable = {"evidence_request", 2, "ARRAY[substr(request, 2)]", kEvidenceColumns};
const Table kTaskTable = {"task", 2, "ARRAY[substr(task, 2)]", kTaskColumns};
const Table kPlanTable = {"plan", 2, "ARRAY[plan]", kPlanColumns};
const Table kStepTable = {"step", 3, "ARRAY[plan, position]", kStepColumns};
const Table kApprovalTable = {"approval", 2, "ARRAY[substr(approval, 2)]", kApprovalColumns};

Cells CellsOf(const std::string& number, const EvidenceRequest& request, const CaseSeal& seal) {
  Cells cells;
  cells.Text(number).Text(request.id).Text(Word(request.party)).Bytes(seal.Seal(QuestionOf(request), request.question));
  cells.Bytes(seal.Seal(DefaultOf(request), request.default_on_silence));
  cells.Time(request.request_time).Time(request.due_time).Text(Word(request.state));
  return cells.Bytes(seal.Seal(AnswerOf(request), request.answer)).Time(request.end_time);
}

absl::StatusOr<EvidenceRequest> EvidenceOf(const Row& row, const CaseSeal& seal) {
  RowReader reader(row);
  reader.Text();
  EvidenceRequest request;
  request.id = reader.Text();
  request.party = reader.Of<Party>();
  request.question = reader.Words(seal, QuestionOf(request));
  request.default_on_silence = reader.Words(seal, DefaultOf(request));
  request.request_time = reader.Time();
  request.due_time = reader.Time();
  request.state = reader.Of<EvidenceState>();
  request.answer = reader.Words(seal, AnswerOf(request));
  request.end_time = reader.TimeOrNothing();
  return reader.Done(std::move(request));
}

Cells CellsOf(const std::string& number, const Task& task, const CaseSeal& seal) {
  Cells cells;
  cells.Text(number).Text(task.id).Text(Word(task.department)).Text(task.contact);
  cells.Bytes(seal.Seal(RequestOf(task), task.request)).Time(task.assign_time).Time(task.due_time).Flag(task.overdue);
  return cells.Bytes(seal.Seal(AnswerOf(task), task.answer)).Time(task.answer_time);
}

absl::StatusOr<Task> TaskOf(const Row& row, const CaseSeal& seal) {
  RowReader reader(row);
  reader.Text();
  Task task;
  task.id = reader.Text();
  task.department = reader.Of<Department>();
  task.contact = reader.Text();
  task.request = reader.Words(seal, RequestOf(task));
  task.assign_time = reader.Time();
  task.due_time = reader.Time();
  task.overdue = reader.Flag();
  task.answer = reader.Words(seal, AnswerOf(task));
  task.answer_time = reader.TimeOrNothing();
  return reader.Done(std::move(task));
}

Cells CellsOf(const std::string& number, const Plan& plan) {
  std::vector<int64_t> minor;
  std::vector<std::string> currencies;
  for (const Money& total : plan.totals) minor.push_back(total.minor), currencies.emplace_back(total.currency.code());
  Cells cells;
  cells.Text(number).Number(plan.number).Text(plan.proposer).Text(plan.hash).Numbers(minor).Texts(currencies);
  return cells.Text(Word(plan.required_authority))
      .Text(Word(plan.answer))
      .Time(plan.propose_time)
      .Time(plan.expire_time)
      .Time(plan.answer_time);
}

absl::StatusOr<Plan> PlanOf(const Row& row, const CaseSeal&) {
  RowReader reader(row);
  reader.Text();
  Plan plan;
  plan.number = reader.Number();
  plan.proposer = reader.Text();
  plan.hash = reader.Text();
  const std::vector<int64_t> minor = pg::ParseIntArray(reader.Text());
  const std::vector<std::string> currencies = pg::ParseTextArray(reader.Text());
  for (size_t i = 0; i < minor.size(); ++i) plan.totals.push_back({minor[i], CurrencyOf(currencies[i])});
  plan.required_authority = reader.Of<Authority>();
  plan.answer = reader.Of<PlanAnswer>();
  plan.propose_time = reader.Time();
  plan.expire_time = reader.TimeOrNothing().value_or(plan.propose_time + kStoodBefore);
  plan.answer_time = reader.TimeOrNothing();
  return reader.Done(std::move(plan));
}

Cells CellsOf(const std::string& number, StepPlace place, const PlanStep& step, const CaseSeal& seal) {
  Cells cells;
  cells.Text(number).Number(place.plan).Number(place.position).Text(Word(step.kind)).Text(step.owner).Time(step.due_time);
  cells.Text(step.quotation).Text(step.option).Bytes(seal.Seal(DescriptionOf(place), step.description));
  cells.Text(step.subject).Text(step.detail);
  cells.Text(Word(step.remedy)).Number(step.amount.minor).Text(step.amount.currency.code()).Text(Word(step.state));
  return cells.Text(step.effect).Text(step.failure_reason).Text(step.result_reference).Time(step.done_time);
}

absl::StatusOr<PlanStep> StepOf(const Row& row, const CaseSeal& seal) {
  RowReader reader(row);
  reader.Text();
  const StepPlace place = {reader.Number(), reader.Number()};
  PlanStep step;
  step.id = absl::StrCat("s", place.position);
  step.kind = reader.Of<StepKind>();
  step.owner = reader.Text();
  step.due_time = reader.Time();
  step.quotation = reader.Text();
  step.option = reader.Text();
  step.description = reader.Words(seal, DescriptionOf(place));
  step.subject = reader.Text();
  step.detail = reader.Text();
  step.remedy = reader.Of<RemedyKind>();
  step.amount.minor = reader.Number<int64_t>();
  step.amount.currency = CurrencyOf(reader.Text());
  step.state = reader.Of<StepState>();
  step.effect = reader.Text();
  step.failure_reason = reader.Text();
  step.result_reference = reader.Text();
  step.done_time = reader.TimeOrNothing();
  return reader.Done(std::move(step));
}

StepPlace PlaceOfStep(const Row& row) {
  RowReader reader(row);
  reader.Text();
  return {reader.Number(), reader.Number()};
}

Cells CellsOf(const std::string& number, const Approval& approval, const CaseSeal& seal) {
  Cells cells;
  cells.Text(number).Text(approval.id).Text(approval.plan_hash).Text(approval.proposer).Text(Word(approval.required));
  cells.Text(Word(approval.state)).Text(approval.approver).Text(approval.delegator).Text(Word(approval.used));
  cells.Bytes(seal.Seal(ReasonOf(approval), approval.reason));
  return cells.Time(approval.request_time).Time(approval.expire_time).Time(approval.end_time);
}

absl::StatusOr<Approval> ApprovalOf(const Row& row, const CaseSeal& seal) {
  RowReader reader(row);
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
  approval.reason = reader.Words(seal, ReasonOf(approval));
  approval.request_time = reader.Time();
  approval.expire_time = reader.Time();
  approval.end_time = reader.TimeOrNothing();
  return reader.Done(std::move(approval));
}

}  // namespace redress::casework
