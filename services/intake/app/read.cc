#include "services/intake/app/read.h"

#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/intake/domain/mask.h"
#include "services/intake/domain/names.h"

namespace redress::intake {
namespace {

absl::Status NotFound() {
  return Error(absl::StatusCode::kNotFound, "COMPLAINT_NOT_FOUND", "there is no such complaint");
}

absl::StatusOr<absl::flat_hash_map<int64_t, Complaint>> LoadByNumber(ComplaintReader& reader, const Vaulting& vaulting,
                                                                     const std::vector<int64_t>& numbers) {
  absl::flat_hash_map<int64_t, Complaint> complaints;
  ASSIGN_OR_RETURN(const std::vector<ComplaintRow> rows, reader.Read(numbers));
  ASSIGN_OR_RETURN(const std::vector<EvidenceRow> evidence, reader.ReadEvidence(numbers));
  absl::flat_hash_map<int64_t, const ComplaintRow*> by_number;
  for (const ComplaintRow& row : rows) {
    by_number[row.facts.number] = &row;
    ASSIGN_OR_RETURN(Complaint complaint, vaulting.OpenComplaint(row));
    complaints.emplace(row.facts.number, std::move(complaint));
  }
  for (const EvidenceRow& row : evidence) {
    const auto complaint = by_number.find(row.number);
    if (complaint == by_number.end() || complaint->second->wrapped_key.empty()) continue;
    ASSIGN_OR_RETURN(const vault::DataKey key, vaulting.KeyOf(*complaint->second));
    ASSIGN_OR_RETURN(Evidence opened, vaulting.OpenEvidence(key, row));
    complaints.at(row.number).evidence.push_back(std::move(opened));
  }
  return complaints;
}

}  // namespace

absl::StatusOr<Complaint> FormerAnswers::Of(int64_t number) const {
  if (!status.ok()) return status;
  const auto found = complaints.find(number);
  if (found == complaints.end()) return NotFound();
  return found->second;
}

FormerAnswers ReadFormer(ComplaintReader& reader, const Vaulting& vaulting, const std::vector<int64_t>& numbers) {
  FormerAnswers answers;
  if (numbers.empty()) return answers;
  auto complaints = LoadByNumber(reader, vaulting, numbers);
  answers.status = complaints.status();
  if (!complaints.ok()) return answers;
  answers.complaints = *std::move(complaints);
  for (auto& [number, complaint] : answers.complaints) MaskComplaint(complaint);
  return answers;
}

absl::StatusOr<ComplaintRow> ComplaintReads::Find(const Reader& reader, const ComplaintNumber& number) {
  ASSIGN_OR_RETURN(std::vector<ComplaintRow> rows, reader_.Read({ToStored(number)}));
  if (rows.empty() || !MaySee(reader, rows.front().facts.submitter)) return NotFound();
  return std::move(rows.front());
}

absl::StatusOr<Complaint> ComplaintReads::Get(const Reader& reader, const ComplaintNumber& number, const FullView& view) {
  RETURN_IF_ERROR(CheckFullView(reader, view));
  ASSIGN_OR_RETURN(std::vector<Complaint> complaints, Load({ToStored(number)}));
  if (complaints.empty() || !MaySee(reader, complaints.front().submitter)) return NotFound();
  RETURN_IF_ERROR(Record(reader, view, {ToStored(number)}));
  if (!view.wanted) MaskComplaint(complaints.front());
  return std::move(complaints.front());
}

absl::StatusOr<Page<Complaint, ListPosition>> ComplaintReads::List(const Reader& reader, const ListQuery& query,
                                                                   absl::optional<ListPosition> below, int limit) {
  ListSpec spec;
  if (query.channel.has_value()) spec.channel = static_cast<int>(*query.channel);
  if (query.case_number.has_value()) spec.case_number = ToStored(*query.case_number);
  spec.customer = vaulting_.CustomerIndex(query.customer);
  spec.order_index = vaulting_.OrderIndex(query.order);
  spec.submitter = reader.own_only ? reader.subject : "";
  spec.received_from = query.received_from;
  spec.received_before = query.received_before;
  spec.below = below;
  spec.limit = limit;
  ASSIGN_OR_RETURN(const ListPage page, reader_.List(spec));
  Page<Complaint, ListPosition> result;
  result.next = page.next;
  ASSIGN_OR_RETURN(result.items, Load(page.numbers));
  for (Complaint& complaint : result.items) MaskComplaint(complaint);
  return result;
}

absl::StatusOr<Page<Contact, Uuid>> ComplaintReads::ListContacts(const Reader& reader, const ComplaintNumber& number,
                                                                 const FullView& view, const PageRequest& page) {
  RETURN_IF_ERROR(CheckFullView(reader, view));
  ASSIGN_OR_RETURN(const ComplaintRow complaint, Find(reader, number));
  ASSIGN_OR_RETURN(const vault::DataKey key, vaulting_.KeyOf(complaint));
  ASSIGN_OR_RETURN(std::vector<ContactRow> rows, reader_.ListContacts({ToStored(number), page.after, page.limit}));
  Page<Contact, Uuid> result;
  if (static_cast<int>(rows.size()) > page.limit) {
    rows.pop_back();
    result.next = rows.back().id;
  }
  if (!rows.empty()) RETURN_IF_ERROR(Record(reader, view, {ToStored(number)}));
  for (const ContactRow& row : rows) {
    ASSIGN_OR_RETURN(Contact contact, vaulting_.OpenContact(key, row));
    if (!view.wanted) MaskContact(contact);
    result.items.push_back(std::move(contact));
  }
  return result;
}

absl::StatusOr<Page<Evidence, Uuid>> ComplaintReads::ListEvidence(const Reader& reader, const ComplaintNumber& number,
                                                                  const FullView& view, const PageRequest& page) {
  RETURN_IF_ERROR(CheckFullView(reader, view));
  ASSIGN_OR_RETURN(const ComplaintRow complaint, Find(reader, number));
  ASSIGN_OR_RETURN(const vault::DataKey key, vaulting_.KeyOf(complaint));
  ASSIGN_OR_RETURN(std::vector<EvidenceRow> rows, reader_.ListEvidence({ToStored(number), page.after, page.limit}));
  Page<Evidence, Uuid> result;
  if (static_cast<int>(rows.size()) > page.limit) {
    rows.pop_back();
    result.next = rows.back().id;
  }
  if (!rows.empty()) RETURN_IF_ERROR(Record(reader, view, {ToStored(number)}));
  for (const EvidenceRow& row : rows) {
    ASSIGN_OR_RETURN(Evidence evidence, vaulting_.OpenEvidence(key, row));
    if (!view.wanted) MaskEvidence(evidence);
    result.items.push_back(std::move(evidence));
  }
  return result;
}

absl::StatusOr<std::vector<absl::optional<Complaint>>> ComplaintReads::ReadContent(const std::string& service,
                                                                                   const std::string& purpose,
                                                                                   const std::vector<ComplaintNumber>& numbers) {
  std::vector<int64_t> stored;
  stored.reserve(numbers.size());
  for (const ComplaintNumber& number : numbers) stored.push_back(ToStored(number));
  ASSIGN_OR_RETURN(const std::vector<ComplaintRow> rows, reader_.Read(stored));
  absl::flat_hash_map<int64_t, Complaint> opened;
  std::vector<int64_t> read;
  for (const ComplaintRow& row : rows) {
    if (row.wrapped_key.empty()) continue;
    ASSIGN_OR_RETURN(Complaint complaint, vaulting_.OpenComplaint(row));
    opened.emplace(row.facts.number, std::move(complaint));
    read.push_back(row.facts.number);
  }
  if (!read.empty()) {
    RETURN_IF_ERROR(reader_.RecordAccess({time_.Now(), service, purpose, "", std::move(read)}));
  }
  std::vector<absl::optional<Complaint>> contents;
  contents.reserve(stored.size());
  for (const int64_t number : stored) {
    const auto found = opened.find(number);
    contents.push_back(found == opened.end() ? absl::nullopt : absl::make_optional(found->second));
  }
  return contents;
}

absl::StatusOr<std::vector<Complaint>> ComplaintReads::Load(const std::vector<int64_t>& numbers) {
  ASSIGN_OR_RETURN(auto by_number, LoadByNumber(reader_, vaulting_, numbers));
  std::vector<Complaint> complaints;
  complaints.reserve(numbers.size());
  for (const int64_t number : numbers) {
    const auto found = by_number.find(number);
    if (found != by_number.end()) complaints.push_back(std::move(found->second));
  }
  return complaints;
}

absl::Status ComplaintReads::Record(const Reader& reader, const FullView& view, const std::vector<int64_t>& numbers) {
  if (!view.wanted) return absl::OkStatus();
  return reader_.RecordAccess({time_.Now(), reader.subject, "READ", view.reason, numbers});
}

}  // namespace redress::intake
