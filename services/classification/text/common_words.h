// What people write most often in complaints: what is typed in Latin letters between Chinese characters is read as one of these
// (slang.h). Counted in our own corpus of 2026-11-28, hence in no text of a customer; the commonest first.
#pragma once

#include <string_view>

namespace redress::classification {

// Characters that are at least half of all that have their sound, where the syllable is no English word: 的 for "de".
std::u32string_view CommonCharacters();

// Words whose initials hardly stand for another one, each with a blank behind it: 怎么 for "zm".
std::u32string_view CommonAbbreviated();

// Pairs of characters that stand together at least eight times, without anything between: 天 behind 今, for "tian".
std::u32string_view CommonPairs();

}  // namespace redress::classification
