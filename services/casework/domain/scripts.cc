#include "services/casework/domain/scripts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace redress::casework {
namespace {

constexpr int kNever = -1;

template <class Values, class Value>
bool Has(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// How particular the script is for the situation; kNever where it is meant for something else.
int Fit(const Script& script, const Situation& situation) {
  if (!situation.language.empty() && script.language != situation.language) return kNever;
  int fit = 0;
  if (!script.states.empty()) {
    if (!Has(script.states, situation.state)) return kNever;
    fit += 1;
  }
  if (!script.emotions.empty()) {
    if (!Has(script.emotions, situation.emotion)) return kNever;
    fit += 2;
  }
  if (script.tags.empty()) return fit;
  if (Has(script.tags, absl::StrCat(situation.tag.l1, "/", situation.tag.l2))) return fit + 8;
  return Has(script.tags, situation.tag.l1) ? fit + 4 : kNever;
}

}  // namespace

std::vector<Script> Suggest(const ScriptLibrary& library, const Situation& situation, size_t limit) {
  std::vector<std::pair<int, const Script*>> fitting;
  for (const Script& script : library.scripts) {
    if (const int fit = Fit(script, situation); fit != kNever) fitting.emplace_back(fit, &script);
  }
  std::stable_sort(fitting.begin(), fitting.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Script> suggested;
  for (size_t i = 0; i < std::min(limit, fitting.size()); ++i) suggested.push_back(*fitting[i].second);
  return suggested;
}

}  // namespace redress::casework
