// The decisions that led to a quotation, as the contract has them: what is stored and what is shown are the same. Pure functions.
#pragma once

#include <vector>

#include "redress/compensation/v1/compensation_service.pb.h"
#include "services/compensation/domain/policy.h"

namespace redress::compensation {

void SetDecisions(const std::vector<Explained>& decisions, v1::Quotation* proto);
std::vector<Explained> DecisionsIn(const v1::Quotation& proto);

}  // namespace redress::compensation
