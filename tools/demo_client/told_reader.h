// Asks a stack for what told.h shows, as its users do: JSON over the gateway. A service that the stack does not run tells
// nothing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/client/session.h"
#include "tools/demo_client/case_outcome.h"
#include "tools/demo_client/told.h"

namespace redress::demo {

// Fills in clocks and notices of each case, several at once.
void ReadTold(client::Session& session, int in_flight, std::map<std::string, CaseOutcome>* cases);
// The KPIs over everything; none where nobody tells them.
std::vector<KpiTold> ReadKpis(client::Session& session);

}  // namespace redress::demo
