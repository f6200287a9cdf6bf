// Reads a whole text file. Thread safe.
#pragma once

#include <string>

#include "absl/types/optional.h"

namespace redress {

// All of it, as it is; nothing where the file cannot be opened. What that means, and in whose words it is told, is the caller's
// business.
absl::optional<std::string> ReadTextFile(const std::string& path);

}  // namespace redress
