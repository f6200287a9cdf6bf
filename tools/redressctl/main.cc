// redressctl: the suite at the command line.
#include "tools/redressctl/groups.h"

int main(int argc, char** argv) {
  redress::ctl::Cli cli;
  redress::ctl::AddAllCommands(cli);
  return cli.Main(argc, argv);
}
