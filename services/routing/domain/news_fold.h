// What an event of casework makes of the work items of its case: parts of it that other people have to do (approve, call back,
// answer for a department) become items, and end with it; the case's own item follows its tag, waits with it, is left to
// supervisors when it reopens, and ends when it is over. What comes about an item that has ended changes nothing.
#pragma once

#include "services/routing/domain/case_book.h"
#include "services/routing/domain/case_news.h"
#include "services/routing/domain/fold_facts.h"

namespace redress::routing {

// Does it to the book.
void FoldNews(const CaseNews& news, const FoldFacts& facts, CaseBook* book);

}  // namespace redress::routing
