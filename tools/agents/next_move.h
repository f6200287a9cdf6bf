// What a person does next with a case: a pure decision over the case as it is, who the person is, and what the person has read.
// Nothing is remembered between two decisions, so whoever comes back after a crash or takes a colleague's case over goes on where
// it stands. Each move is one request of CaseworkService, ready but for its request id, or something to read or wait for first.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "google/protobuf/message.h"
#include "libs/base/time.h"
#include "redress/casework/v1/case.pb.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/agents/reading.h"

namespace redress::agents {

struct Move {
  enum class Kind {
    kWait,           // for somebody else
    kReadComplaint,  // the text first
    kReadQuotation,  // what the present plan was chosen from: `name`
    kQuote,          // `request` is a QuoteCaseRequest: what the policy offers
    kCall,           // `method` of CaseworkService with `request`; the answer is the case
    kTriage,         // `request` is a DecideTriageRequest without its work item
    kDone,           // nothing is left to be done with this work item
  };
  Kind kind = Kind::kWait;
  std::string method;
  std::string name;
  std::shared_ptr<google::protobuf::Message> request;
};

// What the person has on the desk.
struct Desk {
  const casework::v1::Case& one;
  std::string me;           // `agents/{agent}`
  bool supervisor = false;  // the role
  absl::optional<Reading> reading;
  absl::optional<compensation::v1::Quotation> quotation;
  BusinessTime now;
  // How long parties have to answer; nothing: as the policy says.
  absl::optional<absl::Duration> answer_within;
};

// By what the work item asks for.
Move NextMove(routing::v1::WorkItem::Kind item, const Desk& desk);

// True once the customer was reached in this round, or three attempts were made.
bool CallbackSettled(const casework::v1::Case& one);

}  // namespace redress::agents
