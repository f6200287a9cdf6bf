// How a Chinese character sounds, without its tone: people who type by sound pick the wrong character of the right sound, or
// leave the syllable in Latin letters, and a model that also looks at sounds is not led astray by it. The commonest reading of
// each character, from ICU's table.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace redress::classification {

// A number for the toneless syllable of `c`, the same for all characters of that sound; 0 for what is no character or has no
// known reading. The same for ever with one version of ICU's data: models hold features of it. The first call reads the table,
// half a second. Thread safe.
uint64_t SoundOf(char32_t c);

// The toneless syllable of `c` in Latin letters; empty where SoundOf is 0.
std::string_view SyllableOf(char32_t c);

// The sounds of a word of lower-case Latin letters that is nothing but whole syllables of two letters or more ("tuikuan"), in as
// few as it can be; none for any other word.
std::vector<uint64_t> SoundsOfWord(std::u32string_view word);

}  // namespace redress::classification
