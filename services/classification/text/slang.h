// What people type instead of a word: the initials of its syllables (kf), its spelling in Latin letters or that of one half
// (kefu, 客fu, de), characters that sound like it (木有). In Chinese texts they become the word, so that everything behind knows
// one form; initials that stand for several words of complaints are left as they are. Linear. Pure, thread safe.
#pragma once

#include "services/classification/text/normalise.h"

namespace redress::classification {

// Each character of a word that is put in stands for all that was taken out. Texts without Chinese characters stay as they are.
void ExpandSlang(NormalText* text);

}  // namespace redress::classification
