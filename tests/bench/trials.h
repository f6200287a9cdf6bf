// Cases for EvaluatePolicy, each of another amount, with causes, delays and places of all kinds, and what the policy of this
// build gives for each: made without a server, so that an answer over gRPC can be held against it. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "redress/compensation/v1/policy_service.pb.h"

namespace redress::bench {

struct Trial {
  struct Given {
    compensation::v1::RemedyKind kind;
    int64_t amount_minor;
    compensation::v1::Authority required;
  };
  compensation::v1::EvaluatePolicyRequest request;
  std::vector<Given> given;  // may be nothing
};

// So many, always the same ones.
std::vector<Trial> MakeTrials(size_t count);

// Whether these are the options of the trial, explained.
bool IsAnswer(const Trial& trial, const compensation::v1::Quotation& answer);

}  // namespace redress::bench
