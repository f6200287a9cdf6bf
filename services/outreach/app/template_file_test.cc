#include "services/outreach/app/template_file.h"

#include <catch2/catch.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "libs/base/error.h"

namespace redress::outreach {
namespace {

TEST_CASE("The templates of this build are whole", "[outreach]") {
  const absl::StatusOr<TemplateLibrary> library = LoadTemplatesFile("");
  INFO(library.status());
  REQUIRE(library.ok());
  CHECK(library->templates.size() == kNoticeKinds.size());
  CHECK(library->banned.size() > 10);
  CHECK(library->templates.at(NoticeKind::kAccepted).useless_after == absl::Hours(24));
}

TEST_CASE("A file with faults is refused with all of them", "[outreach]") {
  const std::string bad = absl::StrReplaceAll(
      kDefaultTemplates, {{"感谢您告诉我们", "这是规定"}, {"{hours}", "{hour}"}, {"remedy.gift: Gift", "x: y"}});
  const absl::Status status = ParseTemplates(bad).status();
  CHECK(ReasonOf(status) == "INVALID_TEMPLATES");
  CHECK(absl::StrContains(status.message(), "这是规定"));
  CHECK(absl::StrContains(status.message(), "{hour} is not declared"));
  CHECK(absl::StrContains(status.message(), "{hours} is not used"));
  CHECK(absl::StrContains(status.message(), "remedy.gift is missing"));
  CHECK(ViolationsOf(status).size() >= 4);
}

TEST_CASE("What is no YAML, no file or no kind is said", "[outreach]") {
  CHECK(ReasonOf(ParseTemplates("a: [").status()) == "INVALID_TEMPLATES");
  CHECK(ReasonOf(LoadTemplatesFile("/does/not/exist").status()) == "TEMPLATES_FILE");
  const std::string bad = absl::StrReplaceAll(kDefaultTemplates, {{"  ACCEPTED:", "  WELCOME:"}});
  CHECK(absl::StrContains(ParseTemplates(bad).status().message(), "templates.WELCOME: no kind of notice"));
}

}  // namespace
}  // namespace redress::outreach
