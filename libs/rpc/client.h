// What a caller of the suite includes: peers, typed clients and the errors that come back.
#pragma once

#include "libs/rpc/peer.h"    // IWYU pragma: export
#include "libs/rpc/status.h"  // IWYU pragma: export
