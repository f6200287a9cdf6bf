// Dangers and properties looked for beside the tag, by word lists that the operations team edits. Plain words over a closed list
// of kinds: a signal must be explainable to a lawyer, and must not depend on how a model was trained.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/classification/domain/span.h"

namespace redress::classification {

// What was found: `safety`, `fire`, where. Spans ascending.
struct Signal {
  std::string kind;
  std::string value;
  std::vector<Span> spans;
  friend bool operator==(const Signal&, const Signal&) = default;
};

// The kinds that exist and their values. A kind without values of its own (`malicious_risk`) has the one value that
// escalates it: see SignalValues.
struct SignalKind {
  absl::string_view kind;
  std::vector<absl::string_view> values;
};
const std::vector<SignalKind>& SignalKinds();

// The signals of a text from the hits of the word lists: one signal per (kind, value) in the order of SignalKinds, of `emotion`
// only the strongest value, and `emotion`/`calm` where the text shows neither. `found` has each (kind, value) at most once.
std::vector<Signal> SettleSignals(std::vector<Signal> found);

// True where `signals` hold one of that kind (and value, if given).
bool HasSignal(const std::vector<Signal>& signals, absl::string_view kind, absl::string_view value = "");

}  // namespace redress::classification
