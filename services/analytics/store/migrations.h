// The migrations of analytics' schema (schema/*.sql), compiled in. Those of the libraries come before them: the spine sees to
// that.
#pragma once

#include <vector>

#include "libs/pg/migrate.h"

namespace redress::analytics {

const std::vector<pg::Migration>& Migrations();
// Of these the one that makes the tables of facts: all that a rebuild needs in the schema beside.
std::vector<pg::Migration> FactMigrations();

}  // namespace redress::analytics
