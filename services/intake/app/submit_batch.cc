#include "services/intake/app/submit_batch.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/intake/app/fact_events.h"
#include "services/intake/app/missing_bits.h"
#include "services/intake/app/read.h"
#include "services/intake/domain/mask.h"
#include "services/intake/domain/matter.h"
#include "services/intake/domain/missing_information.h"
#include "services/intake/domain/names.h"
#include "services/intake/domain/partition.h"

namespace redress::intake {
namespace {

// Other replicas can make the same new key at the same moment only so often.
constexpr int kKeyAttemptsMax = 5;
constexpr absl::Duration kUnavailableRetry = absl::Seconds(1);

// What a caller is told. A complaint that was checked and that the database yet refuses is our mistake, not the caller's; which
// constraint it was is for the log.
absl::Status ToldOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return WithRetryDelay(status, kUnavailableRetry);
    case absl::StatusCode::kAborted:
      return WithRetryDelay(Error(absl::StatusCode::kUnavailable, "DATABASE_BUSY", "others were in the way again and again"),
                            kUnavailableRetry);
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kInvalidArgument:
      obs::Log(obs::Level::kError, "complaint_refused", {{"error", status}});
      return absl::InternalError("the database refuses the complaint");
    default:
      return status;
  }
}

// Failures that the batch as a whole met; a smaller one would meet them too.
bool FailsForAll(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kDeadlineExceeded ||
         status.code() == absl::StatusCode::kCancelled || status.code() == absl::StatusCode::kAborted;
}

EvidenceRow EvidenceRowOf(const EvidenceFacts& facts, const NewComplaint& complaint, const Uuid& id) {
  EvidenceRow row;
  row.number = complaint.facts.number;
  row.id = id;
  row.sha256 = absl::HexStringToBytes(facts.sha256);
  row.media_type = facts.media_type;
  row.size_bytes = facts.size_bytes;
  row.adder = complaint.request.caller;
  row.create_time = complaint.facts.create_time;
  return row;
}

// Ids in the order of the files: those of one millisecond are not ordered by themselves.
std::vector<Uuid> OrderedIds(size_t count) {
  std::vector<Uuid> ids(count);
  std::generate(ids.begin(), ids.end(), &Uuid::NewOrdered);
  std::sort(ids.begin(), ids.end());
  return ids;
}

// The complaint as a later read would show it, without reading it.
absl::StatusOr<Complaint> StoredComplaint(Submission said, const NewComplaint& row, const StoreResult& stored) {
  ASSIGN_OR_RETURN(const ComplaintNumber number, FromStored(row.facts.number));
  ASSIGN_OR_RETURN(const ComplaintNumber case_number, FromStored(stored.case_number));
  Complaint complaint{.number = number,
                      .case_number = case_number,
                      .partition = stored.partition,
                      .said = std::move(said),
                      .missing_information = NamesOfMissing(row.facts.missing),
                      .same_matter = stored.case_number != row.facts.number,
                      .create_time = row.facts.create_time,
                      .submitter = row.request.caller};
  for (size_t i = 0; i < row.evidence.size(); ++i) {
    complaint.evidence.push_back({.id = row.evidence[i].id,
                                  .facts = complaint.said.evidence[i],
                                  .adder = row.request.caller,
                                  .create_time = row.facts.create_time});
  }
  complaint.said.evidence.clear();
  MaskComplaint(complaint);
  return complaint;
}

absl::Status ReusedId() {
  return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "this request_id was used for another request");
}

absl::Status MessageOfAnother() {
  return Error(absl::StatusCode::kAlreadyExists, "MESSAGE_ALREADY_RECEIVED", "the message came from another submitter before");
}

}  // namespace

void SubmitBatch::Run(absl::Span<SubmitCommand> commands) {
  if (commands.empty()) return;
  const absl::Status status = Store(commands);
  if (status.ok()) return;
  if (commands.size() == 1 || FailsForAll(status)) {
    const absl::Status told = ToldOf(status);
    for (SubmitCommand& command : commands) Answer(command, SubmitMetrics::OutcomeOf(told), told);
    return;
  }
  const size_t half = commands.size() / 2;
  Run(commands.subspan(0, half));
  Run(commands.subspan(half));
}

absl::Status SubmitBatch::Store(absl::Span<SubmitCommand> commands) {
  // Nobody waits for those any more; what was not begun need not be done.
  const auto waiting = std::stable_partition(commands.begin(), commands.end(),
                                             [](const SubmitCommand& command) { return !command.deadline.Expired(); });
  absl::Span<SubmitCommand> live = commands.subspan(0, waiting - commands.begin());
  NewBatch batch;
  std::vector<StoreResult> results;
  if (!live.empty()) {
    RETURN_IF_ERROR(Number(live, batch));
    ASSIGN_OR_RETURN(results, StoreSealed(live, batch));
  }
  for (SubmitCommand& command : commands.subspan(live.size())) {
    Answer(command, SubmitOutcome::kExpired, absl::DeadlineExceededError("the deadline passed before the commit began"));
  }
  AnswerAll(live, batch, results);
  return absl::OkStatus();
}

absl::Status SubmitBatch::Number(absl::Span<const SubmitCommand> commands, NewBatch& batch) {
  batch.now = parts_.time.Now();
  batch.repeat_within = parts_.repeat_within;
  ASSIGN_OR_RETURN(const std::vector<int64_t> sequences, numbers_.Take(commands.size()));
  for (size_t i = 0; i < commands.size(); ++i) {
    const SubmitCommand& command = commands[i];
    ASSIGN_OR_RETURN(const ComplaintNumber number,
                     ComplaintNumber::Make(command.said.received_time.DayIn(parts_.zone), sequences[i]));
    NewComplaint& complaint = batch.complaints.emplace_back();
    complaint.request = command.request;
    complaint.request.body_hash = parts_.vaulting.BodyIndex(command.request.body_hash);
    complaint.traceparent = command.traceparent;
    complaint.facts.number = ToStored(number);
    complaint.name = ComplaintName(number);
    complaint.facts.case_number = complaint.facts.number;
    complaint.facts.create_time = batch.now;
    complaint.facts.customer = parts_.vaulting.CustomerIndex(command.said.customer.id);
    complaint.facts.partition =
        command.reply_to.has_value() ? command.reply_to->partition : ChoosePartition(complaint.facts.customer, number);
    AddFacts(command, complaint);
  }
  return absl::OkStatus();
}

void SubmitBatch::AddFacts(const SubmitCommand& command, NewComplaint& complaint) const {
  const Submission& said = command.said;
  ComplaintFacts& facts = complaint.facts;
  facts.channel = static_cast<int>(said.channel);
  facts.received_time = said.received_time;
  facts.event_time = said.event_time;
  facts.vip_level = said.customer.vip_level;
  facts.amount_paid = said.amount_paid;
  facts.product = said.product;
  facts.seller = said.seller;
  facts.source = said.source;
  facts.language_code = said.language_code;
  facts.missing = BitsOfMissing(MissingInformation(said));
  facts.submitter = command.request.caller;
  for (const Identifier& identifier : IdentifiersOf(said.customer)) {
    facts.identifiers.emplace_back(static_cast<int>(identifier.kind), parts_.vaulting.IdentifierIndex(identifier));
  }
  complaint.key_owner = parts_.vaulting.KeyOwner(facts.customer, facts.number);
  complaint.message_key =
      parts_.vaulting.MessageIndex(MessageKey(said.channel, said.source, said.source_message_id, command.request.caller));
  if (command.reply_to.has_value()) complaint.reply_to = command.reply_to->number;
  for (const Secret& order : said.orders) complaint.order_indexes.push_back(parts_.vaulting.OrderIndex(order));
  if (!command.reply_to.has_value() && MayLinkByCustomer(command.reader.vouching, said.channel)) {
    for (const Secret& key : MatterKeys(said)) complaint.matter_keys.push_back(parts_.vaulting.MatterIndex(key));
  }
  const std::vector<Uuid> ids = OrderedIds(said.evidence.size());
  for (size_t i = 0; i < ids.size(); ++i) complaint.evidence.push_back(EvidenceRowOf(said.evidence[i], complaint, ids[i]));
  complaint.event_id = Uuid::Random();
  complaint.event = ComplaintReceivedData(facts, static_cast<int>(said.evidence.size()));
}

absl::StatusOr<std::vector<KeyHandle>> SubmitBatch::KeysOf(const NewBatch& batch) {
  absl::flat_hash_map<std::string, KeyHandle> keys;
  std::vector<std::string> unknown;
  for (const NewComplaint& complaint : batch.complaints) {
    KeyHandle& key = keys[complaint.key_owner];
    if (key != nullptr) continue;
    key = parts_.keys.Find(complaint.key_owner);
    // An anonymous complaint's key is its own and cannot exist.
    if (key == nullptr && !complaint.facts.customer.empty()) unknown.push_back(complaint.key_owner);
  }
  if (!unknown.empty()) {
    ASSIGN_OR_RETURN(const std::vector<WrappedKey> found, parts_.writer.FindKeys(unknown));
    for (const WrappedKey& wrapped : found) {
      ASSIGN_OR_RETURN(vault::DataKey key, parts_.vaulting.ring().Unwrap(wrapped.wrapped));
      keys[wrapped.owner] = parts_.keys.Add(std::make_shared<CachedKey>(wrapped, std::move(key), true));
    }
  }
  std::vector<KeyHandle> aligned;
  for (const NewComplaint& complaint : batch.complaints) {
    KeyHandle& key = keys[complaint.key_owner];
    if (key == nullptr) {
      vault::NewKey made = parts_.vaulting.ring().NewDataKey();
      key = std::make_shared<CachedKey>(WrappedKey{complaint.key_owner, Uuid::Random(), std::move(made.wrapped)},
                                        std::move(made.key), false);
      if (!complaint.facts.customer.empty()) key = parts_.keys.Add(std::move(key));
    }
    aligned.push_back(key);
  }
  return aligned;
}

void SubmitBatch::SealAll(absl::Span<const SubmitCommand> commands, const std::vector<KeyHandle>& keys, NewBatch& batch) const {
  absl::flat_hash_set<const CachedKey*> added;
  batch.new_keys.clear();
  for (size_t i = 0; i < commands.size(); ++i) {
    const CachedKey& key = *keys[i];
    NewComplaint& complaint = batch.complaints[i];
    complaint.key_id = key.wrapped.key_id;
    complaint.content = parts_.vaulting.SealComplaint(key.key, complaint.facts.number, commands[i].said);
    for (size_t j = 0; j < complaint.evidence.size(); ++j) {
      EvidenceRow& row = complaint.evidence[j];
      row.key_id = key.wrapped.key_id;
      row.uri = parts_.vaulting.SealUri(key.key, row, commands[i].said.evidence[j].uri);
    }
    complaint.key_known = key.stored.load();
    if (!complaint.key_known && added.insert(&key).second) batch.new_keys.push_back(key.wrapped);
  }
}

absl::StatusOr<std::vector<StoreResult>> SubmitBatch::StoreSealed(absl::Span<const SubmitCommand> commands, NewBatch& batch) {
  absl::Status status;
  for (int attempt = 0; attempt < kKeyAttemptsMax; ++attempt) {
    ASSIGN_OR_RETURN(const std::vector<KeyHandle> keys, KeysOf(batch));
    SealAll(commands, keys, batch);
    const MachineTime start = MachineClock::Now();
    absl::StatusOr<std::vector<StoreResult>> results = parts_.writer.Store(batch);
    status = results.status();
    if (status.ok()) {
      parts_.metrics.Batch(commands.size(), MachineClock::Now() - start);
      for (size_t i = 0; i < keys.size(); ++i) {
        if ((*results)[i].own) keys[i]->stored.store(true);
      }
      return results;
    }
    if (ReasonOf(status) != "DATA_KEY_CHANGED") return status;
    for (const KeyHandle& key : keys) parts_.keys.Forget(key);
  }
  return status;
}

void SubmitBatch::AnswerAll(absl::Span<SubmitCommand> commands, const NewBatch& batch, const std::vector<StoreResult>& results) {
  std::vector<int64_t> former;
  std::vector<events::NewEvent> said;
  for (size_t i = 0; i < commands.size(); ++i) {
    if (results[i].own) said.push_back(ReceivedEvent(batch.complaints[i], results[i], batch.now));
    const bool answered = results[i].outcome == StoreOutcome::kSameRequest || results[i].outcome == StoreOutcome::kSameMessage;
    if (answered) former.push_back(results[i].number);
  }
  if (!said.empty()) parts_.committed(said);
  const FormerAnswers answers = ReadFormer(parts_.reader, parts_.vaulting, former);
  for (size_t i = 0; i < commands.size(); ++i) {
    SubmitCommand& command = commands[i];
    switch (results[i].outcome) {
      case StoreOutcome::kStored:
        Answer(command, SubmitOutcome::kStored, StoredComplaint(std::move(command.said), batch.complaints[i], results[i]));
        break;
      case StoreOutcome::kSameRequest:
        Answer(command, results[i].own ? SubmitOutcome::kStored : SubmitOutcome::kSameRequest, answers.Of(results[i].number));
        break;
      case StoreOutcome::kSameMessage: {
        absl::StatusOr<Complaint> first = answers.Of(results[i].number);
        if (first.ok() && !MaySee(command.reader, first->submitter)) first = MessageOfAnother();
        Answer(command, SubmitOutcome::kSameMessage, std::move(first));
        break;
      }
      case StoreOutcome::kRequestIdReused:
        Answer(command, SubmitOutcome::kRequestIdReused, ReusedId());
        break;
      case StoreOutcome::kErased:
        Answer(command, SubmitOutcome::kSameRequest, Error(absl::StatusCode::kNotFound, "ERASED", "the complaint was erased"));
        break;
    }
  }
}

void SubmitBatch::Answer(SubmitCommand& command, SubmitOutcome outcome, absl::StatusOr<Complaint> answer) {
  parts_.metrics.Count(command.said.channel, outcome);
  command.done(std::move(answer));
}

}  // namespace redress::intake
