#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/events/log.h"

namespace redress::events {

std::string FormatPositions(absl::Span<const Position> positions) {
  std::string text;
  for (const Position& position : positions) {
    absl::StrAppend(&text, text.empty() ? "" : " ", position.source, "/", position.epoch, "/", position.sequence);
  }
  return text;
}

absl::StatusOr<std::vector<Position>> ParsePositions(absl::string_view text) {
  std::vector<Position> positions;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::vector<std::string> parts = absl::StrSplit(word, '/');
    Position position;
    if (parts.size() != 3 || parts[0].empty() || !absl::SimpleAtoi(parts[2], &position.sequence)) {
      return Error(absl::StatusCode::kDataLoss, "BAD_POSITIONS", "a stored position cannot be read");
    }
    position.source = parts[0];
    position.epoch = parts[1];
    positions.push_back(std::move(position));
  }
  return positions;
}

}  // namespace redress::events
