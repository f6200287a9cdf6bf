// yaml-cpp without its exceptions and its silence: keys are asked for by name, what is missing or unknown is an error with the
// place where it stands.
#pragma once

#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace redress::classification {

// Loads `path` and hands the root to `read`; whatever yaml-cpp throws on the way becomes FAILED_PRECONDITION, reason DATA_FILE,
// naming the file (without its folder) and line.
absl::Status ReadYaml(const std::string& path, absl::FunctionRef<absl::Status(const YAML::Node&)> read);

// OK where `map` is a map with no other keys than `known`.
absl::Status CheckKeys(const YAML::Node& map, std::initializer_list<absl::string_view> known);

// An error about `node`: FAILED_PRECONDITION, reason DATA_FILE, with its line.
absl::Status YamlError(const YAML::Node& node, absl::string_view what);

}  // namespace redress::classification
