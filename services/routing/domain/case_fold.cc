#include "services/routing/domain/case_fold.h"

#include <utility>

#include "services/routing/domain/news_fold.h"

namespace redress::routing {

Folded Fold(std::vector<CaseMessage>* messages, KnownCases known, const FoldFacts& facts, BusinessTime now) {
  CaseBook book(std::move(known), now);
  for (CaseMessage& message : *messages) {
    if (CaseInput* const input = std::get_if<CaseInput>(&message)) {
      FoldInput(input, facts, &book);
    } else {
      FoldNews(std::get<CaseNews>(message), facts, &book);
    }
  }
  return std::move(book).Take();
}

}  // namespace redress::routing
