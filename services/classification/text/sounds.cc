#include "services/classification/text/sounds.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "libs/base/hash.h"

namespace redress::classification {
namespace {

constexpr char32_t kFirst = 0x4E00, kLast = 0x9FFF;
constexpr size_t kSyllableMin = 2, kSyllableMax = 6;

struct Readings {
  std::vector<uint64_t> sounds = std::vector<uint64_t>(kLast - kFirst + 1, 0);
  std::vector<std::string> syllables = std::vector<std::string>(sounds.size());
  absl::flat_hash_set<uint64_t> known;  // the sounds that some character has
};

// All characters in one run, a line break between two so that no reading depends on a neighbour.
Readings ReadTable() {
  Readings readings;
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> latin(
      icu::Transliterator::createInstance("Han-Latin; Latin-ASCII", UTRANS_FORWARD, code));
  if (U_FAILURE(code) || latin == nullptr) return readings;
  icu::UnicodeString text;
  for (char32_t c = kFirst; c <= kLast; ++c) text.append(static_cast<UChar32>(c)).append(static_cast<UChar32>('\n'));
  latin->transliterate(text);
  size_t at = 0;
  std::string syllable;
  for (int32_t i = 0; i < text.length() && at < readings.sounds.size(); ++i) {
    const char16_t c = text.charAt(i);
    if (c == u'\n') {
      if (!syllable.empty()) {
        readings.sounds[at] = StableHash64(syllable);
        readings.known.insert(readings.sounds[at]);
        readings.syllables[at] = syllable;
      }
      syllable.clear();
      ++at;
    } else if (c >= u'a' && c <= u'z') {
      syllable.push_back(static_cast<char>(c));
    }
  }
  return readings;
}

const Readings& Table() {
  static const auto& table = *new Readings(ReadTable());
  return table;
}

bool IsCharacter(char32_t c) {
  return c >= kFirst && c <= kLast;
}

}  // namespace

uint64_t SoundOf(char32_t c) {
  return IsCharacter(c) ? Table().sounds[c - kFirst] : 0;
}

std::string_view SyllableOf(char32_t c) {
  return IsCharacter(c) ? std::string_view(Table().syllables[c - kFirst]) : std::string_view();
}

std::vector<uint64_t> SoundsOfWord(std::u32string_view word) {
  constexpr size_t kWordMax = 18;
  if (word.size() < kSyllableMin || word.size() > kWordMax) return {};
  std::string letters;
  for (const char32_t c : word) {
    if (c < U'a' || c > U'z') return {};
    letters.push_back(static_cast<char>(c));
  }
  // Of every beginning of the word: the fewest syllables that it is, and the last of them.
  struct Cut {
    size_t count = 0;  // 0: none
    size_t from = 0;
    uint64_t sound = 0;
  };
  std::vector<Cut> cuts(letters.size() + 1);
  for (size_t end = kSyllableMin; end <= letters.size(); ++end) {
    for (size_t size = kSyllableMin; size <= std::min(kSyllableMax, end); ++size) {
      const size_t from = end - size;
      if (from > 0 && cuts[from].count == 0) continue;
      if (cuts[end].count > 0 && cuts[from].count + 1 > cuts[end].count) continue;
      const uint64_t sound = StableHash64(absl::string_view(letters).substr(from, size));
      if (Table().known.contains(sound)) cuts[end] = {cuts[from].count + 1, from, sound};
    }
  }
  std::vector<uint64_t> sounds;
  if (cuts.back().count == 0) return sounds;
  for (size_t end = letters.size(); end > 0; end = cuts[end].from) sounds.push_back(cuts[end].sound);
  std::reverse(sounds.begin(), sounds.end());
  return sounds;
}

}  // namespace redress::classification
