#include "services/casework/domain/signals.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace redress::casework {
namespace {

constexpr std::array<absl::string_view, 3> kByAgitation = {"furious", "upset", "calm"};

bool Has(const std::vector<Signal>& signals, absl::string_view kind, absl::string_view value) {
  return std::any_of(signals.begin(), signals.end(),
                     [&](const Signal& signal) { return signal.kind == kind && signal.value == value; });
}

}  // namespace

std::vector<Signal> UnionOf(const std::vector<Signal>& a, const std::vector<Signal>& b) {
  std::vector<Signal> all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string TextOf(const Signal& signal) {
  return absl::StrCat(signal.kind, ":", signal.value);
}

Signal SignalOf(absl::string_view text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  return {parts.first, parts.second};
}

std::string EmotionOf(const std::vector<Signal>& signals) {
  for (const absl::string_view emotion : kByAgitation) {
    if (Has(signals, "emotion", emotion)) return std::string(emotion);
  }
  return "";
}

bool AnyMedia(const std::vector<Signal>& signals) {
  return Has(signals, "escalation_risk", "media") || Has(signals, "escalation_risk", "reach");
}

}  // namespace redress::casework
