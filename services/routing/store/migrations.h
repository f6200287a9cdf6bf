// The migrations of routing's schema (schema/*.sql), compiled in.
#pragma once

#include <vector>

#include "libs/pg/migrate.h"

namespace redress::routing {

const std::vector<pg::Migration>& Migrations();

}  // namespace redress::routing
