#include "services/classification/text/phrase_matcher.h"

#include <algorithm>
#include <array>

#include "services/classification/text/tokens.h"

namespace redress::classification {
namespace {

// Part of a word that must not be cut: a letter of a script with spaces, or a digit.
bool IsWordChar(char32_t c) {
  return (c >= U'0' && c <= U'9') || (IsLetter(c) && !IsIdeograph(c));
}

bool CutsWord(const std::u32string& text, size_t at) {
  return at > 0 && at < text.size() && IsWordChar(text[at - 1]) && IsWordChar(text[at]);
}

bool IsDigit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// Where the number ends that begins at `at`. Looks ahead no further than numbers in sentences are long, for it is asked at every
// digit of a hostile text.
size_t NumberEnd(const std::u32string& text, size_t at) {
  constexpr size_t kNumberMax = 24;
  const size_t limit = std::min(text.size(), at + kNumberMax);
  const auto digit = [&](size_t i) { return i < limit && IsDigit(text[i]); };
  size_t end = at;
  while (digit(end) || (end < limit && (text[end] == U'.' || text[end] == U',') && digit(end + 1))) ++end;
  return end;
}

}  // namespace

void PhraseMatcher::Add(const std::u32string& phrase, int list, int value) {
  uint32_t node = 0;
  for (const char32_t c : phrase) {
    const uint64_t key = EdgeOf(node, c);
    filter_[BitOf(key) / 64] |= uint64_t{1} << (BitOf(key) % 64);
    const auto [edge, is_new] = edges_.try_emplace(key, static_cast<uint32_t>(nodes_.size()));
    node = edge->second;
    if (is_new) nodes_.emplace_back();
  }
  std::vector<End>& ends = nodes_[node];
  const auto known = std::find_if(ends.begin(), ends.end(), [&](const End& end) { return end.list == list; });
  if (known == ends.end()) {
    ends.push_back({list, value});
  } else if (value == kNoHit) {
    known->value = kNoHit;
  }
}

std::vector<PhraseHit> PhraseMatcher::Find(const std::u32string& text) const {
  struct Best {
    uint32_t end = 0;
    int value = kNoHit;
  };
  std::array<uint32_t, kListsMax> covered{};  // per list: up to where earlier entries cover the text
  std::array<Best, kListsMax> best;
  std::vector<int> touched;
  struct Place {
    uint32_t node;
    size_t end;
  };
  std::vector<Place> open;  // a number can be read digit by digit or as any number: rarely more than one place
  std::vector<PhraseHit> hits;
  for (size_t begin = 0; begin < text.size(); ++begin) {
    const auto step = [&](Place from) {
      if (from.end == text.size()) return;
      const char32_t c = text[from.end];
      if (const uint32_t next = Step(from.node, c); next != 0) open.push_back({next, from.end + 1});
      if (!IsDigit(c) || (from.end > begin && IsDigit(text[from.end - 1]))) return;
      if (const uint32_t next = Step(from.node, kAnyNumber); next != 0) open.push_back({next, NumberEnd(text, from.end)});
    };
    step({0, begin});
    if (open.empty()) continue;
    if (CutsWord(text, begin)) {
      open.clear();
      continue;
    }
    touched.clear();
    while (!open.empty()) {
      const Place place = open.back();
      open.pop_back();
      for (const End& found : nodes_[place.node]) {
        if (begin < covered[found.list] || place.end <= best[found.list].end || CutsWord(text, place.end)) continue;
        if (best[found.list].end == 0) touched.push_back(found.list);
        best[found.list] = {static_cast<uint32_t>(place.end), found.value};
      }
      step(place);
    }
    for (const int list : touched) {
      if (best[list].value != kNoHit) hits.push_back({list, best[list].value, static_cast<uint32_t>(begin), best[list].end});
      covered[list] = best[list].end;
      best[list] = {};
    }
  }
  return hits;
}

}  // namespace redress::classification
