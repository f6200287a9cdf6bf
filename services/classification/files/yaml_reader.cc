#include "services/classification/files/yaml_reader.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::classification {

absl::Status ReadYaml(const std::string& path, absl::FunctionRef<absl::Status(const YAML::Node&)> read) {
  const std::string file = std::filesystem::path(path).filename();
  std::string what;
  try {
    absl::Status status = read(YAML::LoadFile(path));
    if (status.ok() || ReasonOf(status) != "DATA_FILE") return status;
    what = std::string(status.message());
  } catch (const YAML::BadFile&) {
    what = "cannot be read";
  } catch (const YAML::Exception& e) {
    what = e.what();
  }
  return Error(absl::StatusCode::kFailedPrecondition, "DATA_FILE", absl::StrCat(file, ": ", what));
}

absl::Status CheckKeys(const YAML::Node& map, std::initializer_list<absl::string_view> known) {
  if (!map.IsMap()) return YamlError(map, "a map is expected");
  for (const auto& entry : map) {
    const auto key = entry.first.as<std::string>();
    if (std::find(known.begin(), known.end(), key) == known.end())
      return YamlError(entry.first, absl::StrCat("unknown key `", key, "`"));
  }
  return absl::OkStatus();
}

absl::Status YamlError(const YAML::Node& node, absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "DATA_FILE", absl::StrCat("line ", node.Mark().line + 1, ": ", what));
}

}  // namespace redress::classification
