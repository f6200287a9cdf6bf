#include "tools/platform/app/operations.h"

#include <algorithm>

#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "tools/platform/domain/decide.h"
#include "tools/platform/store/order_store.h"

namespace redress::platform {
namespace {

constexpr int kReportsAtOnce = 50;

// Everything that the decision looks at, locked: the order first, then the product.
Facts LoadFacts(pqxx::transaction_base& transaction, const StoredOperation& stored) {
  const Operation& operation = stored.operation;
  Facts facts;
  facts.refuse = stored.refuse;
  if (operation.kind == OperationKind::kSupplierAction) facts.seller_known = IsSeller(transaction, operation.subject);
  if (operation.order.empty()) return facts;
  facts.order = LockOrder(transaction, operation.order);
  if (operation.quantity == 0 || !facts.order.has_value()) return facts;
  const OrderLine* const line = FindLine(*facts.order, operation.line);
  const std::string product = !operation.product.empty() ? operation.product : line == nullptr ? "" : line->product;
  facts.product = LockProduct(transaction, product);
  return facts;
}

// What chance had in store for one operation, drawn once however often its transaction runs.
class Luck {
 public:
  struct Draw {
    bool refuse = false;
    absl::Duration late;
  };
  // Of an operation that is new.
  const Draw& OfNew(FaultBoard& faults, absl::string_view kind) {
    if (!fresh_.has_value()) {
      fresh_.emplace();
      fresh_->refuse = faults.Strike(FaultKind::kRefuse, kind).has_value();
      if (const absl::optional<Fault> fault = faults.Strike(FaultKind::kLate, kind)) fresh_->late = fault->delay;
    }
    return *fresh_;
  }
  // How often its end is reported.
  int ReportsOf(const Context& context, const Operation& operation) {
    if (!reports_.has_value()) reports_ = DrawReports(context, operation);
    return *reports_;
  }

 private:
  static int DrawReports(const Context& context, const Operation& operation) {
    if (context.listeners.count(operation.requester) == 0) return 0;
    if (context.faults.Strike(FaultKind::kLostReport, Word(operation.kind))) return 0;
    return context.faults.Strike(FaultKind::kDuplicateReport, Word(operation.kind)) ? 2 : 1;
  }
  absl::optional<Draw> fresh_;
  absl::optional<int> reports_;
};

// Decides on a pending operation and puts the outcome into the books.
Operation End(const Context& context, pqxx::transaction_base& transaction, const StoredOperation& stored, Luck* luck) {
  const BusinessTime now = context.time.Now();
  Operation operation = stored.operation;
  const Outcome outcome = Decide(operation, LoadFacts(transaction, stored), now);
  operation.state = outcome.failure_reason.empty() ? OperationState::kSucceeded : OperationState::kFailed;
  operation.failure_reason = outcome.failure_reason;
  if (outcome.failure_reason.empty()) operation.reference = ReferenceOf(operation);
  operation.end_time = std::max(now, operation.create_time);
  ApplyOutcome(transaction, operation, outcome);
  EndOperation(transaction, operation, luck->ReportsOf(context, operation));
  return operation;
}

// The operation that has the name already, if it is the one that is asked for.
absl::StatusOr<Operation> Known(pqxx::transaction_base& transaction, const CreateCommand& command) {
  const absl::optional<StoredOperation> known = GetOperation(transaction, command.operation.id);
  if (!known.has_value()) return absl::AbortedError("the operation vanished");  // nothing is ever deleted
  if (known->body_hash != command.body_hash || known->operation.requester != command.operation.requester) {
    return Error(absl::StatusCode::kAlreadyExists, "OPERATION_ID_REUSED", "this name stands for another operation");
  }
  return known->operation;
}

absl::StatusOr<Operation> CreateIn(const Context& context, pqxx::transaction_base& transaction, const CreateCommand& command,
                                   Luck* luck) {
  StoredOperation received{command.operation, command.body_hash};
  received.operation.create_time = context.time.Now();
  if (!InsertOperation(transaction, received)) return Known(transaction, command);
  // Only what is new may be refused or late.
  const Luck::Draw& draw = luck->OfNew(context.faults, Word(command.operation.kind));
  received.refuse = draw.refuse;
  const absl::Duration delay = context.end_after + draw.late;
  if (delay <= absl::ZeroDuration()) return End(context, transaction, received, luck);
  Postpone(transaction, received.operation.id, received.operation.create_time + delay, draw.refuse);
  return received.operation;
}

// A report that may still be taken. UNKNOWN is what gRPC says of a connection that died.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status) ||
         absl::IsAborted(status) || absl::IsCancelled(status) || absl::IsUnknown(status);
}

}  // namespace

absl::StatusOr<Operation> CreateOperation(const Context& context, const CreateCommand& command) {
  const absl::string_view kind = Word(command.operation.kind);
  if (context.faults.Strike(FaultKind::kErrorBefore, kind)) {
    return Error(absl::StatusCode::kUnavailable, "NOT_TAKEN", "a fault is switched on: error before");
  }
  Luck luck;
  Operation operation;
  RETURN_IF_ERROR(context.pool.Transact(command.deadline, [&](pqxx::work& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(operation, CreateIn(context, transaction, command, &luck));
    return absl::OkStatus();
  }));
  context.wake();
  if (context.faults.Strike(FaultKind::kErrorAfter, kind)) {
    return Error(absl::StatusCode::kUnavailable, "ANSWER_LOST", "a fault is switched on: error after");
  }
  return operation;
}

absl::StatusOr<Operation> ReadOperation(const Context& context, const std::string& id) {
  absl::optional<StoredOperation> stored;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    stored = GetOperation(transaction, id);
    return absl::OkStatus();
  }));
  if (!stored.has_value()) return Error(absl::StatusCode::kNotFound, "OPERATION_NOT_FOUND", "no such operation was received");
  return stored->operation;
}

absl::StatusOr<int> EndDueOperations(const Context& context) {
  for (int count = 0;; ++count) {
    bool found = false;
    Luck luck;
    RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
      const absl::optional<StoredOperation> due = LockDueOperation(transaction, context.time.Now());
      found = due.has_value();
      if (found) End(context, transaction, *due, &luck);
      return absl::OkStatus();
    }));
    if (!found) return count;
  }
}

absl::StatusOr<ReportRound> ReportSome(const Context& context, const std::string& requester) {
  Listener& listener = *context.listeners.at(requester);
  std::vector<Operation> ended;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    ended = ReportsDue(transaction, requester, kReportsAtOnce);
    return absl::OkStatus();
  }));
  ReportRound round;
  for (const Operation& operation : ended) {
    const absl::Status told = listener.OperationEnded(operation);
    round.failed = MayPass(told);
    if (!told.ok() && !round.failed) {
      obs::Log(obs::Level::kWarning, "report_given_up", {{"operation", obs::Id(operation.id)}, {"status", told}});
    }
    RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
      round.failed ? ReportFailed(transaction, operation.id) : ReportDone(transaction, operation.id);
      return absl::OkStatus();
    }));
    if (round.failed) break;
    ++round.told;
  }
  return round;
}

}  // namespace redress::platform
