#include "tools/classify_eval/gold.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"

namespace redress::classify_eval {
namespace {

using Json = nlohmann::json;

constexpr size_t kErrorsMax = 10;

// A member that may be missing or null.
std::string Optional(const Json& line, const char* name) {
  const auto found = line.find(name);
  return found == line.end() || found->is_null() ? "" : found->get<std::string>();
}

std::string BeforeSlash(const std::string& name) {
  return name.substr(0, name.find('/'));
}

Gold GoldOf(const Json& line) {
  Gold gold;
  gold.id = line.at("id").get<std::string>();
  gold.text = line.at("text").get<std::string>();
  gold.l1 = line.at("l1").get<std::string>();
  gold.l2 = Optional(line, "l2");
  for (const Json& also : line.value("also", Json::array())) gold.also.push_back(BeforeSlash(also.get<std::string>()));
  gold.is_complaint = line.at("is_complaint").get<bool>();
  gold.lang = Optional(line, "lang");
  gold.source = BeforeSlash(Optional(line, "source"));
  gold.selection = Optional(line, "selection");
  gold.tags = line.value("tags", std::vector<std::string>());
  return gold;
}

}  // namespace

absl::StatusOr<std::vector<Gold>> ReadGold(std::istream& in) {
  std::vector<Gold> texts;
  std::vector<std::string> errors;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      texts.push_back(GoldOf(Json::parse(line)));
    } catch (const Json::exception& e) {
      errors.push_back(absl::StrCat("line ", number, ": ", e.what()));
    }
  }
  if (errors.empty() && texts.empty()) errors.emplace_back("no texts");
  if (errors.size() > kErrorsMax) errors.resize(kErrorsMax);
  if (!errors.empty()) return Error(absl::StatusCode::kInvalidArgument, "INVALID_GOLD", absl::StrJoin(errors, "; "));
  return texts;
}

}  // namespace redress::classify_eval
