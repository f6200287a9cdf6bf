// The word lists of the signals, ready to be looked for: one list for each kind and value, as data/signals.yaml states the rules.
// Immutable once built: thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/classification/domain/signals.h"
#include "services/classification/text/normalise.h"
#include "services/classification/text/phrase_matcher.h"

namespace redress::classification {

class SignalLexicon {
 public:
  SignalLexicon();

  // Adds a normalised entry to the list of (kind, value); an empty value means every value of the kind. `counts` false: an entry
  // of `not`. INVALID_ARGUMENT, reason INVALID_SIGNALS, for a kind or value that does not exist or an empty entry.
  absl::Status Add(absl::string_view kind, absl::string_view value, const std::u32string& entry, bool counts);

  // The signals of a text, settled (see SettleSignals). Linear.
  std::vector<Signal> Find(const NormalText& text) const;

 private:
  struct List {
    std::string kind;
    std::string value;
  };
  std::vector<List> lists_;
  PhraseMatcher matcher_;
};

}  // namespace redress::classification
