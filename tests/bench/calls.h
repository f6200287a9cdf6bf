// The calls that the load programs make: what is sent is of one size on both sides of a comparison, and made new for each call.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "redress/classification/v1/classification_service.grpc.pb.h"
#include "redress/compensation/v1/compensation_service.grpc.pb.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "tests/bench/load.h"

namespace redress::bench {

// How many bytes a call's request has, and its answer, as the first one that was answered shows.
struct CallSizes {
  std::atomic<int64_t> request{0};
  std::atomic<int64_t> answer{0};

  void See(const google::protobuf::Message& sent, const google::protobuf::Message& answered) {
    if (answer.load(std::memory_order_relaxed) != 0) return;
    request = static_cast<int64_t>(sent.ByteSizeLong());
    answer = static_cast<int64_t>(answered.ByteSizeLong());
  }
};

// The text of floor A's row: 68 characters, 204 bytes.
std::string FloorText();

// `echo`, `echo-later` (both of EchoService), `floor-echo` (the same behind a public method) with this payload; echo-later is
// answered with so many bytes, 0: with the payload.
Connect EchoCalls(const std::string& method, const std::string& payload, int answer_bytes);
// SubmitComplaint by app with this text.
Connect SubmitCalls(const std::string& text);
// SubmitComplaint of these in turn, each time by another customer about another order; `acknowledged` is told of each, from any
// thread.
Connect ComplaintCalls(std::vector<intake::v1::SubmitComplaintRequest> complaints,
                       std::function<void(Clock::time_point due, const intake::v1::Complaint&)> acknowledged);

// AdvanceCase of these cases in turn, each time to VERIFYING or INVESTIGATING, where it is not yet. Enough of them that no two
// calls of one case are in flight together.
Connect AdvanceCalls(std::vector<std::string> cases);
// CommitGrant of option 1 of these quotations, each once, ¥1 each, proposed by ten thousand agents in turn. A call beyond the
// last one fails: nothing is given twice.
Connect GrantCalls(std::vector<std::string> quotations);
// Quote of a late delivery, about line 1 of these orders in turn: each call for another case of another customer, who is known by
// a fingerprint. `sizes` must outlive the calls.
Connect QuoteCalls(std::vector<std::string> orders, CallSizes* sizes);
// EvaluatePolicy of twenty thousand different cases in turn (trials.h). An answer that is not what the policy of this build gives
// counts as an error. `sizes` must outlive the calls.
Connect EvaluateCalls(CallSizes* sizes);
// BatchClassify of so many texts a call, these in turn.
Connect ClassifyCalls(std::vector<std::string> texts, int texts_per_call);
// The words of a file, one a line.
std::vector<std::string> ReadLines(const std::string& path);

// The bearer token in this file; empty where there is none.
std::string ReadToken(const std::string& path);

}  // namespace redress::bench
