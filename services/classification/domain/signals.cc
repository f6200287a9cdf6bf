#include "services/classification/domain/signals.h"

#include <algorithm>
#include <utility>

namespace redress::classification {

const std::vector<SignalKind>& SignalKinds() {
  static const auto& kinds = *new std::vector<SignalKind>{
      {"emotion", {"furious", "upset", "calm"}},
      {"escalation_risk", {"high", "media", "reach"}},
      {"safety", {"injury", "food_safety", "fire", "child"}},
      {"malicious_risk", {"suspected"}},
      {"counterfeit_claim", {"claimed"}},
      {"intent", {"order_status", "address_change", "invoice", "how_to"}},
      {"urgent_goods", {"perishable", "medical", "dated_gift"}},
      {"payment_blocked", {"blocked"}},
  };
  return kinds;
}

std::vector<Signal> SettleSignals(std::vector<Signal> found) {
  std::vector<Signal> settled;
  for (const SignalKind& kind : SignalKinds()) {
    const bool emotion = kind.kind == "emotion";
    for (const absl::string_view value : kind.values) {
      const auto signal =
          std::find_if(found.begin(), found.end(), [&](const Signal& s) { return s.kind == kind.kind && s.value == value; });
      if (signal != found.end()) {
        settled.push_back(std::move(*signal));
        if (emotion) break;
      } else if (emotion && value == "calm") {
        settled.push_back({"emotion", "calm", {}});
      }
    }
  }
  return settled;
}

bool HasSignal(const std::vector<Signal>& signals, absl::string_view kind, absl::string_view value) {
  return std::any_of(signals.begin(), signals.end(),
                     [&](const Signal& s) { return s.kind == kind && (value.empty() || s.value == value); });
}

}  // namespace redress::classification
