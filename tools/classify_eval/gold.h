// Labelled texts as `tools/classify-eval` reads them: one JSON object a line.
#pragma once

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace redress::classify_eval {

// What a careful reader says of a text. `l2` is empty where the text does not say; of `also` only the first levels are kept.
struct Gold {
  std::string id;
  std::string text;
  std::string l1;
  std::string l2;
  std::vector<std::string> also;
  bool is_complaint = true;
  std::string lang;
  std::string source;  // without what follows a slash
  std::string selection;
  std::vector<std::string> tags;
};

// Every text of a file; blank lines are passed over. INVALID_ARGUMENT, reason INVALID_GOLD, names each bad line (the first ten).
absl::StatusOr<std::vector<Gold>> ReadGold(std::istream& in);

}  // namespace redress::classify_eval
