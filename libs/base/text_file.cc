#include "libs/base/text_file.h"

#include <fstream>
#include <sstream>

namespace redress {

absl::optional<std::string> ReadTextFile(const std::string& path) {
  const std::ifstream file(path);
  if (!file) return absl::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace redress
