// The command groups, one file each.
#pragma once

#include "tools/redressctl/cli.h"

namespace redress::ctl {

void AddKeyCommands(Cli& cli);

}  // namespace redress::ctl
