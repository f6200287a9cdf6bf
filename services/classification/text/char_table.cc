#include "services/classification/text/char_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <opencc/SimpleConverter.hpp>
#include <string>

#include "libs/base/error.h"
#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

// Beyond this plane there are only rare ideographs, tags and private use: they become nothing.
constexpr char32_t kCodePointsMax = 0x30000;

std::u32string Fold(const icu::Normalizer2& fold, const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::UnicodeString folded = fold.normalize(text, code);
  std::u32string result;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
    result.push_back(static_cast<char32_t>(folded.char32At(i)));
  return U_SUCCESS(code) ? result : std::u32string();
}

char32_t UnifyPunctuation(char32_t c) {
  switch (c) {
    case U'。':
    case U'．':
    case U'｡':
      return U'.';
    case U'、':
      return U',';
    case U'‘':
    case U'’':
    case U'ʼ':
    case U'`':
    case U'´':
    case U'′':
      return U'\'';
    case U'“':
    case U'”':
    case U'„':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
    case U'《':
    case U'》':
    case U'〈':
    case U'〉':
    case U'«':
    case U'»':
      return U'"';
    case U'【':
    case U'〔':
    case U'〖':
      return U'(';
    case U'】':
    case U'〕':
    case U'〗':
      return U')';
    case U'‐':
    case U'‑':
    case U'‒':
    case U'–':
    case U'—':
    case U'―':
    case U'−':
    case U'─':
      return U'-';
    case U'〜':
    case U'∼':
    case U'～':
      return U'~';
    default:
      return c;
  }
}

bool IsBlank(char32_t c) {
  return c == 0xFFFD || u_isUWhiteSpace(static_cast<UChar32>(c)) || u_charType(static_cast<UChar32>(c)) == U_CONTROL_CHAR;
}

// Every traditional ideograph and its simplified form, by one conversion: a line break between two characters keeps OpenCC from
// seeing phrases.
absl::StatusOr<std::u32string> SimplifiedForms(char32_t first, char32_t last) {
  std::string lines;
  for (char32_t c = first; c <= last; ++c) {
    AppendUtf8(c, &lines);
    lines.push_back('\n');
  }
  try {
    const opencc::SimpleConverter converter("t2s.json");
    const std::u32string converted = DecodeUtf8(converter.Convert(lines));
    std::u32string forms;
    for (size_t i = 0; i < converted.size(); i += 2) forms.push_back(converted[i]);
    if (forms.size() == last - first + 1) return forms;
  } catch (const std::exception&) {
  }
  return Error(absl::StatusCode::kFailedPrecondition, "TEXT_DATA_MISSING", "the conversion t2s of OpenCC is not available");
}

}  // namespace

absl::StatusOr<std::unique_ptr<CharTable>> CharTable::Create() {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(code);
  if (U_FAILURE(code)) {
    return Error(absl::StatusCode::kFailedPrecondition, "TEXT_DATA_MISSING", "the normalisation data of ICU are not available");
  }
  constexpr char32_t kHanFirst = 0x3400, kHanLast = 0x9FFF;
  absl::StatusOr<std::u32string> simplified = SimplifiedForms(kHanFirst, kHanLast);
  if (!simplified.ok()) return simplified.status();

  auto table = std::unique_ptr<CharTable>(new CharTable());
  table->entries_.reserve(kCodePointsMax);
  for (char32_t c = 0; c < kCodePointsMax; ++c) {
    const auto point = static_cast<UChar32>(c);
    if (U_IS_SURROGATE(point) || !u_isdefined(point)) {
      table->Add(c, U"", false);
      continue;
    }
    if (IsBlank(c)) {
      table->Add(c, U" ", false);
      continue;
    }
    const bool inert = fold->isInert(point);
    std::u32string mapped = inert ? std::u32string(1, c) : Fold(*fold, icu::UnicodeString(point));
    for (char32_t& m : mapped) {
      if (m >= kHanFirst && m <= kHanLast) m = (*simplified)[m - kHanFirst];
      m = IsBlank(m) ? U' ' : UnifyPunctuation(m);
    }
    table->Add(c, mapped, !inert && !fold->hasBoundaryBefore(point));
  }
  return table;
}

void CharTable::Add(char32_t c, const std::u32string& mapped, bool joins) {
  // Most code points stand for themselves or for a neighbour's form; the pool is small either way.
  entries_.push_back({static_cast<uint32_t>(pool_.size()), static_cast<uint32_t>(std::min<size_t>(mapped.size(), 32)), joins});
  pool_.insert(pool_.end(), mapped.begin(), mapped.begin() + entries_[c].length);
}

std::u32string CharTable::MapSequence(absl::Span<const char32_t> sequence) const {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(code);
  if (U_FAILURE(code)) return {};
  icu::UnicodeString text;
  for (const char32_t c : sequence) text.append(static_cast<UChar32>(c));
  std::u32string result;
  for (const char32_t c : Fold(*fold, text)) {
    const absl::Span<const char32_t> mapped = Map(c);
    result.append(mapped.data(), mapped.size());
  }
  return result;
}

}  // namespace redress::classification
