// Quotes that are asked for at the same time: the platform is asked once for the orders of a whole batch, and the quotations are
// kept in one transaction (docs/decisions/0028). A quote that shows a sign of abuse, or was asked before, is left to Quote, one
// by one. Thread safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/group_commit.h"
#include "libs/obs/trace.h"
#include "services/compensation/app/quote.h"

namespace redress::compensation {

// A call of Quote on its way.
struct QuoteCall {
  Request request;
  QuoteCommand command;
  obs::TraceContext trace = {};
  // Called once, from any thread.
  absl::AnyInvocable<void(absl::StatusOr<QuotationView>)> done;
};

class QuoteGroup {
 public:
  // `context` must outlive it, and have a connection for each thread.
  QuoteGroup(const Context& context, GroupCommitOptions options);

  // Answers later, as Quote; UNAVAILABLE, reason QUEUE_FULL, where too many wait.
  void Quote(QuoteCall call);

  void Start() { queue_.Start(); }
  // Answers what is queued, then ends.
  void Stop() { queue_.Stop(); }

 private:
  struct Draft;
  void Run(std::vector<QuoteCall> calls);
  absl::StatusOr<std::map<std::string, Order>> OrdersOf(absl::Span<const Draft> drafts) const;
  // Makes all quotations in memory; those that cannot be made are answered or left alone.
  void Make(absl::Span<Draft> drafts, const std::map<std::string, Order>& orders) const;
  // Keeps what was made by one version, which says what is a sign of abuse. Marks those that have to be asked alone.
  absl::Status Keep(const Policy& policy, absl::Span<Draft> drafts) const;
  void Alone(QuoteCall call) const;

  const Context& context_;
  GroupCommit<QuoteCall> queue_;
};

}  // namespace redress::compensation
