#include "services/outreach/domain/template.h"

#include <catch2/catch.hpp>

namespace redress::outreach {
namespace {

// A library in which nothing is wrong, whatever its words.
TemplateLibrary Whole() {
  TemplateLibrary library;
  for (const NoticeKind kind : kNoticeKinds) {
    Template of;
    of.kind = kind;
    of.version = 1;
    of.useless_after = absl::Hours(24);
    std::string text = "a";
    for (const absl::string_view name : VariablesOf(kind).required) {
      of.variables.emplace_back(name);
      text += " {" + std::string(name) + "}";
    }
    for (const absl::string_view language : kLanguages) of.languages[std::string(language)] = {"subject", text, text};
    library.templates[kind] = of;
  }
  for (const absl::string_view language : kLanguages) {
    for (const absl::string_view key : WordKeys()) library.words[std::string(language)][std::string(key)] = "word";
  }
  library.banned = {"这是规定", "as per our policy"};
  return library;
}

// What is wrong, as `field: description`.
std::vector<std::string> Faults(const TemplateLibrary& library) {
  Violations violations;
  CheckLibrary(library, &violations);
  std::vector<std::string> faults;
  for (const FieldViolation& one : violations.all()) faults.push_back(one.field + ": " + one.description);
  return faults;
}

bool Says(const std::vector<std::string>& faults, const std::string& what) {
  for (const std::string& fault : faults) {
    if (fault.find(what) != std::string::npos) return true;
  }
  return false;
}

TEST_CASE("A whole library has no fault", "[outreach]") {
  CHECK(Faults(Whole()).empty());
}

TEST_CASE("Everything that is wrong is named at once", "[outreach]") {
  TemplateLibrary library = Whole();
  Template& accepted = library.templates[NoticeKind::kAccepted];
  accepted.languages["en"].text = "As Per Our Policy {number}, {nonsense}";
  accepted.variables.push_back("missing");
  accepted.variables.push_back("shoe_size");
  accepted.languages["zh-CN"].short_text = "{number} {hours} [[";
  accepted.version = 0;
  library.templates[NoticeKind::kSurvey].languages.erase("en");
  library.templates.erase(NoticeKind::kProgress);
  library.words["en"].erase("remedy.coupon");
  const std::vector<std::string> faults = Faults(library);
  CHECK(Says(faults, "templates.ACCEPTED.en.text: a cold phrase: as per our policy"));
  CHECK(Says(faults, "templates.ACCEPTED.en.text: has no {hours}"));
  CHECK(Says(faults, "templates.ACCEPTED: {nonsense} is not declared"));
  CHECK(Says(faults, "templates.ACCEPTED.variables: {missing} is not used"));
  CHECK(Says(faults, "templates.ACCEPTED.variables: nobody fills in {shoe_size}"));
  CHECK(Says(faults, "templates.ACCEPTED.zh-CN.short: a brace or bracket"));
  CHECK(Says(faults, "templates.ACCEPTED.version"));
  CHECK(Says(faults, "templates.SURVEY.en: this language is missing"));
  CHECK(Says(faults, "templates.PROGRESS: this kind is missing"));
  CHECK(Says(faults, "words.en: remedy.coupon is missing"));
}

TEST_CASE("Texts without a partner for each brace are refused", "[outreach]") {
  const std::string text = GENERATE("{", "}", "{}", "{Name}", "{a b}", "[[a", "a]]", "[[a[[b]]", "[[a]]]]");
  INFO(text);
  TemplateLibrary library = Whole();
  library.templates[NoticeKind::kAccepted].languages["en"].subject = text;
  CHECK(Says(Faults(library), "templates.ACCEPTED.en.subject"));
}

TEST_CASE("A subject is one line, and an SMS not too long", "[outreach]") {
  TemplateLibrary library = Whole();
  Texts& texts = library.templates[NoticeKind::kAccepted].languages["en"];
  texts.subject = "a\nb";
  texts.short_text += std::string(500, 'x');
  CHECK(Faults(library).size() == 2);
}

TEST_CASE("Blanks are filled in, and a section goes where one in it is empty", "[outreach]") {
  const auto [text, filled] = GENERATE(table<std::string, std::string>({
      {"a {x} b", "a 1 b"},
      {"a[[ {x}]] b", "a 1 b"},
      {"a[[ {none}]] b", "a b"},
      {"a[[ {x}{none}]] b", "a b"},
      {"[[{x}]][[{none}]]", "1"},
      {"{none}", ""},
      {"{unheard_of}", ""},
      {"a\n\n[[\n{none}\n]]\n\nb", "a\n\nb"},
      {"", ""},
  }));
  INFO(text);
  CHECK(Fill(text, {{"x", "1"}, {"none", ""}}) == filled);
}

TEST_CASE("A value brings no blanks and no control characters of its own", "[outreach]") {
  CHECK(Fill("a {x}", {{"x", "{y} [[z]]"}, {"y", "bad"}}) == "a {y} [[z]]");
  CHECK(Fill("a {x}", {{"x", std::string("1\r\x1b\0\x7f"
                                         "2\n3",
                                         8)}}) == "a 1    2\n3");
}

TEST_CASE("A language is chosen, Chinese unless English was said", "[outreach]") {
  for (const char* code : {"en", "en-GB", "EN"}) CHECK(LanguageFor(code) == "en");
  for (const char* code : {"", "zh", "zh-TW", "fr", "other"}) CHECK(LanguageFor(code) == "zh-CN");
}

}  // namespace
}  // namespace redress::outreach
