// Which of the options that the policy offers a person would put into a plan: of each line one make-good, the kind that the
// customer asked for where it is offered; goodwill once; damages where they are due. What an earlier plan gave or failed to give
// is not promised again. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "redress/casework/v1/case.pb.h"
#include "redress/compensation/v1/compensation_service.pb.h"

namespace redress::agents {

struct PlanWish {
  std::string sought;               // what the customer wants: REFUND, EXCHANGE, …
  bool another = false;             // not what was offered first: the customer declined that
  bool goodwill = true;             // a coupon on top
  bool damages = true;              // where the quotation has some
  bool all_lines = false;           // every line is concerned, not just one
  std::vector<std::string> done;    // options that the case gave already, by id
  std::vector<std::string> failed;  // options that could not be given
};

// In the order of the plan; at most 12.
std::vector<const compensation::v1::RemedyOption*> ChooseOptions(const compensation::v1::Quotation& quotation,
                                                                 const PlanWish& wish);

}  // namespace redress::agents
