// The command groups, one file each; every function adds its commands to the application.
#pragma once

#include "redress/compensation/v1/compensation_service.pb.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/redressctl/cli.h"

namespace redress::ctl {

void AddSubmitCommand(Cli& cli);
void AddComplaintCommands(Cli& cli);
void AddComplaintChanges(Cli& cli, CLI::App* group);
void AddWorkItemCommands(Cli& cli);
void AddWorkItemMoves(Cli& cli, CLI::App* group);
void AddCaseCommands(Cli& cli);
void AddCaseMoves(Cli& cli, CLI::App* group);
void AddCaseInquiries(Cli& cli, CLI::App* group);
void AddCaseEndings(Cli& cli, CLI::App* group);
void AddPlanCommands(Cli& cli);
void AddApproveCommands(Cli& cli);
void AddAgentCommands(Cli& cli);
void AddTeamCommands(Cli& cli);
void AddClassifyCommands(Cli& cli);
void AddModelCommands(Cli& cli);
void AddQuotationCommands(Cli& cli);
void AddGrantCommands(Cli& cli);
void AddLedgerCommands(Cli& cli);
void AddAbuseCommands(Cli& cli);
void AddClaimCommands(Cli& cli);
void AddPolicyCommands(Cli& cli);
void AddNoticeCommands(Cli& cli);
void AddClockCommands(Cli& cli);
void AddFigureCommands(Cli& cli);
void AddEventCommands(Cli& cli);
void AddParkedCommands(Cli& cli);
void AddKeyCommands(Cli& cli);
void AddMiscCommands(Cli& cli);

// All of them.
void AddAllCommands(Cli& cli);

// What work_items.cc and work_item_moves.cc both show.
void PrintWorkItem(Cli& cli, const routing::v1::WorkItem& item);
// What may be given for a case: its options as a table.
void PrintQuotation(Cli& cli, const compensation::v1::Quotation& quotation);

// How `ledger verify` ends: DATA_LOSS, reason LEDGER_FAULTS, where anything was found.
absl::Status LedgerStatus(const compensation::v1::VerifyLedgerResponse& found);

}  // namespace redress::ctl
