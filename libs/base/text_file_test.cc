#include "libs/base/text_file.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "libs/base/uuid.h"

namespace redress {
namespace {

TEST_CASE("a text file is read whole, an empty one too; one that is not there is nothing", "[base]") {
  const auto text = GENERATE(as<std::string>(), "", "一\n\r\n two \n", std::string(100'000, 'x'));
  const std::string path = std::filesystem::temp_directory_path() / ("redress-text-" + Uuid::Random().ToString());
  CHECK_FALSE(ReadTextFile(path).has_value());
  std::ofstream(path, std::ios::binary) << text;
  CHECK(ReadTextFile(path) == text);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace redress
