// redressctl: the suite at the command line.
#include "tools/redressctl/groups.h"

int main(int argc, char** argv) {
  using namespace redress::ctl;  // NOLINT: this file names nothing else
  Cli cli;
  AddSubmitCommand(cli);
  AddComplaintCommands(cli);
  AddWorkItemCommands(cli);
  AddAgentCommands(cli);
  AddTeamCommands(cli);
  AddClassifyCommands(cli);
  AddEventCommands(cli);
  AddParkedCommands(cli);
  AddKeyCommands(cli);
  AddMiscCommands(cli);
  return cli.Main(argc, argv);
}
