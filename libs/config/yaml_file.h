// Reads a YAML text into the variables of a schema, and goes on after a problem so that all are told. Internal to libs/config;
// nothing else in the suite sees yaml-cpp's types or exceptions.
#pragma once

#include <string>

#include "libs/base/error.h"
#include "libs/config/schema.h"

namespace redress::config {

// Sets every variable whose key the text has. Unknown and repeated keys, values of a wrong type and malformed YAML are added to
// `problems` with their line.
void ReadYaml(const std::string& text, const Schema& schema, Violations& problems);

// Sets the variables of one key; what is wrong goes to `problems`, with `source` (`line 7`) in brackets.
void SetKey(const Schema& schema, absl::string_view path, const RawValue& raw, absl::string_view source, Violations& problems);

}  // namespace redress::config
