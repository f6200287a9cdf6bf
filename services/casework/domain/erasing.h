// The erasure of a person, for a case (domain.md §10): the words that people wrote about it are gone, and what was done and
// promised stays, so that the case can still be worked on, counted and verified. Pure functions, thread safe.
#pragma once

#include "services/casework/domain/change.h"

namespace redress::casework {

// Erases the words of a case, in whatever state it is; the store forgets their key with it. Nothing to do where they are erased.
Change EraseWords(const CaseFile& file, const Because& because);

// Empties everything in a case that people wrote.
void DropWords(CaseFile* file);

}  // namespace redress::casework
