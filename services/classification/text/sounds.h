// How a Chinese character sounds, without its tone: people who type by sound pick the wrong character of the right sound, and a
// model that also looks at sounds is not led astray by it. The commonest reading of each character, from ICU's table.
#pragma once

#include <cstdint>

namespace redress::classification {

// A number for the toneless syllable of `c`, the same for all characters of that sound; 0 for what is no character or has no
// known reading. The same for ever with one version of ICU's data: models hold features of it. The first call reads the table,
// half a second. Thread safe.
uint64_t SoundOf(char32_t c);

}  // namespace redress::classification
