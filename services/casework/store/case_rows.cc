#include "services/casework/store/rows.h"

#include <utility>

#include "libs/pg/arrays.h"

namespace redress::casework {
namespace {

constexpr Column kKeyColumns[] = {{"case_number", "text"}, {"wrapped", "bytea"}};
constexpr Column kComplaintColumns[] = {{"case_number", "text"}, {"complaint", "text"}};
constexpr Column kAbsorbedColumns[] = {{"merged_into", "text"}, {"case_number", "text"}};
constexpr Column kCaseColumns[] = {
    {"case_number", "text"},
    {"partition", "smallint"},
    {"state", "text"},
    {"waiting_from", "text"},
    {"merged_from", "text"},
    {"tag_l1", "text"},
    {"tag_l2", "text"},
    {"tag_confirmed", "boolean"},
    {"severity", "smallint"},
    {"channel", "smallint"},
    {"vip_level", "smallint"},
    {"customer", "text"},
    {"signals", "text[]"},
    {"media", "boolean"},
    {"manager_escalated", "boolean"},
    {"owner", "text"},
    {"merged_into", "text"},
    {"reopen_count", "integer"},
    {"received_us", "bigint"},
    {"open_us", "bigint"},
    {"execute_us", "bigint"},
    {"close_us", "bigint"},
    {"finding", "text"},
    {"responsible_party", "text"},
    {"root_cause", "text"},
    {"remedy_sought", "text"},
    {"remedies_granted", "text[]"},
    {"rejection_reason", "bytea"},
    {"closed_by", "text"},
    {"review_due", "boolean"},
    {"version", "bigint"},
    {"audit_sequence", "bigint"},
    {"audit_hash", "text"},
    {"closing_number", "integer"},
    {"survey_reopened", "boolean"},
};
constexpr Column kCheckColumns[] = {
    {"case_number", "text"}, {"kind", "text"},       {"result", "text"},
    {"finding", "bytea"},    {"checked_by", "text"}, {"check_us", "bigint"},
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

const CaseSeal::Place kRejection = {"case_file.rejection_reason", ""};

CaseSeal::Place FindingOf(const CheckItem& item) {
  return {"check_item.finding", std::string(Word(item.kind))};
}

template <class E>
absl::string_view WordOrNothing(const absl::optional<E>& value) {
  return value.has_value() ? Word(*value) : absl::string_view();
}

void AddClosing(Cells* cells, const Closing& closing, const CaseSeal& seal) {
  std::vector<std::string> granted;
  for (const RemedyKind kind : closing.remedies_granted) granted.emplace_back(Word(kind));
  cells->TextOrNull(WordOrNothing(closing.finding)).TextOrNull(WordOrNothing(closing.responsible_party));
  cells->Text(closing.root_cause).Text(closing.remedy_sought).Texts(granted);
  cells->Bytes(seal.Seal(kRejection, closing.rejection_reason));
  cells->Text(closing.closed_by).Flag(closing.review_due);
}

absl::optional<Closing> ReadClosing(RowReader* reader, const CaseSeal& seal) {
  Closing closing;
  closing.finding = reader->OfOrNothing<Finding>();
  closing.responsible_party = reader->OfOrNothing<Party>();
  closing.root_cause = reader->Text();
  closing.remedy_sought = reader->Text();
  for (const std::string& word : pg::ParseTextArray(reader->Text())) {
    closing.remedies_granted.push_back(ValueOf<RemedyKind>(word).value());
  }
  closing.rejection_reason = reader->Words(seal, kRejection);
  closing.closed_by = reader->Text();
  closing.review_due = reader->Flag();
  if (closing.closed_by.empty()) return absl::nullopt;
  return closing;
}

}  // namespace

const Table kKeyTable = {"case_key", 1, "'{}'", kKeyColumns};
const Table kComplaintTable = {"case_complaint", 1, "ARRAY[position]", kComplaintColumns};
const Table kAbsorbedTable = {"case_file", 1, "'{}'", kAbsorbedColumns};
const Table kCaseTable = {"case_file", 1, "'{}'", kCaseColumns};
const Table kCheckTable = {"check_item", 2, "'{}'", kCheckColumns};
const Table kCallbackTable = {"callback", 3, "ARRAY[round, attempt]", kCallbackColumns};
const Table kTimerTable = {"timer", 3, "'{}'", kTimerColumns};
const Table kAuditTable = {"audit", 2, "'{}'", kAuditColumns};

Cells CellsOfKey(const std::string& number, const std::string& wrapped) {
  Cells cells;
  return cells.Text(number).Bytes(wrapped);
}

std::string KeyOf(const Row& row) {
  RowReader reader(row);
  reader.Text();
  return reader.Bytes();
}

Cells CellsOf(const CaseFile& file, const CaseSeal& seal) {
  Cells cells;
  cells.Text(file.number).Number(file.partition).Text(Word(file.state)).Text(Word(file.waiting_from));
  cells.Text(Word(file.merged_from)).Text(file.tag.l1).Text(file.tag.l2).Flag(file.tag_confirmed);
  cells.Number(static_cast<int>(file.severity)).Number(file.channel).Number(file.vip_level).Text(file.customer);
  std::vector<std::string> signals;
  for (const Signal& signal : file.signals) signals.push_back(TextOf(signal));
  cells.Texts(signals).Flag(file.media).Flag(file.manager_escalated).Text(file.owner).TextOrNull(file.merged_into);
  cells.Number(file.reopen_count).Time(file.received_time).Time(file.open_time).Time(file.execute_time).Time(file.close_time);
  AddClosing(&cells, file.closing.value_or(Closing()), seal);
  cells.Number(file.version).Number(file.audit.sequence).Text(file.audit.hash);
  cells.Number(file.closing.has_value() ? file.closing->number : 0).Flag(file.survey_reopened);
  return cells;
}

absl::StatusOr<CaseFile> CaseOf(const Row& row, const CaseSeal& seal) {
  RowReader reader(row);
  CaseFile file;
  file.number = reader.Text();
  file.partition = reader.Number();
  file.state = reader.Of<CaseState>();
  file.waiting_from = reader.Of<CaseState>();
  file.merged_from = reader.Of<CaseState>();
  file.tag.l1 = reader.Text();
  file.tag.l2 = reader.Text();
  file.tag_confirmed = reader.Flag();
  file.severity = static_cast<Severity>(reader.Number());
  file.channel = reader.Number();
  file.vip_level = reader.Number();
  file.customer = reader.Text();
  for (const std::string& text : pg::ParseTextArray(reader.Text())) file.signals.push_back(SignalOf(text));
  file.media = reader.Flag();
  file.manager_escalated = reader.Flag();
  file.owner = reader.Text();
  file.merged_into = reader.Text();
  file.reopen_count = reader.Number();
  file.received_time = reader.Time();
  file.open_time = reader.Time();
  file.execute_time = reader.TimeOrNothing();
  file.close_time = reader.TimeOrNothing();
  file.closing = ReadClosing(&reader, seal);
  file.version = reader.Number<int64_t>();
  file.audit.sequence = reader.Number<int64_t>();
  file.audit.hash = reader.Text();
  const int closing_number = reader.Number();
  if (file.closing.has_value()) file.closing->number = closing_number;
  file.survey_reopened = reader.Flag();
  return reader.Done(std::move(file));
}

Cells CellsOf(const std::string& number, const CheckItem& item, const CaseSeal& seal) {
  Cells cells;
  cells.Text(number).Text(Word(item.kind)).Text(Word(item.result)).Bytes(seal.Seal(FindingOf(item), item.finding));
  return cells.Text(item.checked_by).Time(item.check_time);
}

absl::StatusOr<CheckItem> CheckOf(const Row& row, const CaseSeal& seal) {
  RowReader reader(row);
  reader.Text();
  CheckItem item;
  item.kind = reader.Of<CheckKind>();
  item.result = reader.Of<CheckResult>();
  item.finding = reader.Words(seal, FindingOf(item));
  item.checked_by = reader.Text();
  item.check_time = reader.TimeOrNothing();
  return reader.Done(std::move(item));
}

Cells CellsOf(const std::string& number, const Callback& callback) {
  Cells cells;
  cells.Text(number).Number(callback.round).Number(callback.attempt).Text(Word(callback.outcome)).Text(callback.agent);
  return cells.Time(callback.call_time);
}

absl::StatusOr<Callback> CallbackOf(const Row& row, const CaseSeal&) {
  RowReader reader(row);
  reader.Text();
  Callback callback;
  callback.round = reader.Number();
  callback.attempt = reader.Number();
  callback.outcome = reader.Of<CallbackOutcome>();
  callback.agent = reader.Text();
  callback.call_time = reader.Time();
  return reader.Done(std::move(callback));
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
