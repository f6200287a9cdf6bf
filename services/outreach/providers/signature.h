// How a webhook's receiver knows that a message is ours: `t=<unix seconds>,v1=<hex HMAC-SHA-256(secret, "t.body")>`. Pure
// function, thread safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "libs/base/time.h"

namespace redress::outreach {

std::string SignatureOf(absl::string_view secret, absl::string_view body, BusinessTime now);

}  // namespace redress::outreach
