// The migrations of the reference platform's schema (schema/*.sql), compiled in.
#pragma once

#include <vector>

#include "libs/pg/migrate.h"

namespace redress::platform {

const std::vector<pg::Migration>& Migrations();

}  // namespace redress::platform
