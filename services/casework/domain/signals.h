// The signals of a case: the dangers and properties that classification found in its complaints (domain.md §3), without where in
// the text. A case has the union of what its complaints have. Plain values and pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace redress::casework {

// The words are those of redress.type.v1.Signal.
struct Signal {
  std::string kind;   // `emotion`, `safety`, …
  std::string value;  // `furious`, `fire`, …
  friend bool operator==(const Signal&, const Signal&) = default;
  friend auto operator<=>(const Signal&, const Signal&) = default;
};

// Both together: by kind, then value, each once.
std::vector<Signal> UnionOf(const std::vector<Signal>& a, const std::vector<Signal>& b);

// `kind:value`, and back; what follows a further colon belongs to the value.
std::string TextOf(const Signal& signal);
Signal SignalOf(absl::string_view text);

// The most agitated emotion among them: `furious`, `upset`, `calm`; empty where there is none.
std::string EmotionOf(const std::vector<Signal>& signals);

// True where the press writes of it, or somebody with a large audience.
bool AnyMedia(const std::vector<Signal>& signals);

}  // namespace redress::casework
