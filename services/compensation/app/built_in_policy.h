// The policy that comes with this build: policies/*.dmn, compiled in.
#pragma once

#include "services/compensation/domain/policy_files.h"

namespace redress::compensation {

const PolicyFiles& BuiltInPolicy();

}  // namespace redress::compensation
