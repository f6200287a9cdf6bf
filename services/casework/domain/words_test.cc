#include "services/casework/domain/words.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "services/casework/domain/case_state.h"

namespace redress::casework {
namespace {

TEMPLATE_TEST_CASE("Every value has a word of its own, which is read back", "[casework]", Severity, Party, Department, Authority,
                   RemedyKind, Finding, CaseState, CaseEvent) {
  std::set<std::string> words;
  for (const Named<TestType>& named : kWords<TestType>) {
    CHECK(Word(named.value) == named.word);
    CHECK(ValueOf<TestType>(named.word) == named.value);
    CHECK(words.insert(std::string(named.word)).second);
  }
  CHECK_FALSE(words.empty());
  CHECK_FALSE(ValueOf<TestType>("").has_value());
  CHECK_FALSE(ValueOf<TestType>("no such word").has_value());
  CHECK(Word(static_cast<TestType>(99)).empty());
}

}  // namespace
}  // namespace redress::casework
