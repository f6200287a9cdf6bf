// The command groups, one file each; every function adds its commands to the application.
#pragma once

#include "redress/routing/v1/routing_service.pb.h"
#include "tools/redressctl/cli.h"

namespace redress::ctl {

void AddSubmitCommand(Cli& cli);
void AddComplaintCommands(Cli& cli);
void AddComplaintChanges(Cli& cli, CLI::App* group);
void AddWorkItemCommands(Cli& cli);
void AddWorkItemMoves(Cli& cli, CLI::App* group);
void AddAgentCommands(Cli& cli);
void AddTeamCommands(Cli& cli);
void AddClassifyCommands(Cli& cli);
void AddEventCommands(Cli& cli);
void AddParkedCommands(Cli& cli);
void AddKeyCommands(Cli& cli);
void AddMiscCommands(Cli& cli);

// All of them.
void AddAllCommands(Cli& cli);

// What work_items.cc and work_item_moves.cc both show.
void PrintWorkItem(Cli& cli, const routing::v1::WorkItem& item);

}  // namespace redress::ctl
