#include "tools/redressctl/groups.h"

namespace redress::ctl {

void AddAllCommands(Cli& cli) {
  AddSubmitCommand(cli);
  AddComplaintCommands(cli);
  AddWorkItemCommands(cli);
  AddCaseCommands(cli);
  AddPlanCommands(cli);
  AddApproveCommands(cli);
  AddAgentCommands(cli);
  AddTeamCommands(cli);
  AddClassifyCommands(cli);
  AddModelCommands(cli);
  AddQuotationCommands(cli);
  AddGrantCommands(cli);
  AddLedgerCommands(cli);
  AddAbuseCommands(cli);
  AddClaimCommands(cli);
  AddPolicyCommands(cli);
  AddNoticeCommands(cli);
  AddClockCommands(cli);
  AddFigureCommands(cli);
  AddEventCommands(cli);
  AddParkedCommands(cli);
  AddKeyCommands(cli);
  AddMiscCommands(cli);
}

}  // namespace redress::ctl
