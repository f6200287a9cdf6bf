#include "services/casework/app/scripts.h"

#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/error.h"

namespace redress::casework {
namespace {

constexpr char kOne[] = R"(
version: "1"
scripts:
  - id: hello
    states: [OPEN]
    emotions: [calm]
    tags: [LOGISTICS/LOST]
    zh: {title: 你好, text: "{customer}，您好"}
    en: {title: Hello, text: "Hello {customer}"}
)";

TEST_CASE("The library that comes with the build is in order, and has something to say in every live state", "[casework]") {
  const absl::StatusOr<ScriptLibrary> library = ParseScripts(kDefaultScripts);
  REQUIRE(library.status() == absl::OkStatus());
  for (const Named<CaseState>& state : kWords<CaseState>) {
    for (const char* language : {"zh", "en"}) {
      CAPTURE(state.word, language);
      if (!IsLive(state.value)) continue;
      CHECK_FALSE(Suggest(*library, {state.value, "calm", {}, language}, 10).empty());
    }
  }
  CHECK(Suggest(*library, {CaseState::kVerifying, "furious", {}, "zh"}, 1)[0].id == "apologise-listen-solve");
  CHECK(Suggest(*library, {CaseState::kVerifying, "calm", {"LOGISTICS", "LOST"}, "en"}, 1)[0].id == "parcel-lost");
}

TEST_CASE("A script is read in both languages", "[casework]") {
  const ScriptLibrary library = ParseScripts(kOne).value();
  CHECK(library.version == "1");
  REQUIRE(library.scripts.size() == 2);
  CHECK(library.scripts[0].language == "zh");
  CHECK(library.scripts[1].text == "Hello {customer}");
  CHECK(library.scripts[1].states == std::vector<CaseState>{CaseState::kOpen});
}

TEST_CASE("Everything amiss in a library is named", "[casework]") {
  const std::pair<const char*, const char*> bad[] = {
      {"id: hello", "id: Hello"},
      {"[OPEN]", "[OPENED]"},
      {"[calm]", "[cross]"},
      {"LOGISTICS/LOST", "Logistics"},
      {"LOGISTICS/LOST", "A/B/C"},
      {"{customer}，您好", "{who}，您好"},
      {"Hello {customer}", "Hello {"},
      {"Hello {customer}", "Hello }"},
      {"title: Hello", "title: ''"},
      {"    en: {title: Hello, text: \"Hello {customer}\"}\n", ""},
      {"version: \"1\"", "version: \"\""},
  };
  for (const auto& [good, worse] : bad) {
    CAPTURE(worse);
    const absl::Status status = ParseScripts(absl::StrReplaceAll(kOne, {{good, worse}})).status();
    CHECK(ReasonOf(status) == "INVALID_FIELDS");
  }
  CHECK(ViolationsOf(ParseScripts(absl::StrCat(kOne, "  - id: hello\n")).status()).size() == 3);
  CHECK(ReasonOf(ParseScripts("scripts: [").status()) == "INVALID_SCRIPTS");
  CHECK(ReasonOf(ParseScripts("a: b").status()) == "INVALID_FIELDS");
}

}  // namespace
}  // namespace redress::casework
