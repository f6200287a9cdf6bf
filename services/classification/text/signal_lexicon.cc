#include "services/classification/text/signal_lexicon.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::classification {

SignalLexicon::SignalLexicon() {
  for (const SignalKind& kind : SignalKinds()) {
    for (const absl::string_view value : kind.values) lists_.push_back({std::string(kind.kind), std::string(value)});
  }
}

absl::Status SignalLexicon::Add(absl::string_view kind, absl::string_view value, const std::u32string& entry, bool counts) {
  if (entry.empty())
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_SIGNALS", absl::StrCat("an empty entry under ", kind));
  bool known = false;
  for (size_t i = 0; i < lists_.size(); ++i) {
    if (lists_[i].kind != kind || (!value.empty() && lists_[i].value != value)) continue;
    known = true;
    matcher_.Add(entry, static_cast<int>(i), counts ? 0 : PhraseMatcher::kNoHit);
  }
  if (known) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_SIGNALS", absl::StrCat("there is no signal ", kind, ".", value));
}

std::vector<Signal> SignalLexicon::Find(const NormalText& text) const {
  std::vector<std::vector<Span>> spans(lists_.size());
  for (const PhraseHit& hit : matcher_.Find(text.chars)) {
    spans[static_cast<size_t>(hit.list)].push_back(text.SourceOf(hit.begin, hit.end));
  }
  std::vector<Signal> found;
  for (size_t i = 0; i < lists_.size(); ++i) {
    if (!spans[i].empty()) found.push_back({lists_[i].kind, lists_[i].value, std::move(spans[i])});
  }
  return SettleSignals(std::move(found));
}

}  // namespace redress::classification
