#include "services/classification/text/sounds.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/base/hash.h"

namespace redress::classification {
namespace {

constexpr char32_t kFirst = 0x4E00, kLast = 0x9FFF;

// All characters in one run, a line break between two so that no reading depends on a neighbour.
std::vector<uint64_t> ReadTable() {
  std::vector<uint64_t> sounds(kLast - kFirst + 1, 0);
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> latin(
      icu::Transliterator::createInstance("Han-Latin; Latin-ASCII", UTRANS_FORWARD, code));
  if (U_FAILURE(code) || latin == nullptr) return sounds;
  icu::UnicodeString text;
  for (char32_t c = kFirst; c <= kLast; ++c) text.append(static_cast<UChar32>(c)).append(static_cast<UChar32>('\n'));
  latin->transliterate(text);
  size_t at = 0;
  std::string syllable;
  for (int32_t i = 0; i < text.length() && at < sounds.size(); ++i) {
    const char16_t c = text.charAt(i);
    if (c == u'\n') {
      if (!syllable.empty()) sounds[at] = StableHash64(syllable);
      syllable.clear();
      ++at;
    } else if (c >= u'a' && c <= u'z') {
      syllable.push_back(static_cast<char>(c));
    }
  }
  return sounds;
}

}  // namespace

uint64_t SoundOf(char32_t c) {
  static const auto& table = *new std::vector<uint64_t>(ReadTable());
  return c >= kFirst && c <= kLast ? table[c - kFirst] : 0;
}

}  // namespace redress::classification
