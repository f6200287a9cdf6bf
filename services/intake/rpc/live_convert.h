// Calls and turns of conversations: proto ↔ domain, field by field. Pure functions, thread safe.
#pragma once

#include "absl/types/optional.h"
#include "redress/intake/v1/live.pb.h"
#include "services/intake/domain/live_fact.h"
#include "services/intake/store/live_writer.h"

namespace redress::intake {

CallDraft ToDraft(const v1::Call& call);
TurnDraft ToDraft(const v1::ChatTurn& turn);
// `complaint`: that of the row. The id at the source is never given back.
v1::Call ToProto(const CallRow& call, const absl::optional<ComplaintNumber>& complaint);
v1::ChatTurn ToProto(const TurnRow& turn, const absl::optional<ComplaintNumber>& complaint);

}  // namespace redress::intake
