#include "tools/agents/inbox.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"

namespace redress::agents {
namespace {

std::string TokenOf(const std::string& subject) {
  return absl::StrCat(absl::WebSafeBase64Escape(R"({"alg":"ES256"})"), ".",
                      absl::WebSafeBase64Escape(absl::StrCat(R"({"sub":")", subject, R"("})")), ".c2ln");
}

std::string LineOf(const std::string& subject) {
  return absl::StrCat(R"({"way":"sms","message":{"text":"请打分：https://help.example.com/answer#)", TokenOf(subject), "\"}}\n");
}

constexpr char kSurvey[] = "links/261123-00001000-11/ANSWER_SURVEY/1/1764000000000000";

}  // namespace

TEST_CASE("A link to a survey is found in a message, and nothing else is taken for one", "[agents]") {
  const std::vector<SurveyLink> surveys = SurveysIn(LineOf(kSurvey));
  REQUIRE(surveys.size() == 1);
  CHECK(surveys[0].case_name == "cases/261123-00001000-11");
  CHECK(surveys[0].closing == "1");
  CHECK(surveys[0].token == TokenOf(kSurvey));
  CHECK(SurveysIn(LineOf("links/261123-00001000-11/ANSWER_PLAN/abc/1764000000000000")).empty());
  CHECK(SurveysIn(LineOf("agents/a-li")).empty());
  CHECK(SurveysIn("eyJ").empty());
  CHECK(SurveysIn("eyJ.eyJ.eyJ no token eyJhbGciOi").empty());
  CHECK(SurveysIn("").empty());
}

TEST_CASE("An inbox gives each message once, and half a line when it is whole", "[agents]") {
  const std::string folder = std::filesystem::temp_directory_path() / absl::StrCat("redress-inbox-", Uuid::Random().ToString());
  std::filesystem::create_directories(folder);
  Inbox inbox(folder);
  CHECK(inbox.Read().empty());
  const std::string line = LineOf(kSurvey);
  const auto append = [&](const std::string& text) { std::ofstream(folder + "/sms.jsonl", std::ios::app) << text; };
  append(line + line.substr(0, 20));
  CHECK(inbox.Read().size() == 1);
  CHECK(inbox.Read().empty());
  append(line.substr(20));
  CHECK(inbox.Read().size() == 1);
  std::filesystem::remove_all(folder);
  CHECK(Inbox("").Read().empty());
}

}  // namespace redress::agents
