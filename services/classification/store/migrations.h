// The migrations of classification's schema (schema/*.sql), compiled in. Those of the libraries come before them: the spine sees
// to that.
#pragma once

#include <vector>

#include "libs/pg/migrate.h"

namespace redress::classification {

const std::vector<pg::Migration>& Migrations();

}  // namespace redress::classification
