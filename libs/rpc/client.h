// What a service includes that calls another: the way there (peer.h), and the errors that come back as they were made
// (status.h).
#pragma once

#include "libs/rpc/peer.h"    // IWYU pragma: export
#include "libs/rpc/status.h"  // IWYU pragma: export
