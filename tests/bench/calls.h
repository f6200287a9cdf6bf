// The calls that the load programs make: what is sent is of one size on both sides of a comparison, and made new for each call.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "redress/classification/v1/classification_service.grpc.pb.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "tests/bench/load.h"

namespace redress::bench {

// One call with everything that must live until it ends.
template <typename Request, typename Response>
struct Call {
  std::unique_ptr<grpc::ClientContext> context;
  Request request;
  Response response;
};

// The text of floor A's row: 68 characters, 204 bytes.
std::string FloorText();

// Gives a complaint that was read, or the same one each time, who says it and an order of its own: one of a million customers,
// so that every complaint is a case of its own. Thread safe.
void Personalize(intake::v1::SubmitComplaintRequest& request);

// `echo`, `echo-later` (both of EchoService), `floor-echo` (the same behind a public method) with this payload.
Connect EchoCalls(const std::string& method, const std::string& payload);
// SubmitComplaint by app with this text.
Connect SubmitCalls(const std::string& text);

// AdvanceCase of these cases in turn, each time to VERIFYING or INVESTIGATING, where it is not yet. Enough of them that no two
// calls of one case are in flight together.
Connect AdvanceCalls(std::vector<std::string> cases);
// CommitGrant of option 1 of these quotations, each once, ¥1 each, proposed by ten thousand agents in turn. A call beyond the
// last one fails: nothing is given twice.
Connect GrantCalls(std::vector<std::string> quotations);
// Quote of a late delivery, about line 1 of these orders in turn: each call for another case of another customer, who is known by
// a fingerprint.
Connect QuoteCalls(std::vector<std::string> orders);
// BatchClassify of so many texts a call, these in turn.
Connect ClassifyCalls(std::vector<std::string> texts, int texts_per_call);
// The words of a file, one a line.
std::vector<std::string> ReadLines(const std::string& path);

// The bearer token in this file; empty where there is none.
std::string ReadToken(const std::string& path);

}  // namespace redress::bench
