// What a person's next move is called, and what about it takes time. Pure, thread safe.
#pragma once

#include <string>

#include "redress/casework/v1/case.pb.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/agents/next_move.h"
#include "tools/agents/tempo.h"

namespace redress::agents {

Act ActOf(const Move& move, const casework::v1::Case& one);

// Names the move among all that are made with a work item: the same as long as the same is to be done, however often one looks.
std::string KeyOf(const Move& move, const casework::v1::Case& one);

}  // namespace redress::agents
