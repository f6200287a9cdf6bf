#include "tools/agents/inbox.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace redress::agents {
namespace {

using Json = nlohmann::json;
constexpr char kSurvey[] = "ANSWER_SURVEY";
constexpr absl::string_view kTokenBegins = "eyJ";  // base64 of `{"`

bool IsOfToken(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

// `sub` of a token, whoever signed it; empty where it is none.
std::string SubjectOf(absl::string_view token) {
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  std::string claims;
  if (parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[1], &claims)) return "";
  const Json json = Json::parse(claims, nullptr, /*allow_exceptions=*/false);
  const auto sub = json.is_object() ? json.find("sub") : json.end();
  return sub != json.end() && sub->is_string() ? sub->get<std::string>() : "";
}

// `links/{number}/ANSWER_SURVEY/{closing}/…`.
void AddSurvey(absl::string_view token, std::vector<SurveyLink>* surveys) {
  const std::string subject = SubjectOf(token);
  const std::vector<std::string> parts = absl::StrSplit(subject, '/');
  if (parts.size() != 5 || parts[0] != "links" || parts[2] != kSurvey) return;
  surveys->push_back({absl::StrCat("cases/", parts[1]), parts[3], std::string(token)});
}

}  // namespace

std::vector<SurveyLink> SurveysIn(absl::string_view json_lines) {
  std::vector<SurveyLink> surveys;
  for (size_t begin = json_lines.find(kTokenBegins); begin != absl::string_view::npos;
       begin = json_lines.find(kTokenBegins, begin)) {
    size_t end = begin;
    while (end < json_lines.size() && IsOfToken(json_lines[end])) ++end;
    AddSurvey(json_lines.substr(begin, end - begin), &surveys);
    begin = end;
  }
  return surveys;
}

std::vector<SurveyLink> Inbox::Read() {
  std::vector<SurveyLink> surveys;
  if (folder_.empty()) return surveys;
  for (const char* name : {"sms.jsonl", "push.jsonl"}) {
    std::ifstream file(absl::StrCat(folder_, "/", name), std::ios::binary);
    int64_t& read = read_[name];
    if (!file.seekg(read)) continue;
    std::string fresh{std::istreambuf_iterator<char>(file), {}};
    fresh.resize(fresh.rfind('\n') + 1);  // half a line comes whole the next time; none: npos + 1 is 0
    read += static_cast<int64_t>(fresh.size());
    for (SurveyLink& survey : SurveysIn(fresh)) surveys.push_back(std::move(survey));
  }
  return surveys;
}

}  // namespace redress::agents
